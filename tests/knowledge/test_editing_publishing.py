"""Publishing and archiving: what is live is what two people wanted, at once, and no load takes it back."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge import full_text
from knowledge.changes import announce_articles
from knowledge.editing.content import Content, content_of
from knowledge.editing.drafts import restore
from knowledge.editing.publishing import archive, publish
from knowledge.editing.refusals import EditedMeanwhile, Refused
from knowledge.editing.versions import article_row, history, open_version, token_of
from knowledge.exchange.article_export import export_articles
from knowledge.library import Library
from knowledge.load.articles import is_edited, load_articles
from knowledge.models.base import current_revision
from tests.knowledge.articles import KEY, handed_in, make_live, published, right_content, saved, with_text
from tests.knowledge.samples import article, small_content, write

FACT = {
    "id": "schooling.all_children_any_status",
    "risk": "normal",
    "source_url": "https://www.example.org/school",
    "as_of": "2018",
    "source_locator": "page 3",
}
SECONDS_UNTIL_LIVE = 5.0
HIGH = right_content(risk="high")


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session on a database in which one article is live."""
    make_live(engine, right_content())
    with Session(engine) as session:
        yield session


def titled(words: str, content: Content | None = None) -> Content:
    return with_text(content or right_content(), "fr", title=words)


def live(session: Session, key: str = KEY) -> Content:
    row = article_row(session, key)
    assert row
    return content_of(row)


def test_publishing_changes_the_live_article_and_tells_readers(session: Session) -> None:
    version = published(
        session, "amina", "karim", titled("Les dents", with_text(right_content(), "ar", steps=["اذهبوا"]))
    )
    assert live(session) == version.content
    assert version.content["languages"]["fr"]["title"] == "Les dents"
    assert version.content["languages"]["ar"]["steps"] == ["اذهبوا"]
    assert (version.state, version.published_by) == ("published", "karim")
    assert current_revision(session) == 1
    assert [found.owner for found in full_text.find(session, full_text.ARTICLE, "dents")] == [KEY]


def test_a_new_article_is_made_by_publishing(session: Session) -> None:
    published(session, "amina", "karim", right_content("schooling.canteen"))
    row = article_row(session, "schooling.canteen")
    assert row and row.state == "published"
    assert live(session, "schooling.canteen") == right_content("schooling.canteen")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_running_assistant_answers_a_new_article_within_five_seconds(engine: Engine, tmp_path: Path) -> None:
    with Session(engine) as session, session.begin():
        load_articles(session, small_content(tmp_path / "content"))
        announce_articles(session)
    library = Library(engine)
    content = with_text(right_content("health.teeth"), "fr", samples=["j'ai mal aux dents", "un dentiste"])
    with Session(engine) as session, session.begin():
        published(session, "amina", "karim", content)
    deadline = time.monotonic() + SECONDS_UNTIL_LIVE
    while library.rank_articles("j'ai mal aux dents", {})[0].key != "health.teeth":
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_version_that_was_live_is_replaced_and_stays_in_the_history(session: Session) -> None:
    published(session, "amina", "karim", titled("Un"))
    published(session, "amina", "karim", titled("Deux"))
    assert [(version.number, version.state) for version in history(session, KEY)] == [
        (1, "replaced"), (2, "replaced"), (3, "published"),
    ]  # fmt: skip


def test_only_what_was_handed_in_is_published(session: Session) -> None:
    saved(session, "amina", titled("Un"))
    with pytest.raises(Refused, match="not_handed_in"):
        publish(session, "karim", KEY, token_of(session, KEY))


def test_what_changed_after_the_publisher_looked_is_not_published(session: Session) -> None:
    seen = token_of(session, KEY)
    handed_in(session, "amina", titled("Un"))
    with pytest.raises(EditedMeanwhile):
        publish(session, "karim", KEY, seen)


def test_what_became_wrong_since_it_was_handed_in_is_not_published(session: Session) -> None:
    handed_in(session, "amina", titled("Un"))
    published(session, "amina", "karim", right_content("schooling.canteen"))
    version = open_version(session, KEY)
    assert version
    version.content = {**version.content, "related": ["schooling.gone"]}
    with pytest.raises(Refused, match="unfinished"):
        publish(session, "karim", KEY, token_of(session, KEY))


