"""People who have a password, and what they do on the pages."""

from urllib.parse import parse_qs, urlsplit

import httpx
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from desk.access import SESSION_COOKIE
from desk.accounts.passwords import set_password
from desk.models import ADMINISTRATOR, AuditEntry, User
from tests.desk.accounts.conftest import GOOD_PASSWORD
from tests.desk.visitors import Visitor


def add_person(database: Engine, name: str = "amina", role: str = ADMINISTRATOR, language: str = "fr") -> int:
    """Somebody with `GOOD_PASSWORD`; returns the id."""
    with Session(database) as session, session.begin():
        user = User(name=name, role=role, language=language)
        set_password(user, GOOD_PASSWORD)
        session.add(user)
        session.flush()
        return user.id


def give_password(database: Engine, name: str) -> int:
    """A password for somebody who is there already; returns the id."""
    with Session(database) as session, session.begin():
        user = session.query(User).filter_by(name=name).one()
        set_password(user, GOOD_PASSWORD)
        return user.id


def log_in(visitor: Visitor, name: str = "amina", password: str = GOOD_PASSWORD, **more: str) -> httpx.Response:
    return visitor.post("/desk/login", {"name": name, "password": password, **more})


def actions(database: Engine) -> list[str]:
    """What stands in the audit log, the oldest first."""
    with Session(database) as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def token_of(visitor: Visitor) -> str:
    """The session cookie."""
    return visitor.cookies.get(SESSION_COOKIE, path="/desk") or ""


def led_to(response: httpx.Response) -> tuple[str, str]:
    """Path of a redirect, and the key of the sentence that the page there will show."""
    assert response.status_code == 303, response.text
    parts = urlsplit(response.headers["location"])
    return parts.path, parse_qs(parts.query).get("done", [""])[0]
