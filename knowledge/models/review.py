"""Questions that did not get a good answer, for staff to review."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.models.base import Base, now

UNANSWERED = "unanswered"
LOW_CONFIDENCE = "low_confidence"
"""Choices were offered, and the person took one."""
CHOICES_IGNORED = "choices_ignored"
"""Choices were offered, and the person took none."""
WRONG_ANSWER = "wrong_answer"
THUMBS_DOWN = "thumbs_down"
REASONS = (UNANSWERED, CHOICES_IGNORED, LOW_CONFIDENCE, WRONG_ANSWER, THUMBS_DOWN)

OPEN = "open"
HANDLED = "handled"
"""A sample question or a draft was made from it; the same question asked again is open again."""
DISMISSED = "dismissed"
"""There is nothing to do, also when it is asked again."""
STATES = (OPEN, HANDLED, DISMISSED)

ASSIGN = "assign"
SAMPLE = "sample"
DRAFT = "draft"
DISMISS = "dismiss"
ACTIONS = (ASSIGN, SAMPLE, DRAFT, DISMISS)

LONGEST_QUESTION = 500
"""Characters."""
_KEY = String(80)
"""Of an article."""


class ReviewGroup(Base):
    """Questions that read alike. It goes with the last of them."""

    __tablename__ = "review_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(8))
    """Of the replies."""
    state: Mapped[str] = mapped_column(String(10), default=OPEN, index=True)
    """One of `STATES`."""
    article_key: Mapped[str | None] = mapped_column(_KEY)
    """The article that should answer, as somebody decided."""
    before_id: Mapped[int | None] = mapped_column()
    """The handled group that asks the same; it may be gone since."""
    edition: Mapped[int] = mapped_column(default=1)
    """Counts every change of the row, so that two people who act at once notice each other."""
    entries: Mapped[list["ReviewEntry"]] = relationship(order_by="ReviewEntry.id", passive_deletes=True)
    actions: Mapped[list["ReviewAction"]] = relationship(order_by="ReviewAction.id", passive_deletes=True)

    __mapper_args__ = {"version_id_col": edition}  # noqa: RUF012 - SQLAlchemy's own form


class ReviewEntry(Base):
    """A question of one person that was answered badly or not at all.

    No person, no conversation and no message is stored in it, so "delete my data" cannot find it: it goes with its age.
    """

    __tablename__ = "review_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("review_group.id", ondelete="CASCADE"), index=True)
    """None until it is compared with the others."""
    reason: Mapped[str] = mapped_column(String(30))
    """One of `REASONS`."""
    language: Mapped[str] = mapped_column(String(8))
    """Of the reply."""
    question: Mapped[str] = mapped_column(String(LONGEST_QUESTION))
    """As it was written, masked by `knowledge.review.masked`."""
    article_key: Mapped[str | None] = mapped_column(_KEY)
    """The article that was the answer or was taken among the choices. It may have been deleted since."""
    near_key: Mapped[str | None] = mapped_column(_KEY)
    """The article that search found nearest."""
    topic: Mapped[str | None] = mapped_column(String(40), index=True)
    """Of the answer, else of what was nearest."""
    counts: Mapped[bool] = mapped_column(default=True)
    """False when another entry of the group is the same person's: the true ones are as many as people asked."""
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now, index=True)
    """The day only: a moment would tell which message it was."""


class ReviewAction(Base):
    """What somebody did with a group."""

    __tablename__ = "review_action"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("review_group.id", ondelete="CASCADE"), index=True)
    action: Mapped[str] = mapped_column(String(10))
    """One of `ACTIONS`."""
    user_name: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    article_key: Mapped[str | None] = mapped_column(_KEY)
    """The article it was assigned or added to, or that of the draft."""
    language: Mapped[str | None] = mapped_column(String(8))
    """Of the sample question or draft."""
    text: Mapped[str] = mapped_column(String(LONGEST_QUESTION), default="")
    """The sample question, or in other words why the group was dismissed."""
    why: Mapped[str | None] = mapped_column(String(20))
    """Key of the reason why the group was dismissed."""
    state_before: Mapped[str] = mapped_column(String(10))
    article_before: Mapped[str | None] = mapped_column(_KEY)
    """What the group was before, for undoing."""
    undone_by: Mapped[str | None] = mapped_column(String(60))
    undone_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