@pytest.mark.parametrize(
    ("before", "after"),
    [(right_content(), HIGH), (HIGH, titled("Un", HIGH)), (HIGH, right_content())],
    ids=["becomes high", "is high", "was high"],
)
def test_of_high_risk_nobody_publishes_what_they_wrote(engine: Engine, before: Content, after: Content) -> None:
    make_live(engine, before)
    with Session(engine) as session:
        handed_in(session, "amina", after)
        with pytest.raises(Refused, match="two_people") as refused:
            publish(session, "amina", KEY, token_of(session, KEY))
        assert refused.value.values == {"name": "amina"}
        assert publish(session, "karim", KEY, token_of(session, KEY)).state == "published"


def test_of_high_risk_whoever_changed_a_single_word_counts_as_author(session: Session) -> None:
    saved(session, "amina", HIGH)
    handed_in(session, "karim", titled("Un mot", HIGH))
    for author in ("amina", "karim"):
        with pytest.raises(Refused, match="two_people"):
            publish(session, author, KEY, token_of(session, KEY))


def test_an_administrator_may_publish_what_they_wrote_themselves_when_the_risk_is_not_high(session: Session) -> None:
    assert published(session, "karim", "karim", titled("Un", right_content(risk="medium"))).state == "published"


def test_an_archived_article_is_not_found_any_more_and_comes_back_by_restoring(session: Session) -> None:
    published(session, "amina", "karim", titled("Les dents"))
    version = archive(session, "karim", KEY, token_of(session, KEY), "La loi a changé")
    row = article_row(session, KEY)
    assert row and row.state == "archived"
    assert full_text.find(session, full_text.ARTICLE, "dents") == []
    assert (version.state, version.published_by, version.comment) == ("archived", "karim", "La loi a changé")
    assert [v.state for v in history(session, KEY)] == ["replaced", "replaced", "archived"]
    with pytest.raises(Refused, match="not_live"):
        archive(session, "karim", KEY, token_of(session, KEY), "")
    content = restore(session, "amina", KEY, version.number).content
    assert published(session, "amina", "karim", content).state == "published"
    assert article_row(session, KEY).state == "published"  # type: ignore[union-attr]
    assert [v.state for v in history(session, KEY)] == ["replaced", "replaced", "replaced", "published"]


def content_folder(folder: Path) -> Path:
    small_content(folder)
    write(folder / "facts.yml", [FACT])
    for path in (folder / "articles").rglob("*.yml"):
        write(path, {**article(f"{path.parent.name}.{path.stem}"), "facts": [FACT["id"]]})
    return folder


def test_a_load_keeps_what_was_published_at_the_desk_and_an_export_writes_it(engine: Engine, tmp_path: Path) -> None:
    folder = content_folder(tmp_path / "content")
    with Session(engine) as session, session.begin():
        load_articles(session, folder)
    with Session(engine) as session, session.begin():
        row = article_row(session, KEY)
        assert row
        published(session, "amina", "karim", titled("Les dents", content_of(row)))
        published(session, "amina", "karim", right_content("health.teeth"))
    with Session(engine) as session, session.begin():
        row = article_row(session, KEY)
        assert row and is_edited(row)
        loaded = load_articles(session, folder)
        assert (loaded.changed, loaded.conflicts) == (False, [])
        result = export_articles(session, folder)
    assert result.refused == {}
    assert sorted(path.stem for path in result.written) == ["doctor", "teeth"]
    assert "title: Les dents" in (folder / "articles" / "health" / "doctor.yml").read_text(encoding="utf-8")


def test_what_a_later_load_brought_stands_in_the_history_too(engine: Engine, tmp_path: Path) -> None:
    folder = content_folder(tmp_path / "content")
    with Session(engine) as session, session.begin():
        load_articles(session, folder)
        saved(session, "amina", titled("Les dents", live(session)))
    changed: dict[str, Any] = {**article(KEY), "facts": [FACT["id"]], "services": ["health"]}
    write(folder / "articles" / "health" / "doctor.yml", changed)
    with Session(engine) as session, session.begin():
        assert load_articles(session, folder).updated == [KEY]
        shown = [(v.number, v.created_by, v.content["services"]) for v in history(session, KEY)]
        assert shown == [(1, "", ["schooling"]), (2, "amina", ["schooling"]), (3, "", ["health"])]
