"""Taking a step with an article: in one transaction, written down, and never on top of somebody else's."""

from collections.abc import Callable

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from desk.audit import note
from desk.context import Desk
from desk.models import User
from knowledge.editing.refusals import EditedMeanwhile
from knowledge.editing.versions import history
from knowledge.models import ArticleVersion

Step = Callable[[Session], ArticleVersion]


def take(desk: Desk, user: User, action: str, key: str, step: Step, **details: object) -> str:
    """Take a step; returns the article's key, which a step may change. Raises Refused and EditedMeanwhile."""
    try:
        with Session(desk.database) as session, session.begin():
            version = step(session)
            note(session, user, action, version.article_key, version=version.number, **details)
            return version.article_key
    except (StaleDataError, IntegrityError) as error:  # two people in the same moment
        with Session(desk.database) as session:
            versions = history(session, key)
            raise EditedMeanwhile(versions[-1] if versions else None) from error
