"""What people said about answers, for staff to review."""

from datetime import datetime

from sqlalchemy import DateTime, String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import Base, now

WRONG_ANSWER = "wrong_answer"
LONGEST_QUESTION = 500
"""Characters."""


class ReviewEntry(Base):
    """A question whose answer a person called wrong.

    No person and no conversation is stored in it, so "delete my data" cannot find it: it goes with its age.
    """

    __tablename__ = "review_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(String(30))
    """WRONG_ANSWER."""
    language: Mapped[str] = mapped_column(String(8))
    """Of the reply."""
    question: Mapped[str] = mapped_column(String(LONGEST_QUESTION))
    """As it was written, masked by `knowledge.review.masked`."""
    article_key: Mapped[str | None] = mapped_column(String(80))
    """The article that was wrong; None when no article was answered. It may have been deleted since."""
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now, index=True)
