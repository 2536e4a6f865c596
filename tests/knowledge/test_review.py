"""Questions kept for review: what is masked, and that the table holds them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app.database import migrate
from app.settings import Settings
from knowledge.database import connect
from knowledge.models import ReviewAction, ReviewEntry, ReviewGroup
from knowledge.models.review import DISMISS, LONGEST_QUESTION, OPEN, UNANSWERED, WRONG_ANSWER
from knowledge.review import forget_reviews_before, masked, review_entry, says_something, wrong_answer
from tests.postgres import new_database


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("mon numéro est 0612345678, aidez-moi", "mon numéro est …, aidez-moi"),
        ("appelez le 06 12 34 56 78 svp", "appelez le … svp"),
        ("call +212-612-345-678 now", "call … now"),
        ("رقمي ٠٦١٢٣٤٥٦٧٨ من فضلكم", "رقمي … من فضلكم"),
        ("passeport AB1234567", "passeport AB…"),
        ("écrivez à awa.d@example.org", "écrivez à …"),
        ("see https://example.org/a?b=1 please", "see … please"),
        ("voir www.example.org/moi", "voir …"),
        ("mon profil facebook.com/awa", "mon profil …"),
        ("wa.me/212612345678", "…"),
    ],
)
def test_what_could_tell_whose_question_it_is_is_masked(text: str, kept: str) -> None:
    assert masked(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "J'ai 2 enfants de 7 et 12 ans.Comment les inscrire à l'école ?",
        "عندي 3 أولاد، واش المدرسة بفلوس؟",
        "Is it 150 dirhams and/or free?",
    ],
)
def test_an_ordinary_question_stays_as_it_was_written(text: str) -> None:
    assert masked(text) == text


def test_a_long_question_is_cut_after_it_was_masked() -> None:
    text = "x" * (LONGEST_QUESTION - 3) + " 0612345678 " + "y" * LONGEST_QUESTION
    assert len(masked(text)) == LONGEST_QUESTION
    assert not any(letter.isdigit() for letter in masked(text))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A migrated database of each kind."""
    if request.param == "sqlite":
        settings = Settings(data=tmp_path / "data", database_url="")
        migrate(settings)
        yield connect(settings.database)
        return
    with new_database(request.getfixturevalue("postgres_url")) as url:
        settings = Settings(data=tmp_path / "data", database_url=url)
        migrate(settings)
        engine = connect(url)
        yield engine
        engine.dispose()


def test_an_entry_is_stored_with_its_moment_and_without_a_person(database: Engine) -> None:
    with Session(database) as session, session.begin():
        session.add(wrong_answer("l'école ? 0612345678", "fr", "schooling.free"))
        session.add(wrong_answer("ا" * 2 * LONGEST_QUESTION, "ar", None))
    with Session(database) as session:
        entries = session.scalars(select(ReviewEntry).order_by(ReviewEntry.id)).all()
        assert [(e.reason, e.language, e.article_key) for e in entries] == [
            (WRONG_ANSWER, "fr", "schooling.free"),
            (WRONG_ANSWER, "ar", None),
        ]
        assert entries[0].question == "l'école ? …" and entries[0].created_at
    assert {column.name for column in ReviewEntry.__table__.columns} == {
        "id", "group_id", "reason", "language", "question", "article_key", "near_key", "topic", "counts", "created_at",
    }  # fmt: skip


def test_an_entry_keeps_the_day_of_its_question_but_not_the_moment() -> None:
    asked = datetime(2026, 11, 27, 14, 30, 5, tzinfo=UTC)
    entry = review_entry(UNANSWERED, "le permis ?", "fr", near_key="employment.contract", at=asked)
    assert entry.created_at == datetime(2026, 11, 27, tzinfo=UTC)
    assert (entry.topic, entry.near_key, entry.article_key) == ("employment", "employment.contract", None)


@pytest.mark.parametrize(("question", "says"), [("l'école", True), ("2", False), ("0612345678", False), ("؟", False)])
def test_a_number_or_what_is_only_masked_says_nothing(question: str, says: bool) -> None:
    assert says_something(question) is says


def test_entries_are_forgotten_by_age_and_a_group_with_its_last_one(database: Engine) -> None:
    now = datetime.now(UTC)
    with Session(database) as session, session.begin():
        old, new = ReviewGroup(language="fr"), ReviewGroup(language="fr")
        session.add_all([old, new])
        session.flush()
        session.add(ReviewAction(group_id=old.id, action=DISMISS, user_name="awa", state_before=OPEN))
        for group, days in ((old, 100), (new, 100), (new, 1)):
            entry = review_entry(UNANSWERED, f"question {days}", "fr", at=now - timedelta(days=days))
            entry.group_id = group.id
            session.add(entry)
        kept = new.id
    forget_reviews_before(database, now - timedelta(days=90))
    with Session(database) as session:
        assert session.scalars(select(ReviewEntry.question)).all() == ["question 1"]
        assert session.scalars(select(ReviewGroup.id)).all() == [kept]
        assert session.scalars(select(ReviewAction)).all() == []
