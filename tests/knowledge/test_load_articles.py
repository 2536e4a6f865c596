"""Article files → database; what an administrator changed is never overwritten."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from knowledge.load.article_file import ContentError
from knowledge.load.articles import ArticleLoad, load_articles
from knowledge.models import Article, ArticleSample, ArticleSource, ArticleText
from tests.knowledge.samples import article, small_content, write_article

KEYS = ["employment.job", "health.doctor", "schooling.no_papers"]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return small_content(tmp_path / "content")


def load(engine: Engine, content: Path) -> ArticleLoad:
    with Session(engine) as session, session.begin():
        return load_articles(session, content)


def rows(engine: Engine) -> list[int]:
    with Session(engine) as session:
        tables = (Article, ArticleText, ArticleSample, ArticleSource)
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def title(session: Session, key: str) -> str:
    return session.scalars(select(Article).where(Article.key == key)).one().text_in("fr").title


def change(content: Path, words: str) -> None:
    changed = article("health.doctor", ["je cherche un médecin"])
    changed["languages"]["fr"]["title"] = words
    write_article(content, changed)


def test_everything_in_the_files_is_in_the_database(engine: Engine, content: Path) -> None:
    assert load(engine, content).added == KEYS
    with Session(engine) as session:
        loaded = session.scalars(select(Article).where(Article.key == "schooling.no_papers")).one()
        assert (loaded.topic, loaded.risk, loaded.state, loaded.services) == (
            "schooling",
            "normal",
            "published",
            ["schooling"],
        )
        assert loaded.review_by.isoformat() == "2027-05-31"
        assert loaded.text_in("ar").steps == ["Allez à l'école."]
        assert len(loaded.samples) == 6


def test_an_article_names_its_source_and_year(engine: Engine, content: Path) -> None:
    load(engine, content)
    with Session(engine) as session:
        (source,) = session.scalars(select(Article)).first().sources  # type: ignore[union-attr]
        assert (source.title, source.year, source.locator) == ("example.org (Circulaire 139-18)", "2018", "page 3")
        assert source.url == "https://www.example.org/school"


def test_loading_twice_changes_nothing(engine: Engine, content: Path) -> None:
    load(engine, content)
    before = rows(engine)
    again = load(engine, content)
    assert (again.added, again.updated, again.kept, again.changed) == ([], [], [], False)
    assert rows(engine) == before


def test_a_changed_file_replaces_its_article_only(engine: Engine, content: Path) -> None:
    load(engine, content)
    change(content, "Voir un médecin")
    again = load(engine, content)
    assert (again.added, again.updated, again.kept) == ([], ["health.doctor"], [])
    with Session(engine) as session:
        assert title(session, "health.doctor") == "Voir un médecin"
        assert title(session, "schooling.no_papers") == "L'école sans papiers"
        changed = session.scalars(select(Article).where(Article.key == "health.doctor")).one()
        assert (len(changed.texts), len(changed.samples)) == (3, 3)


def test_what_an_administrator_changed_is_kept_and_reported(engine: Engine, content: Path) -> None:
    load(engine, content)
    with Session(engine) as session, session.begin():
        mine = session.scalars(select(Article).where(Article.key == "health.doctor")).one()
        mine.text_in("fr").title = "Mon titre"
        mine.file_fingerprint = None
    change(content, "Voir un médecin")
    again = load(engine, content)
    assert (again.kept, again.updated, again.changed) == (["health.doctor"], [], False)
    with Session(engine) as session:
        assert title(session, "health.doctor") == "Mon titre"


def test_an_article_made_by_an_administrator_stays(engine: Engine, content: Path) -> None:
    load(engine, content)
    with Session(engine) as session, session.begin():
        own = Article(key="health.own", topic="health", risk="normal", state="draft", as_of="2026")
        own.review_by = session.scalars(select(Article.review_by)).first()  # type: ignore[assignment]
        session.add(own)
    load(engine, content)
    assert rows(engine)[0] == len(KEYS) + 1


def test_an_unknown_fact_is_named_and_nothing_is_loaded(engine: Engine, content: Path) -> None:
    write_article(content, {**article("schooling.other"), "facts": ["schooling.invented"]})
    with pytest.raises(ContentError, match=r"other\.yml: there is no fact schooling\.invented"):
        load(engine, content)
    assert rows(engine) == [0, 0, 0, 0]


def test_one_bad_file_stops_the_whole_load(engine: Engine, content: Path) -> None:
    load(engine, content)
    change(content, "Voir un médecin")
    write_article(content, {**article("schooling.bad"), "risk": "huge"})
    with pytest.raises(ContentError):
        load(engine, content)
    with Session(engine) as session:
        assert title(session, "health.doctor") == "L'école sans papiers"


def remove(content: Path) -> Path:
    return (content / "articles" / "health" / "doctor.yml").rename(content / "doctor.yml")


def state(engine: Engine, key: str) -> str:
    with Session(engine) as session:
        return session.scalars(select(Article.state).where(Article.key == key)).one()


def test_an_article_whose_file_is_gone_is_archived_once(engine: Engine, content: Path) -> None:
    load(engine, content)
    remove(content)
    again = load(engine, content)
    assert (again.archived, again.changed) == (["health.doctor"], True)
    assert state(engine, "health.doctor") == "archived"
    assert not load(engine, content).changed


def test_what_an_administrator_changed_is_not_archived_with_its_file(engine: Engine, content: Path) -> None:
    load(engine, content)
    with Session(engine) as session, session.begin():
        session.scalars(select(Article).where(Article.key == "health.doctor")).one().file_fingerprint = None
    remove(content)
    assert not load(engine, content).changed
    assert state(engine, "health.doctor") == "published"


def test_an_article_whose_file_comes_back_is_published_again(engine: Engine, content: Path) -> None:
    load(engine, content)
    taken = remove(content)
    load(engine, content)
    taken.rename(content / "articles" / "health" / "doctor.yml")
    load(engine, content)
    assert state(engine, "health.doctor") == "published"
