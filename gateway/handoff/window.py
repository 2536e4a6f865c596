"""How long a channel such as WhatsApp takes our messages after the person's last one."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from gateway.due import aware
from gateway.models import INBOUND, Message, now

WINDOW = timedelta(hours=24)
_NO_MESSAGES = ("reaction", "edit", "revocation")
"""Kinds of what comes in and says nothing new."""


def is_persons_message() -> ColumnElement[bool]:
    """A condition: the person has written, spoken or sent something."""
    return (Message.direction == INBOUND) & Message.kind.not_in(_NO_MESSAGES)


def window_end(session: Session, conversation_id: int) -> datetime | None:
    """Until when we may write; None when the person has not written as far as we still know.

    It counts from when the message arrived here: one that came late lets us believe in a later end.
    """
    last = select(func.max(Message.created_at)).where(Message.conversation_id == conversation_id, is_persons_message())
    moment = session.scalar(last)
    return aware(moment) + WINDOW if moment else None


def is_window_over(session: Session, conversation_id: int) -> bool:
    """True when the channel would refuse a message now."""
    end = window_end(session, conversation_id)
    return end is None or end <= now()
