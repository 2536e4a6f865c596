"""Writing articles: nothing that is live changes, nobody overwrites anybody, each no has its reason."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from knowledge.editing.content import content_of
from knowledge.editing.drafts import create_draft, hand_in, restore, save_draft, send_back, start_draft, withdraw
from knowledge.editing.refusals import EditedMeanwhile, Refused
from knowledge.editing.versions import article_row, history, open_version, token_of
from knowledge.models import Article, ArticleVersion
from knowledge.models.article_version import DRAFT, IN_REVIEW, WITHDRAWN
from knowledge.models.base import current_revision
from tests.knowledge.articles import KEY, handed_in, make_live, right_content, saved, with_text


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session on a database in which one article is live."""
    make_live(engine, right_content())
    with Session(engine) as session:
        yield session


def title(version: ArticleVersion) -> str:
    return str(version.content["languages"]["fr"]["title"])


def titled(words: str) -> dict[str, object]:
    return with_text(right_content(), "fr", title=words)


def test_a_draft_leaves_what_is_live_as_it_is(session: Session) -> None:
    version = saved(session, "amina", titled("Un autre titre"))
    article = article_row(session, KEY)
    assert article and content_of(article) == right_content()
    assert current_revision(session) == 0
    assert (version.state, version.created_by, version.authors) == (DRAFT, "amina", ["amina"])
    assert title(version) == "Un autre titre"


def test_history_begins_with_what_was_loaded_from_files(session: Session) -> None:
    saved(session, "amina", titled("Un autre titre"))
    session.commit()
    loaded, draft = history(session, KEY)
    assert (loaded.number, loaded.state, loaded.created_by, title(loaded)) == (
        1,
        "published",
        "",
        "L'école sans papiers",
    )
    assert (draft.number, draft.based_on) == (2, 1)


def test_looking_at_the_history_of_a_loaded_article_writes_nothing(session: Session) -> None:
    (loaded,) = history(session, KEY)
    assert title(loaded) == "L'école sans papiers"
    session.commit()
    assert session.scalar(select(func.count()).select_from(ArticleVersion)) == 0


def test_who_changes_a_draft_becomes_one_of_its_authors_and_who_only_saves_does_not(session: Session) -> None:
    saved(session, "amina", titled("Un"))
    saved(session, "karim", titled("Un"))
    assert saved(session, "amina", titled("Deux")).authors == ["amina"]
    version = saved(session, "karim", titled("Trois"))
    assert (version.authors, version.changed_by, version.number) == (["amina", "karim"], "karim", 2)


def test_the_second_of_two_people_is_not_saved_but_told_who_and_when(session: Session) -> None:
    seen = token_of(session, KEY)
    first = save_draft(session, "amina", KEY, seen, titled("Amina"))
    with pytest.raises(EditedMeanwhile) as meanwhile:
        save_draft(session, "karim", KEY, seen, titled("Karim"))
    assert (meanwhile.value.by, meanwhile.value.at) == ("amina", first.changed_at)
    draft = open_version(session, KEY)
    assert draft and title(draft) == "Amina"


def test_two_who_save_in_the_same_moment_are_noticed_by_the_database(engine: Engine, session: Session) -> None:
    saved(session, "amina", titled("Amina"))
    session.commit()
    with Session(engine) as other:
        there = open_version(other, KEY)
        assert there
        saved(session, "amina", titled("Encore Amina"))
        session.commit()
        there.content = titled("Karim")
        with pytest.raises(Exception, match="expected to update 1 row"):
            other.commit()


def test_an_article_has_one_open_version_even_when_two_begin_at_once(engine: Engine, session: Session) -> None:
    saved(session, "amina", titled("Amina"))
    session.commit()
    with Session(engine) as other:
        second = ArticleVersion(
            article_key=KEY, number=9, state=DRAFT, content={}, authors=[], created_by="karim", changed_by="karim"
        )
        other.add(second)
        with pytest.raises(Exception, match=r"(?i)unique"):
            other.commit()


def test_a_draft_may_be_incomplete_but_is_not_handed_in(session: Session) -> None:
    version = saved(session, "amina", with_text(right_content(), "ar", answer=""))
    with pytest.raises(Refused, match="unfinished"):
        hand_in(session, "amina", KEY, token_of(session, KEY), "")
    assert version.state == DRAFT


