"""The tables of the statistics: counts per week, in which nobody can be found. They are kept for good."""

from datetime import date

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desk.models import Base

ASSISTANT = "assistant"
HUMAN = "human"


class WeekCount(Base):
    """How many messages of one week were alike in everything that is counted. Empty texts mean "none" or "unknown"."""

    __tablename__ = "week_count"
    __table_args__ = (UniqueConstraint("week", "channel", "language", "kind", "topic", "outcome", "category", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    week: Mapped[date]
    """Its Monday."""
    channel: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(8))
    """Of the reply."""
    kind: Mapped[str] = mapped_column(String(20))
    """Of the reply's trace, or "handoff"."""
    topic: Mapped[str] = mapped_column(String(40))
    outcome: Mapped[str] = mapped_column(String(20))
    """One of `gateway.outcomes`, or `HUMAN`: a conversation that a human answered in that week."""
    category: Mapped[str] = mapped_column(String(40))
    place: Mapped[str] = mapped_column(String(80))
    """Official name of the town or region, as `FoundPlace.canonical_name`."""
    count: Mapped[int]


class ReplyTimeCount(Base):
    """How many messages of one week were answered within a time."""

    __tablename__ = "reply_time_count"
    __table_args__ = (UniqueConstraint("week", "channel", "replier", "within"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    week: Mapped[date]
    """Its Monday."""
    channel: Mapped[str] = mapped_column(String(20))
    replier: Mapped[str] = mapped_column(String(10))
    """`ASSISTANT` or `HUMAN`."""
    within: Mapped[int]
    """Seconds, one of `desk.statistics.tally.TIMES`."""
    count: Mapped[int]


class CollectorPosition(Base):
    """One row: up to which message the log was counted and reviewed."""

    __tablename__ = "collector_position"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int]
