"""A question that was answered wrongly becomes a sample of the right article, after somebody published it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge.editing.content import content_of
from knowledge.editing.refusals import Refused
from knowledge.editing.samples import add_sample
from knowledge.editing.versions import article_row
from knowledge.models.article_version import DRAFT, IN_REVIEW
from tests.knowledge.articles import KEY, make_live, right_content, saved, with_text


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session on a database in which two articles are live."""
    make_live(engine, right_content(), right_content("schooling.canteen"))
    with Session(engine) as session:
        yield session


def test_a_sample_waits_for_review_and_what_is_live_stays(session: Session) -> None:
    version = add_sample(session, "amina", KEY, "fr", " Où est le docteur ? ")
    assert version.content["languages"]["fr"]["samples"] == ["voir health.doctor", "Où est le docteur ?"]
    assert (version.state, version.submitted_by, version.authors) == (IN_REVIEW, "amina", ["amina"])
    article = article_row(session, KEY)
    assert article and content_of(article) == right_content()


def test_further_samples_go_into_the_version_that_is_open(session: Session) -> None:
    first = add_sample(session, "amina", KEY, "fr", "Où est le docteur ?")
    second = add_sample(session, "karim", KEY, "ar", "أين الطبيب؟")
    assert second is first
    assert first.authors == ["amina", "karim"]
    assert first.content["languages"]["ar"]["samples"] == ["voir health.doctor", "أين الطبيب؟"]


def test_a_draft_somebody_writes_stays_a_draft_and_keeps_its_texts(session: Session) -> None:
    saved(session, "amina", with_text(right_content(), "fr", title="Mon titre"))
    version = add_sample(session, "karim", KEY, "fr", "Où est le docteur ?")
    assert (version.state, version.content["languages"]["fr"]["title"]) == (DRAFT, "Mon titre")


@pytest.mark.parametrize("text", ["voir health.doctor", "VOIR  health doctor !", "Vóir health.doctor"])
def test_a_sample_the_article_has_already_is_refused(session: Session, text: str) -> None:
    with pytest.raises(Refused, match="sample_twice"):
        add_sample(session, "amina", KEY, "fr", text)


def test_a_sample_of_another_article_is_refused_with_its_key(session: Session) -> None:
    with pytest.raises(Refused, match="sample_elsewhere") as refused:
        add_sample(session, "amina", KEY, "en", "Voir schooling, canteen?")
    assert refused.value.values["article"] == "schooling.canteen"


def test_an_empty_sample_and_an_unknown_article_are_refused(session: Session) -> None:
    with pytest.raises(Refused, match="sample_empty"):
        add_sample(session, "amina", KEY, "fr", "  ")
    with pytest.raises(Refused, match="no_article"):
        add_sample(session, "amina", "health.never", "fr", "Où ?")


def test_the_draft_of_a_new_article_takes_samples_too(session: Session) -> None:
    saved(session, "amina", right_content("health.new"))
    version = add_sample(session, "karim", "health.new", "fr", "Où est le docteur ?")
    assert version.content["languages"]["fr"]["samples"][-1] == "Où est le docteur ?"
