"""The tables of the inbox: when the desk is open, under what names staff write, and prepared answers."""

from datetime import datetime

from sqlalchemy import JSON, DateTime, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from desk.models import Base, now

ONLY = 1
"""Id of the only row of `InboxSettings`."""


class InboxSettings(Base):
    """When somebody reads, and how long the assistant is silent. One row; none: nobody has set anything."""

    __tablename__ = "inbox_settings"

    id: Mapped[int] = mapped_column(primary_key=True, default=ONLY)
    hours: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    """Weekday as in iCalendar, opening and closing time in Morocco: ["MO", "09:00", "12:30"]. Empty: not staffed."""
    closed_days: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Dates such as "2026-12-24" on which nobody reads whatever the weekday."""
    patience: Mapped[int] = mapped_column()
    """After so many minutes without a sign of the human, the assistant comes back."""
    version: Mapped[int] = mapped_column(default=1)
    changed_by: Mapped[str] = mapped_column(String(60))
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)


class ShownName(Base):
    """The name that a user has chosen to show to the people they write to."""

    __tablename__ = "shown_name"

    user_id: Mapped[int] = mapped_column(ForeignKey("desk_user.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))


class CannedAnswer(Base):
    """A text that staff can take and change instead of writing it each time."""

    __tablename__ = "canned_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    """What staff choose it by."""
    texts: Mapped[dict[str, str]] = mapped_column(JSON)
    """Language → text; at least one."""
    version: Mapped[int] = mapped_column(default=1)
    changed_by: Mapped[str] = mapped_column(String(60))
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
