"""Articles of the database as editors find them."""

from copy import deepcopy
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge.editing.content import Content, blank_content
from knowledge.editing.drafts import create_draft, hand_in, save_draft
from knowledge.editing.publishing import publish
from knowledge.editing.versions import NEW, token_of
from knowledge.load.articles import article_from
from knowledge.models import ArticleVersion
from tests.knowledge.samples import TEXT

KEY = "health.doctor"
SOURCE = {"title": "Loi 02-03", "year": "2003"}


def right_content(key: str = KEY, **fields: Any) -> Content:
    """A content that may be published. Its sample says its key, so that no two articles share one."""
    text = {**TEXT, "samples": [f"voir {key}"]}
    languages = {language: deepcopy(text) for language in ("fr", "ar", "en")}
    content = {**blank_content(key), "as_of": "2018", "review_by": "2027-05-31", "sources": [SOURCE]}
    return {**content, "languages": languages, **deepcopy(fields)}


def with_text(content: Content, language: str, **texts: Any) -> Content:
    """The content with other texts in one language."""
    changed = deepcopy(content)
    changed["languages"][language] |= texts
    return changed


def make_live(engine: Engine, *contents: Content) -> None:
    """Published articles that no version holds yet, as a load leaves them."""
    with Session(engine) as session, session.begin():
        session.add_all(article_from(content) for content in contents)


def saved(session: Session, user_name: str, content: Content, key: str = "") -> ArticleVersion:
    """What `user_name` writes, saved."""
    key = key or content["key"]
    if token_of(session, key) == NEW:
        return create_draft(session, user_name, content)
    return save_draft(session, user_name, key, token_of(session, key), content)


def handed_in(session: Session, user_name: str, content: Content) -> ArticleVersion:
    """The same, and handed in."""
    saved(session, user_name, content)
    return hand_in(session, user_name, content["key"], token_of(session, content["key"]), "")


def published(session: Session, writer: str, publisher: str, content: Content) -> ArticleVersion:
    """The same, and published by somebody."""
    handed_in(session, writer, content)
    return publish(session, publisher, content["key"], token_of(session, content["key"]))
