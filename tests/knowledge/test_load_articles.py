"""Article files → database; what an administrator changed is never overwritten."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from knowledge.load.article_file import ContentError
from knowledge.load.articles import ArticleLoad, Conflict, load_articles
from knowledge.models import Article, ArticleSample, ArticleSource, ArticleText
from tests.knowledge.samples import FACT, article, small_content, write, write_article

KEYS = ["employment.job", "health.doctor", "schooling.no_papers"]
KEY = "health.doctor"
SAMPLES = ["je cherche un médecin", "voir un docteur à l'hôpital"]

Edit = Callable[[Article], object]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return small_content(tmp_path / "content")


@pytest.fixture
def loaded(engine: Engine, content: Path) -> Engine:
    load(engine, content)
    return engine


def load(engine: Engine, content: Path) -> ArticleLoad:
    with Session(engine) as session, session.begin():
        return load_articles(session, content)


def rows(engine: Engine) -> list[int]:
    with Session(engine) as session:
        tables = (Article, ArticleText, ArticleSample, ArticleSource)
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def article_in(session: Session, key: str) -> Article:
    return session.scalars(select(Article).where(Article.key == key)).one()


def title(engine: Engine, key: str = KEY) -> str:
    with Session(engine) as session:
        return article_in(session, key).text_in("fr").title


def edit(engine: Engine, change: Edit, key: str = KEY) -> None:
    with Session(engine) as session, session.begin():
        change(article_in(session, key))


def set_title(words: str) -> Edit:
    return lambda article: setattr(article.text_in("fr"), "title", words)


def change_file(content: Path, words: str) -> None:
    changed = article(KEY, SAMPLES)
    changed["languages"]["fr"]["title"] = words
    write_article(content, changed)


def test_everything_in_the_files_is_in_the_database(engine: Engine, content: Path) -> None:
    assert load(engine, content).added == KEYS
    with Session(engine) as session:
        loaded = article_in(session, "schooling.no_papers")
        assert (loaded.topic, loaded.risk, loaded.state) == ("schooling", "normal", "published")
        assert loaded.services == ["schooling"]
        assert loaded.review_by.isoformat() == "2027-05-31"
        assert loaded.text_in("ar").steps == ["Allez à l'école."]
        assert len(loaded.samples) == 6


def test_an_article_names_its_source_and_year(loaded: Engine) -> None:
    with Session(loaded) as session:
        (source,) = article_in(session, KEY).sources
        assert (source.title, source.year, source.locator) == ("example.org (Circulaire 139-18)", "2018", "page 3")
        assert source.url == "https://www.example.org/school"


def test_an_article_may_have_sources_of_its_own(engine: Engine, content: Path) -> None:
    fact = FACT["id"]
    sources = [{"title": "Loi 02-03", "year": "2003"}, {"title": "Bulletin officiel", "year": "2018", "fact": fact}]
    write_article(content, {**article(KEY, SAMPLES), "sources": sources})
    load(engine, content)
    with Session(engine) as session:
        found = [(source.title, source.fact, source.url) for source in article_in(session, KEY).sources]
        assert found == [("Bulletin officiel", fact, None), ("Loi 02-03", None, None)]


def test_loading_twice_changes_nothing(loaded: Engine, content: Path) -> None:
    before = rows(loaded)
    again = load(loaded, content)
    assert (again.added, again.updated, again.conflicts, again.archived, again.changed) == ([], [], [], [], False)
    assert rows(loaded) == before


def test_a_changed_file_replaces_its_article_only(loaded: Engine, content: Path) -> None:
    change_file(content, "Voir un médecin")
    again = load(loaded, content)
    assert (again.added, again.updated, again.conflicts) == ([], [KEY], [])
    assert title(loaded) == "Voir un médecin"
    assert title(loaded, "schooling.no_papers") == "L'école sans papiers"
    assert rows(loaded) == [3, 9, 18, 3]


def test_a_file_is_replaced_again_and_again(loaded: Engine, content: Path) -> None:
    for words in ("Un", "Deux", "Trois"):
        change_file(content, words)
        assert load(loaded, content).updated == [KEY]
    assert title(loaded) == "Trois"


def test_a_corrected_source_of_a_fact_reaches_its_articles(loaded: Engine, content: Path) -> None:
    write(content / "facts.yml", [{**FACT, "source_locator": "page 4"}])
    assert load(loaded, content).updated == KEYS
    with Session(loaded) as session:
        assert article_in(session, KEY).sources[0].locator == "page 4"


EDITS: list[tuple[str, Edit]] = [
    ("fr.title", set_title("Mon titre")),
    ("risk", lambda article: setattr(article, "risk", "high")),
    ("state", lambda article: setattr(article, "state", "archived")),
    ("as_of", lambda article: setattr(article, "as_of", "2020")),
    ("review_by", lambda article: setattr(article, "review_by", date(2028, 1, 1))),
    ("verified_on", lambda article: setattr(article, "verified_on", date(2026, 10, 1))),
    ("verified_by", lambda article: setattr(article, "verified_by", "GADEM")),
    ("services", lambda article: setattr(article, "services", ["health"])),
    ("related", lambda article: setattr(article, "related", ["employment.job"])),
    ("sources", lambda article: setattr(article.sources[0], "year", "2020")),
    ("sources", lambda article: article.sources.append(ArticleSource(position=9, title="Loi", year="2003"))),
    ("ar.steps", lambda article: setattr(article.text_in("ar"), "steps", [])),
    ("ar.samples", lambda article: article.samples.append(ArticleSample(language="ar", text="طبيب"))),
    ("ar.samples", lambda article: article.samples.pop(0)),
]


@pytest.mark.parametrize(("where", "change"), EDITS, ids=[f"{where}-{n}" for n, (where, _) in enumerate(EDITS)])
def test_whatever_an_administrator_changes_is_kept_and_a_conflict_is_reported(
    loaded: Engine, content: Path, where: str, change: Edit
) -> None:
    edit(loaded, change)
    assert not load(loaded, content).conflicts, "the file is as it was"
    kept = rows(loaded)
    write_article(content, {**article(KEY, SAMPLES), "related": ["schooling.no_papers"]})
    again = load(loaded, content)
    assert again.conflicts == [Conflict(KEY, sorted({where, "related"}))]
    assert (again.updated, again.changed) == ([], False)
    assert rows(loaded) == kept


def test_the_kept_text_is_the_administrators(loaded: Engine, content: Path) -> None:
    edit(loaded, set_title("Mon titre"))
    change_file(content, "Voir un médecin")
    load(loaded, content)
    assert title(loaded) == "Mon titre"


def test_a_conflict_is_reported_until_the_texts_agree(loaded: Engine, content: Path) -> None:
    edit(loaded, set_title("Mon titre"))
    change_file(content, "Voir un médecin")
    assert load(loaded, content).conflicts == load(loaded, content).conflicts == [Conflict(KEY, ["fr.title"])]
    edit(loaded, set_title("Voir un médecin"))
    assert not load(loaded, content).conflicts
    change_file(content, "Encore un titre")
    assert load(loaded, content).updated == [KEY], "the article counts as unedited again"


def test_taking_an_edit_back_makes_the_article_follow_its_file_again(loaded: Engine, content: Path) -> None:
    edit(loaded, set_title("Mon titre"))
    edit(loaded, set_title("L'école sans papiers"))
    change_file(content, "Voir un médecin")
    assert load(loaded, content).updated == [KEY]


def test_spaces_line_breaks_of_a_browser_and_the_order_of_samples_are_no_edit(loaded: Engine, content: Path) -> None:
    edit(loaded, set_title(" L'école sans papiers\r\n"))
    edit(loaded, lambda article: setattr(article, "samples", [
        ArticleSample(language=sample.language, text=sample.text) for sample in reversed(article.samples)
    ]))  # fmt: skip
    change_file(content, "Voir un médecin")
    assert load(loaded, content).updated == [KEY]


def make_own(engine: Engine, key: str) -> None:
    with Session(engine) as session, session.begin():
        own = Article(key=key, topic="health", risk="normal", state="draft", as_of="2026", review_by=date(2027, 1, 1))
        session.add(own)


def test_an_article_made_by_an_administrator_stays(loaded: Engine, content: Path) -> None:
    make_own(loaded, "health.own")
    assert not load(loaded, content).changed
    assert rows(loaded)[0] == len(KEYS) + 1


def test_a_file_for_an_article_made_by_an_administrator_is_a_conflict(loaded: Engine, content: Path) -> None:
    make_own(loaded, "health.own")
    write_article(content, article("health.own"))
    assert [conflict.key for conflict in load(loaded, content).conflicts] == ["health.own"]


def test_an_article_loaded_by_an_older_version_follows_its_file(loaded: Engine, content: Path) -> None:
    edit(loaded, lambda article: setattr(article, "loaded_fingerprint", None))
    change_file(content, "Voir un médecin")
    assert load(loaded, content).updated == [KEY]


def test_an_unknown_fact_is_named_and_nothing_is_loaded(engine: Engine, content: Path) -> None:
    write_article(content, {**article("schooling.other"), "facts": ["schooling.invented"]})
    with pytest.raises(ContentError, match=r"other\.yml:\d+: there is no fact schooling\.invented"):
        load(engine, content)
    assert rows(engine) == [0, 0, 0, 0]


def test_one_bad_file_stops_the_whole_load(loaded: Engine, content: Path) -> None:
    change_file(content, "Voir un médecin")
    write_article(content, {**article("schooling.bad"), "risk": "huge"})
    with pytest.raises(ContentError):
        load(loaded, content)
    assert title(loaded) == "L'école sans papiers"


def remove(content: Path) -> Path:
    return (content / "articles" / "health" / "doctor.yml").rename(content.parent / "doctor.yml")


def state(engine: Engine) -> str:
    with Session(engine) as session:
        return article_in(session, KEY).state


def test_an_article_whose_file_is_gone_is_archived_once(loaded: Engine, content: Path) -> None:
    remove(content)
    again = load(loaded, content)
    assert (again.archived, again.changed) == ([KEY], True)
    assert state(loaded) == "archived"
    assert not load(loaded, content).changed


def test_what_an_administrator_changed_is_not_archived_with_its_file(loaded: Engine, content: Path) -> None:
    edit(loaded, set_title("Mon titre"))
    remove(content)
    assert not load(loaded, content).changed
    assert state(loaded) == "published"


def test_an_article_whose_file_comes_back_is_published_again(loaded: Engine, content: Path) -> None:
    taken = remove(content)
    load(loaded, content)
    taken.rename(content / "articles" / "health" / "doctor.yml")
    assert load(loaded, content).updated == [KEY]
    assert state(loaded) == "published"


def test_an_archived_article_that_was_published_again_by_hand_stays(loaded: Engine, content: Path) -> None:
    remove(content)
    load(loaded, content)
    edit(loaded, lambda article: setattr(article, "state", "published"))
    assert not load(loaded, content).changed
    assert state(loaded) == "published"
