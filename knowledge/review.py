"""Questions kept for review, without what could tell whose they were."""

import re
from datetime import datetime

from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from knowledge.models.review import LONGEST_QUESTION, WRONG_ANSWER, ReviewEntry
from language.normalise import tidy

_MASK = "…"
_PRIVATE = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|(?:[\w-]+\.)+(?:(?:com|org|net|info)\b\S*|[a-z]{2,}/\S+)"
    r"|\S*@\S+"
    r"|\+?\d(?:[\s.()/-]*\d){3,}",
    re.IGNORECASE,
)
"""Addresses of pages and mailboxes, and four or more digits, also with spaces or dashes between them as in a phone
number."""


def wrong_answer(question: str, language: str, article_key: str | None) -> ReviewEntry:
    """The entry for a question that somebody called answered wrongly."""
    return ReviewEntry(reason=WRONG_ANSWER, language=language, question=masked(question), article_key=article_key)


def masked(text: str) -> str:
    """A text without addresses and long numbers, at most 500 characters. Names of people cannot be recognised."""
    return _PRIVATE.sub(_MASK, tidy(text))[:LONGEST_QUESTION]


def forget_reviews_before(database: Engine, moment: datetime) -> None:
    """Delete the questions that were kept before."""
    with Session(database) as session, session.begin():
        session.execute(delete(ReviewEntry).where(ReviewEntry.created_at < moment))
