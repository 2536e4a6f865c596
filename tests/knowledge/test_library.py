"""The knowledge as the actions use it: published is live, without a restart."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge.library import Library
from knowledge.load.articles import load_articles
from knowledge.models import Article, ArticleSample
from knowledge.models.base import bump_revision, current_revision
from tests.knowledge.samples import article, small_content, write_article

SECONDS_UNTIL_LIVE = 5.0


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return small_content(tmp_path / "content")


@pytest.fixture
def loaded(engine: Engine, content: Path) -> Engine:
    publish(engine, lambda session: load_articles(session, content))
    return engine


def publish(engine: Engine, change: Callable[[Session], object]) -> None:
    with Session(engine) as session, session.begin():
        change(session)
        bump_revision(session)


def becomes_true(claim: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + SECONDS_UNTIL_LIVE
    while time.monotonic() < deadline:
        if claim():
            return True
        time.sleep(0.05)
    return False


def keys(library: Library) -> set[str]:
    return {hit.key for hit in library.rank_articles("médecin", {})}


def set_state(key: str, state: str) -> Callable[[Session], object]:
    return lambda session: setattr(session.scalars(select(Article).where(Article.key == key)).one(), "state", state)


def test_a_new_article_is_found_without_a_restart(loaded: Engine, content: Path) -> None:
    library = Library(loaded)
    write_article(content, article("housing.rent", ["louer un appartement", "propriétaire et loyer"]))
    publish(loaded, lambda session: load_articles(session, content))
    assert becomes_true(lambda: library.rank_articles("louer un appartement", {})[0].key == "housing.rent")


def test_a_new_sample_is_understood_without_a_restart(loaded: Engine) -> None:
    library = Library(loaded)
    assert library.rank_articles("zorglub", {})[0].probability < 0.9

    def teach(session: Session) -> None:
        taught = session.scalars(select(Article).where(Article.key == "health.doctor")).one()
        taught.samples += [ArticleSample(language="fr", text=f"zorglub {more}") for more in ("", "ici", "vite")]

    publish(loaded, teach)
    assert becomes_true(lambda: library.rank_articles("zorglub", {})[0].probability > 0.9)
    assert library.rank_articles("zorglub", {})[0].key == "health.doctor"


def test_an_article_taken_back_is_not_answered_any_more(loaded: Engine, content: Path) -> None:
    write_article(content, article("housing.rent", ["louer un appartement"]))
    publish(loaded, lambda session: load_articles(session, content))
    library = Library(loaded)
    assert "housing.rent" in keys(library)
    publish(loaded, set_state("housing.rent", "archived"))
    with library.session() as session:
        assert library.article(session, "housing.rent") is None
        assert library.articles_of(session, "housing") == []
    assert becomes_true(lambda: "housing.rent" not in keys(library))


@pytest.mark.parametrize("state", ["draft", "in_review", "archived"])
def test_only_what_is_published_is_known(loaded: Engine, content: Path, state: str) -> None:
    write_article(content, {**article("housing.rent"), "state": state})
    publish(loaded, lambda session: load_articles(session, content))
    library = Library(loaded)
    assert "housing.rent" not in keys(library)
    with library.session() as session:
        assert library.article(session, "housing.rent") is None


def test_a_change_that_is_rolled_back_is_not_counted(loaded: Engine) -> None:
    with Session(loaded) as session:
        before = current_revision(session)
        bump_revision(session)
        session.rollback()
        assert current_revision(session) == before


def test_an_empty_database_has_no_revision(engine: Engine) -> None:
    with Session(engine) as session:
        assert current_revision(session) == 0


def test_the_kept_index_is_used_at_the_next_start(loaded: Engine, tmp_path: Path) -> None:
    file = tmp_path / "cache" / "index.joblib"
    first = Library(loaded, file).rank_articles("je cherche un médecin", {})
    written = file.stat().st_mtime_ns
    assert Library(loaded, file).rank_articles("je cherche un médecin", {}) == first
    assert file.stat().st_mtime_ns == written
    assert file.stat().st_mode & 0o077 == 0, "others may not read or replace it"


def test_a_kept_index_of_other_articles_is_made_anew(loaded: Engine, content: Path, tmp_path: Path) -> None:
    file = tmp_path / "index.joblib"
    Library(loaded, file)
    write_article(content, article("housing.rent", ["louer un appartement"]))
    publish(loaded, lambda session: load_articles(session, content))
    assert "housing.rent" in keys(Library(loaded, file))


@pytest.mark.parametrize("cut", [0, 100], ids=["empty", "cut"])
def test_a_damaged_index_file_is_made_anew(loaded: Engine, tmp_path: Path, cut: int) -> None:
    file = tmp_path / "index.joblib"
    Library(loaded, file)
    file.write_bytes(file.read_bytes()[:cut])
    assert keys(Library(loaded, file)) == {"schooling.no_papers", "health.doctor", "employment.job"}


def test_two_articles_are_enough(loaded: Engine) -> None:
    publish(loaded, set_state("employment.job", "draft"))
    assert keys(Library(loaded)) == {"schooling.no_papers", "health.doctor"}


def test_the_index_is_what_the_database_holds(loaded: Engine) -> None:
    hits = Library(loaded).rank_articles("je cherche un médecin", {})
    assert hits[0].key == "health.doctor"
    assert len(hits) == 3
