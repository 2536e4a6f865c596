"""Conversations as the desk lists them: without a word of what was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, case, func, or_, select
from sqlalchemy.orm import Session

from gateway.due import aware
from gateway.handoff.window import WINDOW, is_persons_message
from gateway.models import (
    HUMAN_THERE,
    HUMAN_WANTED,
    NO_HUMAN,
    OUTBOUND,
    REPLY,
    Conversation,
    Message,
)

_LOOK_BACK = 1000
"""So many of the last messages show which conversations are recent."""


@dataclass(frozen=True)
class Card:
    """One conversation."""

    number: int
    channel: str
    language: str | None
    topic: str | None
    handoff: str | None
    """See `gateway.models.Conversation.handoff`."""
    since: datetime | None
    """Since when it is so."""
    staff_id: int | None
    staff_name: str
    last_at: datetime | None
    """When something was last said."""
    writable_until: datetime | None
    """Until when a channel with a window takes our messages, counted from the person's last one."""
    unread: int
    """Messages of the person that whoever has it has not seen; 0 when nobody is expected to."""
    danger: bool
    """True when one of those was answered as danger."""


def waiting(session: Session) -> list[Card]:
    """Who waits for a human, the longest waiting first."""
    wanted = select(Conversation).where(Conversation.handoff == HUMAN_WANTED)
    return _cards(session, wanted.order_by(Conversation.handoff_at, Conversation.id))


def held(session: Session) -> list[Card]:
    """The conversations that humans have, the one they took last first."""
    there = select(Conversation).where(Conversation.handoff == HUMAN_THERE)
    return _cards(session, there.order_by(Conversation.handoff_at.desc(), Conversation.id))


def recent(session: Session, most: int) -> list[Card]:
    """The other conversations in which something was said last, tests left out, the newest first."""
    last = select(Message.id, Message.conversation_id).order_by(Message.id.desc()).limit(_LOOK_BACK).subquery()
    newest = func.max(last.c.id).label("newest")
    numbers = select(last.c.conversation_id, newest).group_by(last.c.conversation_id).subquery()
    others = or_(Conversation.handoff.is_(None), Conversation.handoff.not_in((HUMAN_WANTED, HUMAN_THERE, NO_HUMAN)))
    query = select(Conversation).join(numbers, numbers.c.conversation_id == Conversation.id)
    return _cards(session, query.where(others, ~Conversation.ends).order_by(numbers.c.newest.desc()).limit(most))


def card_of(session: Session, number: int) -> Card | None:
    """One conversation; None when it is gone, ends, or is a test's."""
    query = select(Conversation).where(Conversation.id == number, ~Conversation.ends)
    return next(iter(_cards(session, query.where(Conversation.handoff.is_distinct_from(NO_HUMAN)))), None)


def _cards(session: Session, query: Select[Conversation]) -> list[Card]:
    conversations = session.scalars(query).all()
    numbers = [conversation.id for conversation in conversations]
    figures = {row.conversation_id: row for row in session.execute(_figures(numbers))}
    dangers = _dangers(session, numbers)
    return [_card(each, figures.get(each.id), each.id in dangers) for each in conversations]


def _figures(numbers: Sequence[int]) -> Select[int, datetime, datetime, int]:
    """Per conversation: the last message, the person's last one, how many of theirs are not read."""
    persons = is_persons_message()
    return (
        select(
            Message.conversation_id,
            func.max(Message.created_at).label("last_at"),
            func.max(case((persons, Message.created_at))).label("heard_at"),
            func.count(case((persons & (Message.id > func.coalesce(Conversation.read_id, 0)), 1))).label("unread"),
        )
        .join(Conversation)
        .where(Message.conversation_id.in_(numbers))
        .group_by(Message.conversation_id)
    )


def _dangers(session: Session, numbers: Sequence[int]) -> set[int]:
    """Where something urgent was answered that whoever has it has not seen."""
    replies = (
        select(Message.conversation_id, Message.reply)
        .join(Conversation)
        .where(
            Message.conversation_id.in_(numbers),
            Conversation.handoff.in_((HUMAN_WANTED, HUMAN_THERE)),
            Message.direction == OUTBOUND,
            Message.kind == REPLY,
            Message.id > func.coalesce(Conversation.read_id, 0),
        )
    )
    return {number for number, reply in session.execute(replies) if reply and reply.get("urgent")}


def _card(conversation: Conversation, figures: Row[int, datetime, datetime, int] | None, danger: bool) -> Card:
    expected = conversation.handoff in (HUMAN_WANTED, HUMAN_THERE)
    heard_at = figures.heard_at if figures else None
    return Card(
        number=conversation.id,
        channel=conversation.channel,
        language=conversation.language,
        topic=conversation.topic,
        handoff=conversation.handoff,
        since=conversation.handoff_at and aware(conversation.handoff_at),
        staff_id=conversation.staff_id,
        staff_name=conversation.staff_name or "",
        last_at=aware(figures.last_at) if figures else None,
        writable_until=aware(heard_at) + WINDOW if heard_at else None,
        unread=figures.unread if figures and expected else 0,
        danger=danger,
    )
