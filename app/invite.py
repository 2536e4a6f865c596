"""Says with which link the first administrator sets a password: `python -m app.invite`.

A program of its own: what it loads would stay in the memory of the process that watches over the others.
"""

from sqlalchemy.orm import Session

from app.console import say
from app.settings import settings
from desk.accounts.first_administrator import first_administrator_link
from knowledge.database import connect


def main() -> None:
    """Say it as long as no administrator has a password."""
    configuration = settings()
    database = connect(configuration.database)
    with Session(database) as session, session.begin():
        path = first_administrator_link(session)
    database.dispose()
    if path:
        say("  Nobody administers the desk yet. This link sets the first password, once and within two days:")
        say(f"  {configuration.links_begin}{path}")


if __name__ == "__main__":
    main()
