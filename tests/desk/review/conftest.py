"""What the tests of this part share."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.review.grouping import Groups
from knowledge.models import ReviewEntry
from knowledge.models.review import UNANSWERED
from knowledge.review import review_entry
from tests.desk.databases import database, house, postgres_with_tables
from tests.knowledge.articles import make_live, right_content, with_text

SCHOOL = "schooling.no_papers"
DOCTOR = "health.doctor"
LICENCE = "Comment avoir le permis de conduire ?"

Ask = Callable[..., int]

__all__ = ["database", "house", "postgres_with_tables"]


@pytest.fixture
def ask_on(desk_database: Database) -> Ask:
    """`ask_on(question, reason=…, …)` keeps a question for review on the desk's database; gives its group."""

    def keep(question: str = LICENCE, reason: str = UNANSWERED, language: str = "fr", **values: str | None) -> int:
        with Session(desk_database) as session, session.begin():
            session.add(review_entry(reason, question, language, values.get("article_key"), values.get("near_key")))
            session.flush()
            Groups().give(session)
            number = session.scalars(select(ReviewEntry.group_id).order_by(ReviewEntry.id.desc())).first()
        assert number is not None
        return number

    return keep


@pytest.fixture
def articles(desk_database: Database) -> None:
    """Two live articles."""
    make_live(
        desk_database,
        with_text(right_content(SCHOOL), "fr", title="L'école sans papiers"),
        with_text(right_content(DOCTOR), "fr", title="Voir un médecin"),
    )
