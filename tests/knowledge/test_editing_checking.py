"""The desk keeps the rules of content files, and says where they are broken."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge.editing.checking import version_problems
from knowledge.editing.content import Content, blank_content
from knowledge.editing.keys import suggested_key
from knowledge.editing.other_samples import alike_articles
from tests.knowledge.articles import KEY, make_live, right_content, with_text

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""What is asked of the database is the same in tests that run on both."""
FACT = "schooling.all_children_any_status"
HIGH_FACT = "emergency.sea_rescues_2019"


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session on a database in which another article is live."""
    make_live(engine, right_content("schooling.canteen"))
    with Session(engine) as session:
        yield session


def found(session: Session, content: Content) -> list[tuple[tuple[str | int, ...], str]]:
    return [(told.steps, told.problem.code) for told in version_problems(session, content)]


def test_a_right_article_has_no_problems(session: Session) -> None:
    assert found(session, right_content()) == []
    assert found(session, right_content(related=["schooling.canteen"], services=["health", "legal_aid"])) == []


def source(**fields: str) -> dict[str, Any]:
    return {"sources": [{"title": "Loi", "year": "2003", **fields}]}


WRONG: list[tuple[Content, tuple[str | int, ...], str]] = [
    (right_content(as_of="2999"), ("as_of",), "as_of_wrong"),
    (right_content(review_by="soon"), ("review_by",), "review_by_wrong"),
    (right_content(verified_on="2026-01-01"), ("verified_on",), "verified_by_missing"),
    (right_content(verified_by="GADEM"), ("verified_by",), "verified_on_missing"),
    (right_content(services=["magic"]), ("services", 0), "no_category"),
    (right_content(related=["schooling.canteen", "health.never"]), ("related", 1), "no_article"),
    (right_content(related=[KEY]), ("related", 0), "related_itself"),
    (right_content(sources=[]), ("sources",), "rests_on_nothing"),
    (right_content(**source(title="")), ("sources", 0), "source_fields"),
    (right_content(**source(year="soon")), ("sources", 0, "year"), "source_year"),
    (right_content(**source(url="example")), ("sources", 0, "url"), "source_url"),
    (right_content(**source(fact="health.never")), ("sources", 0, "fact"), "no_fact"),
    (right_content(**source(fact=HIGH_FACT)), ("risk",), "risk_too_low"),
    (with_text(right_content(), "fr", title="x" * 71), ("languages", "fr", "title"), "text_length"),
    (with_text(right_content(), "ar", answer=""), ("languages", "ar", "answer"), "text_length"),
    (with_text(right_content(), "en", steps=["a"] * 6), ("languages", "en", "steps"), "too_many_items"),
    (with_text(right_content(), "en", samples=[]), ("languages", "en", "samples"), "no_samples"),
    (with_text(right_content(), "ar", answer="12"), ("languages", "ar"), "numbers_in_excess"),
    (
        with_text(right_content(), "fr", samples=["a", "Voir schooling CANTEEN ?"]),
        ("languages", "fr", "samples", 1),
        "sample_elsewhere",
    ),
    (with_text(right_content(), "fr", samples=["a", "A !"]), ("languages", "fr", "samples", 1), "sample_twice"),
]


@pytest.mark.parametrize(("content", "steps", "code"), WRONG, ids=[code for _, _, code in WRONG])
def test_a_problem_is_told_where_its_field_is(
    session: Session, content: Content, steps: tuple[str | int, ...], code: str
) -> None:
    assert (steps, code) in found(session, content)


def test_the_row_of_an_unknown_fact_is_counted_among_all_sources(session: Session) -> None:
    rows = [{"title": "Loi", "year": "2003"}, {"title": "Page", "year": "2019", "fact": FACT},
            {"title": "Page", "year": "2019", "fact": "health.never"}]  # fmt: skip
    assert found(session, right_content(sources=rows)) == [(("sources", 2, "fact"), "no_fact")]


def test_a_blank_article_is_told_everything_it_lacks_and_nothing_breaks(session: Session) -> None:
    codes = {code for _, code in found(session, blank_content("health.new"))}
    assert {"as_of_wrong", "review_by_wrong", "rests_on_nothing", "text_length", "no_samples"} <= codes


def test_only_articles_whose_samples_may_say_the_same_are_read(session: Session) -> None:
    assert [file.key for file in alike_articles(session, KEY, ["VOIR schoolíng.canteen !"])] == ["schooling.canteen"]
    assert [file.key for file in alike_articles(session, KEY, ["voir un docteur"])] == []
    assert [file.key for file in alike_articles(session, "schooling.canteen", ["voir schooling.canteen"])] == []


@pytest.mark.parametrize(
    ("texts", "key"),
    [
        (["La cantine de l'école"], "schooling.cantine_ecole"),
        (["", "المطعم المدرسي", "School lunch"], "schooling.school_lunch"),
        (["المطعم المدرسي"], "schooling.question"),
        (["Canteen"], "schooling.canteen_2"),
        (["ab" * 100], "schooling." + "ab" * 20),
    ],
)
def test_a_key_is_suggested_that_is_free_and_that_a_file_could_have(
    session: Session, texts: list[str], key: str
) -> None:
    assert suggested_key(session, "schooling", texts) == key
