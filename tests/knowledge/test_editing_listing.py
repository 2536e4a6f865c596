"""Finding an article among a hundred: by words, topic, state, language, review, and what is being written."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from knowledge.editing.drafts import send_back
from knowledge.editing.listing import Wanted, list_articles
from knowledge.editing.publishing import archive
from knowledge.editing.versions import token_of
from tests.knowledge.articles import handed_in, make_live, right_content, saved, with_text

TODAY = date(2026, 11, 27)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """Two published articles, one of them with a draft; an archived one; a new one that was handed in."""
    make_live(
        engine,
        with_text(right_content("health.doctor", review_by="2026-11-27"), "ar", answer="نعم، يُمكنكم زيارة الطبيب."),
        right_content("schooling.canteen"),
        right_content("schooling.old"),
    )
    with Session(engine) as session:
        draft = with_text(right_content("schooling.canteen", topic="schooling"), "en", title="", answer="Lunch.")
        saved(session, "amina", draft)
        handed_in(session, "amina", with_text(right_content("health.teeth"), "fr", title="Des dents cassées"))
        archive(session, "karim", "schooling.old", token_of(session, "schooling.old"), "")
        yield session


def keys(session: Session, **wanted: object) -> list[str]:
    return [found.key for found in list_articles(session, Wanted(**wanted), TODAY)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["health.doctor", "health.teeth", "schooling.canteen", "schooling.old"]),
        ({"topic": "health"}, ["health.doctor", "health.teeth"]),
        ({"state": "published"}, ["health.doctor", "schooling.canteen"]),
        ({"state": "archived"}, ["schooling.old"]),
        ({"state": "draft"}, ["health.teeth"]),
        ({"lacks": "en"}, ["schooling.canteen"]),
        ({"lacks": "fr"}, []),
        ({"open": "any"}, ["health.teeth", "schooling.canteen"]),
        ({"open": "in_review"}, ["health.teeth"]),
        ({"open": "draft"}, ["schooling.canteen"]),
        ({"due": True}, ["health.doctor"]),
        ({"topic": "health", "due": True, "state": "archived"}, []),
    ],
)
def test_each_filter_leaves_what_it_says(session: Session, wanted: dict[str, object], found: list[str]) -> None:
    assert keys(session, **wanted) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CASSEES dents", ["health.teeth"]),
        ("dents médecin", []),
        ("canteen", ["schooling.canteen"]),
        ("lunch", ["schooling.canteen"]),
        ("health.d", ["health.doctor"]),
        ("زيارة الطبيب", ["health.doctor"]),
        ("يمكنكم", ["health.doctor"]),
    ],
)
def test_words_are_found_whatever_their_accents_and_case(session: Session, text: str, found: list[str]) -> None:
    assert keys(session, text=text) == found


def test_what_is_sent_back_is_a_draft_again(session: Session) -> None:
    send_back(session, "karim", "health.teeth", token_of(session, "health.teeth"), "")
    assert keys(session, open="in_review") == []


def test_a_title_is_shown_in_the_readers_language_or_in_another(session: Session) -> None:
    found = {listed.key: listed for listed in list_articles(session, Wanted(), TODAY)}
    assert found["health.teeth"].title("fr") == "Des dents cassées"
    assert found["schooling.canteen"].title("en") == "L'école sans papiers"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_list_of_many_articles_needs_as_few_questions_as_one_of_few(engine: Engine) -> None:
    make_live(engine, *(right_content(f"health.n{number}") for number in range(30)))
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    with Session(engine) as session:
        assert len(list_articles(session, Wanted(), TODAY)) == 30
    assert len(asked) <= 4