def test_saving_what_is_live_begins_no_draft(session: Session) -> None:
    with pytest.raises(Refused, match="nothing_changed"):
        saved(session, "amina", right_content())
    assert open_version(session, KEY) is None


def test_what_says_again_what_is_live_is_not_handed_in(session: Session) -> None:
    saved(session, "amina", titled("Un autre titre"))
    saved(session, "amina", right_content())
    with pytest.raises(Refused, match="nothing_changed"):
        hand_in(session, "amina", KEY, token_of(session, KEY), "")


def test_what_was_handed_in_is_changed_only_after_it_was_sent_back(session: Session) -> None:
    version = handed_in(session, "amina", titled("Un autre titre"))
    assert (version.state, version.submitted_by) == (IN_REVIEW, "amina")
    with pytest.raises(Refused, match="in_review") as refused:
        saved(session, "karim", titled("Karim"))
    assert refused.value.values == {"name": "amina"}
    send_back(session, "karim", KEY, token_of(session, KEY), "Trop long")
    assert (version.state, version.submitted_by, version.comment, version.comment_by) == (
        DRAFT, None, "Trop long", "karim",
    )  # fmt: skip
    assert title(saved(session, "karim", titled("Karim"))) == "Karim"


def test_a_draft_that_was_given_up_stays_in_the_history_and_a_new_one_can_begin(session: Session) -> None:
    saved(session, "amina", titled("Amina"))
    withdraw(session, "amina", KEY, token_of(session, KEY))
    saved(session, "karim", titled("Karim"))
    assert [(v.number, v.state, title(v)) for v in history(session, KEY)[1:]] == [
        (2, WITHDRAWN, "Amina"),
        (3, DRAFT, "Karim"),
    ]


def test_restoring_makes_a_new_draft_of_the_earlier_version(session: Session) -> None:
    saved(session, "amina", titled("Amina"))
    withdraw(session, "amina", KEY, token_of(session, KEY))
    version = restore(session, "karim", KEY, 2)
    assert (version.number, version.state, version.authors, title(version)) == (3, DRAFT, ["karim"], "Amina")


def test_restoring_is_refused_while_somebody_writes_and_for_what_never_was(session: Session) -> None:
    with pytest.raises(Refused, match="no_version"):
        restore(session, "karim", KEY, 7)
    saved(session, "amina", titled("Amina"))
    with pytest.raises(Refused, match="open_already") as refused:
        restore(session, "karim", KEY, 1)
    assert refused.value.values == {"name": "amina"}


def test_a_question_becomes_the_draft_of_a_new_article(session: Session) -> None:
    version = start_draft(session, "amina", "schooling", "fr", " Mon fils peut-il manger à la cantine ? ")
    assert version.article_key.startswith("schooling.")
    assert version.content["languages"]["fr"]["samples"] == ["Mon fils peut-il manger à la cantine ?"]
    assert version.content["languages"]["ar"]["samples"] == []
    assert (version.state, version.number, version.based_on) == (DRAFT, 1, None)
    assert session.scalars(select(Article.key)).all() == [KEY]


def test_the_key_of_a_new_article_can_be_changed_until_it_is_live(session: Session) -> None:
    version = start_draft(session, "amina", "schooling", "ar", "سؤال")
    named = right_content("schooling.canteen")
    saved(session, "amina", named, key=version.article_key)
    assert (version.article_key, version.content["key"]) == ("schooling.canteen", "schooling.canteen")
    with pytest.raises(Refused, match="key_is_permanent"):
        saved(session, "amina", right_content("health.other"), key=KEY)


@pytest.mark.parametrize("taken", [KEY, "schooling.started"])
def test_two_articles_cannot_have_one_key(session: Session, taken: str) -> None:
    saved(session, "amina", right_content("schooling.started"))
    version = start_draft(session, "amina", "schooling", "fr", "la cantine")
    with pytest.raises(Refused, match="key_taken"):
        saved(session, "amina", {**version.content, "key": taken}, key=version.article_key)
    with pytest.raises(Refused, match="key_taken"):
        create_draft(session, "amina", right_content(taken))


def test_nobody_steps_on_a_version_that_is_gone(session: Session) -> None:
    for step in (hand_in, send_back):
        with pytest.raises(Refused, match="no_draft"):
            step(session, "amina", KEY, token_of(session, KEY), "")
    with pytest.raises(Refused, match="no_draft"):
        withdraw(session, "amina", KEY, token_of(session, KEY))
