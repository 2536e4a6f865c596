"""Questions that ask the same come together."""

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.review.grouping import Groups, has_ungrouped
from knowledge.models import ReviewEntry, ReviewGroup
from knowledge.models.review import DISMISSED, HANDLED, UNANSWERED
from knowledge.review import review_entry, wrong_answer

LICENCE = ("Comment avoir le permis de conduire ?", "le permis de conduire svp", "cmt avoir permis de conduire")
VISA = "le visa pour l'Espagne"


def group(database: Database, *questions: str, language: str = "fr") -> dict[str, int]:
    """Keep and group questions; gives the group of each question."""
    with Session(database) as session, session.begin():
        session.add_all(review_entry(UNANSWERED, question, language) for question in questions)
        session.flush()
        Groups().give(session)
    with Session(database) as session:
        assert not has_ungrouped(session)
        rows = session.execute(select(ReviewEntry.question, ReviewEntry.group_id).order_by(ReviewEntry.id))
        return {row.question: row.group_id for row in rows}


def test_the_same_question_is_one_group_whenever_it_comes(database: Database) -> None:
    first = group(database, LICENCE[0], VISA)
    groups = group(database, *LICENCE[1:])
    assert groups[LICENCE[0]] == groups[LICENCE[1]] == groups[LICENCE[2]] != groups[VISA]
    assert groups[VISA] == first[VISA]


def test_languages_are_not_mixed(database: Database) -> None:
    group(database, "passeport")
    group(database, "passeport", language="en")
    with Session(database) as session:
        assert sorted(session.scalars(select(ReviewGroup.language))) == ["en", "fr"]


@pytest.mark.parametrize(("state", "is_new"), [(HANDLED, True), (DISMISSED, False)])
def test_what_is_asked_again_is_open_again_after_it_was_handled_but_not_after_it_was_dismissed(
    database: Database, state: str, is_new: bool
) -> None:
    before = group(database, LICENCE[0])[LICENCE[0]]
    with Session(database) as session, session.begin():
        session.get_one(ReviewGroup, before).state = state
    after = group(database, LICENCE[1])[LICENCE[1]]
    assert (after != before) is is_new
    if is_new:
        with Session(database) as session:
            assert session.get_one(ReviewGroup, after).before_id == before


def test_who_calls_an_answer_wrong_twice_in_a_row_is_kept_once(database: Database) -> None:
    with Session(database) as session, session.begin():
        session.add_all(wrong_answer("l'école ?", "fr", article) for article in ("schooling.free", "schooling.free"))
        session.add(wrong_answer("l'école ?", "fr", "schooling.papers"))
        session.flush()
        Groups().give(session)
    with Session(database) as session:
        assert sorted(session.scalars(select(ReviewEntry.article_key))) == ["schooling.free", "schooling.papers"]
        assert len(set(session.scalars(select(ReviewEntry.group_id)))) == 1
