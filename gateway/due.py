"""When a message of the queue is tried again; a clock that somebody sets holds nothing up."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, or_

from gateway.models import Message, now

LONGEST_PAUSE = timedelta(minutes=5)
"""Between two attempts; a due time further away shows that the clock was set back."""


def after(pause: timedelta) -> datetime:
    """The moment after a pause, at most the longest."""
    return now() + min(pause, LONGEST_PAUSE)


def is_due(message: Message) -> bool:
    """True when it may be tried now."""
    return message.due_at is None or not timedelta(0) < aware(message.due_at) - now() <= LONGEST_PAUSE


def due() -> ColumnElement[bool]:
    """The same as a condition of a query."""
    return or_(Message.due_at.is_(None), Message.due_at <= now(), Message.due_at > now() + LONGEST_PAUSE)


def aware(moment: datetime) -> datetime:
    """A moment read from the database; SQLite forgets that it is in UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
