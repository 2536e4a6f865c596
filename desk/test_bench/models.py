"""Tables of the test bench: conversations with the assistant, the regression set, its runs and their results."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desk.models import Base, now

BENCH = "bench"
FORM = "form"
IMPORT = "import"
SOURCES = (BENCH, FORM, IMPORT)
"""Where a question of the set comes from: judged at the bench, typed in, or read from a file."""

RUNNING = "running"
DONE = "done"
STOPPED = "stopped"
"""Somebody stopped it."""
FAILED = "failed"
"""The engine did not answer."""
LOST = "lost"
"""The process that ran it ended."""


class TrialConversation(Base):
    """A conversation of staff with the engine. What was said in it is kept nowhere."""

    __tablename__ = "trial_conversation"

    engine_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    """Under what name the engine knows it."""
    language: Mapped[str | None] = mapped_column(String(8))
    """Of the last answer."""
    language_chosen: Mapped[bool] = mapped_column(default=False)
    used_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now, index=True)


class RegressionQuestion(Base):
    """A message of which it is known what is right, see `reply.gold.Gold`."""

    __tablename__ = "regression_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """Of the text, however it is spaced and capitalised: no message is in the set twice."""
    text: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(String(80), default="")
    """The id that a file gave it."""
    variety: Mapped[str | None] = mapped_column(String(40))
    language: Mapped[str | None] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(20), index=True)
    """One of `reply.gold.KINDS`."""
    article: Mapped[str | None] = mapped_column(String(80), index=True)
    also: Mapped[list[str]] = mapped_column(JSON, default=list)
    category: Mapped[str | None] = mapped_column(String(80))
    place: Mapped[str | None] = mapped_column(String(80))
    look_alike: Mapped[bool] = mapped_column(default=False)
    danger: Mapped[str | None] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(10))
    """One of `SOURCES`."""
    added_by: Mapped[str] = mapped_column(String(60))
    added_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    changed_by: Mapped[str] = mapped_column(String(60))
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    version: Mapped[int] = mapped_column(default=1)
    """Counts the changes."""


class RegressionRun(Base):
    """All questions of the set, asked once."""

    __tablename__ = "regression_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    started_by: Mapped[str] = mapped_column(String(60))
    started_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    state: Mapped[str] = mapped_column(String(10), default=RUNNING)
    """RUNNING, DONE, STOPPED, FAILED or LOST."""
    active: Mapped[bool | None] = mapped_column(unique=True)
    """True while it runs, else None: the database lets only one run at a time."""
    beat_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    """When the process that runs it last said that it lives."""
    stop_wanted: Mapped[bool] = mapped_column(default=False)
    total: Mapped[int] = mapped_column(default=0)
    """How many questions it asks."""

    results: Mapped[list["RegressionResult"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class RegressionResult(Base):
    """What one question got in one run. Question and run may change or go later: it keeps what it was judged by."""

    __tablename__ = "regression_result"
    __table_args__ = (UniqueConstraint("run_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("regression_run.id", ondelete="CASCADE"))
    question_id: Mapped[int] = mapped_column(index=True)
    """Of a question that may be deleted by now."""
    verdict: Mapped[str] = mapped_column(String(10))
    """See `reply.judging`; "failed" when there was no answer."""
    expected: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The row of `reply.gold`."""
    got: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """See `reply.judging.judged`, without the reply's words; empty when there was no answer."""
