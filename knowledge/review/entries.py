"""Making and deleting the entries of the review queue."""

from datetime import UTC, datetime

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from knowledge.models.review import LONGEST_QUESTION, WRONG_ANSWER, ReviewEntry, ReviewGroup
from knowledge.review.masking import masked
from language.normalise import words


def review_entry(
    reason: str,
    question: str,
    language: str,
    article_key: str | None = None,
    near_key: str | None = None,
    at: datetime | None = None,
) -> ReviewEntry:
    """The entry for a question, masked and only with the day of the moment (in UTC; now if none is given)."""
    about = article_key or near_key
    return ReviewEntry(
        reason=reason,
        language=language,
        question=masked(question)[:LONGEST_QUESTION],
        article_key=article_key,
        near_key=near_key,
        topic=about.partition(".")[0] if about else None,
        created_at=(at or datetime.now(UTC)).replace(hour=0, minute=0, second=0, microsecond=0),
    )


def says_something(question: str) -> bool:
    """True for a question with words in it, false for a number or what is only masked."""
    said = words(masked(question))
    return any(not word.isdigit() for word in said)


def wrong_answer(question: str, language: str, article_key: str | None) -> ReviewEntry:
    """The entry for a question that somebody called answered wrongly."""
    return review_entry(WRONG_ANSWER, question, language, article_key)


def forget_reviews_before(database: Engine, moment: datetime) -> None:
    """Delete the questions that were kept before, and groups of which nothing is left."""
    with Session(database) as session, session.begin():
        session.execute(delete(ReviewEntry).where(ReviewEntry.created_at < moment))
        kept = select(ReviewEntry.group_id).where(ReviewEntry.group_id.is_not(None))
        session.execute(delete(ReviewGroup).where(ReviewGroup.id.not_in(kept)))
