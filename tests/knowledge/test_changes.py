"""What is announced is found by full text and noticed by readers, in one transaction with the change itself."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from knowledge import full_text
from knowledge.changes import announce_articles, announce_services
from knowledge.full_text import ARTICLE, SERVICE
from knowledge.load.articles import load_articles
from knowledge.load.taxonomies import load_taxonomies
from knowledge.models import Article, ArticleSample, Organization, Service
from knowledge.models.base import bump_revision, current_revision
from tests.knowledge.samples import article, small_content, write_article
from tests.knowledge.small_directory import add_service

Change = Callable[[Session], object]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return small_content(tmp_path / "content")


@pytest.fixture
def loaded(engine: Engine, content: Path) -> Engine:
    """Three articles and one service, announced."""
    with Session(engine) as session, session.begin():
        load_articles(session, content)
        announce_articles(session)
        load_taxonomies(session)
        add_service(session, "clinic", None, description="Soins dentaires gratuits")
        announce_services(session)
    return engine


def change(engine: Engine, changes: Change, announce: Change = announce_articles) -> None:
    with Session(engine) as session, session.begin():
        changes(session)
        announce(session)


def owners(engine: Engine, query: str, kind: str = ARTICLE) -> list[str]:
    with Session(engine) as session:
        return [found.owner for found in full_text.find(session, kind, query)]


def doctor(session: Session) -> Article:
    return session.scalars(select(Article).where(Article.key == "health.doctor")).one()


def revision(engine: Engine) -> int:
    with Session(engine) as session:
        return current_revision(session)


def test_a_new_article_is_found_by_its_words(loaded: Engine, content: Path) -> None:
    write_article(content, article("housing.rent", ["louer un appartement"]))
    change(loaded, lambda session: load_articles(session, content))
    assert owners(loaded, "appartements à louer")[0] == "housing.rent"


def test_a_new_sample_is_found(loaded: Engine) -> None:
    def teach(session: Session) -> None:
        taught = doctor(session)
        taught.samples.append(ArticleSample(language="fr", text="zorglub malade"))

    change(loaded, teach)
    assert owners(loaded, "zorglub") == ["health.doctor"]


@pytest.mark.parametrize("field", ["title", "short", "answer", "cost", "next"])
def test_a_changed_text_is_found_and_its_old_words_are_not(loaded: Engine, field: str) -> None:
    for word in ("zorglub", "chirurgien"):

        def rewrite(session: Session, text: str = word) -> None:
            setattr(doctor(session).text_in("ar"), field, text)

        change(loaded, rewrite)
    assert owners(loaded, "chirurgien") == ["health.doctor"]
    assert owners(loaded, "zorglub") == []


@pytest.mark.parametrize("field", ["steps", "papers"])
def test_steps_and_papers_are_found(loaded: Engine, field: str) -> None:
    change(loaded, lambda session: setattr(doctor(session).text_in("en"), field, ["bring your zorglub"]))
    assert owners(loaded, "zorglub") == ["health.doctor"]


@pytest.mark.parametrize("state", ["draft", "in_review", "archived"])
def test_an_article_that_is_taken_back_is_not_found(loaded: Engine, state: str) -> None:
    assert "health.doctor" in owners(loaded, "médecin")
    change(loaded, lambda session: setattr(doctor(session), "state", state))
    assert "health.doctor" not in owners(loaded, "médecin")
    change(loaded, lambda session: setattr(doctor(session), "state", "published"))
    assert "health.doctor" in owners(loaded, "médecin")


def test_announcing_one_article_leaves_the_others_found(loaded: Engine) -> None:
    def teach(session: Session) -> None:
        taught = doctor(session)
        taught.samples.append(ArticleSample(language="fr", text="zorglub malade"))

    before = owners(loaded, "école")
    change(loaded, teach, lambda session: announce_articles(session, ["health.doctor"]))
    assert owners(loaded, "zorglub") == ["health.doctor"]
    assert owners(loaded, "école") == before != []


def test_a_new_service_is_found_by_what_it_does_and_by_who_offers_it(loaded: Engine) -> None:
    def add(session: Session) -> None:
        add_service(session, "Droit et Justice", None, description="Un avocat vous conseille")
        session.get_one(Service, "s-Droit et Justice").translations = {"description": {"ar": "محام ينصحكم"}}

    change(loaded, add, announce_services)
    for query in ("avocats", "justice", "المحامي"):
        assert owners(loaded, query, SERVICE) == ["s-Droit et Justice"]


def test_a_renamed_organization_is_found_by_its_new_name_only(loaded: Engine) -> None:
    change(
        loaded, lambda session: setattr(session.get_one(Organization, "o-clinic"), "name", "Zorglub"), announce_services
    )
    assert owners(loaded, "zorglub", SERVICE) == ["s-clinic"]
    assert "clinic" not in owners(loaded, "clinic", SERVICE)


def test_a_deleted_service_is_not_found(loaded: Engine) -> None:
    assert owners(loaded, "soins dentaires", SERVICE) == ["s-clinic"]
    change(loaded, lambda session: session.delete(session.get_one(Service, "s-clinic")), announce_services)
    assert owners(loaded, "soins dentaires", SERVICE) == []


@pytest.mark.parametrize("announce", [announce_articles, announce_services])
def test_every_announcement_is_noticed(loaded: Engine, announce: Change) -> None:
    before = revision(loaded)
    change(loaded, lambda session: None, announce)
    assert revision(loaded) == before + 1


def test_what_is_rolled_back_is_neither_found_nor_noticed(loaded: Engine) -> None:
    before = revision(loaded)
    with Session(loaded) as session:
        doctor(session).text_in("fr").answer = "zorglub"
        announce_articles(session)
        session.rollback()
    assert owners(loaded, "zorglub") == []
    assert revision(loaded) == before


def test_the_first_change_of_an_empty_database_is_noticed(engine: Engine) -> None:
    assert revision(engine) == 0
    change(engine, lambda session: None, bump_revision)
    change(engine, lambda session: None, bump_revision)
    assert revision(engine) == 2


def rewrite(state: str, text: str) -> Change:
    """All articles at once."""

    def changes(session: Session) -> None:
        for each in session.scalars(select(Article)):
            each.state = state
            each.text_in("fr").answer = text

    return changes


@pytest.mark.parametrize("state", ["published", "archived"])
def test_who_searches_at_the_very_moment_of_a_change_gets_an_answer(loaded: Engine, state: str) -> None:
    """A search is several statements; before any of them somebody may publish."""
    asked = published = 0

    def publish(*_: object) -> None:
        nonlocal asked, published
        asked += 1
        if asked == moment:
            published += 1
            change(loaded, rewrite(state, f"médecin et docteur, version {moment}"))

    for moment in range(1, 6):
        change(loaded, rewrite("published", f"médecin et docteur, avant {moment}"))
        asked = 0
        event.listen(loaded, "before_cursor_execute", publish)
        try:
            owners(loaded, "je cherche un médecin, un docteur")
        finally:
            event.remove(loaded, "before_cursor_execute", publish)
    assert published >= 2, "a search of one statement needs no such test"
