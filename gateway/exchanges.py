"""The message log read for counting and reviewing: what people wrote, and what was replied."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session, aliased

from gateway.models import INBOUND, NO_HUMAN, OUTBOUND, REPLY, Conversation, Message
from reply import Reply

TAKEN_WITHIN = timedelta(minutes=30)
"""So long after a reply a choice of it counts as taken."""
THUMB_DOWN = -1
_LOOK_BACK = 100
_NO_WORDS = ("reaction", "revocation", "edit")
"""Kinds of inbound messages that say nothing new."""
_Asked = aliased(Message)


@dataclass(frozen=True)
class Exchange:
    """A message of a person and the assistant's reply to it."""

    id: int
    """Of the reply."""
    asked_id: int
    conversation_id: int
    channel: str
    at: datetime
    """When the reply was there, in UTC."""
    text: str
    payload: str | None
    """What was tapped, or named by its number."""
    reply: Reply
    seconds: float
    """From the message to the reply."""
    feedback: int | None


@dataclass(frozen=True)
class Next:
    """What a person wrote after a reply: what it stands for if it was tapped, and what was replied to it so far."""

    payload: str | None
    reply: Reply | None


def exchanges_with(session: Session, reply_ids: Iterable[int]) -> list[Exchange]:
    """The exchanges of which these messages are the replies, in their order; those of tests are left out."""
    return _read(session, _query().where(Message.id.in_(list(reply_ids))).order_by(Message.id))


def earlier(session: Session, exchange: Exchange) -> list[Exchange]:
    """The last exchanges of the same conversation before one, the newest first."""
    before = _query().where(Message.conversation_id == exchange.conversation_id, Message.id < exchange.id)
    return _read(session, before.order_by(Message.id.desc()).limit(_LOOK_BACK))


def following(session: Session, exchange: Exchange) -> Next | None:
    """What the person wrote next, within `TAKEN_WITHIN`."""
    query = (
        select(Message.id, Message.payload, Message.created_at)
        .where(
            Message.conversation_id == exchange.conversation_id,
            Message.direction == INBOUND,
            Message.kind.not_in(_NO_WORDS),
            Message.id > exchange.asked_id,
        )
        .order_by(Message.id)
        .limit(1)
    )
    row = session.execute(query).first()
    if row is None or in_utc(row.created_at) > exchange.at + TAKEN_WITHIN:
        return None
    replied = select(Message.reply).where(Message.answers_id == row.id, Message.kind == REPLY).order_by(Message.id)
    return Next(row.payload, readable_reply(session.scalars(replied.limit(1)).first()))


def disliked(session: Session, reply_ids: Iterable[int]) -> list[Exchange]:
    """The exchanges of which these messages are the replies and got a thumb down."""
    query = _query().where(Message.id.in_(list(reply_ids)), Message.feedback == THUMB_DOWN)
    return _read(session, query.order_by(Message.id))


def readable_reply(values: dict[str, Any] | None) -> Reply | None:
    """A stored reply; None for none and for one of another shape, which is not to hold up all later ones."""
    try:
        return Reply.from_dict(values) if values else None
    except (TypeError, KeyError, AttributeError):
        return None


def in_utc(moment: datetime) -> datetime:
    """A moment read from the database; SQLite forgets that it is in UTC."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _query() -> Select[Any]:
    """The first page of each of the assistant's replies, with what it answers."""
    return (
        select(
            Message.id,
            Message.conversation_id,
            Message.channel,
            Message.created_at,
            Message.reply,
            Message.feedback,
            _Asked.id.label("asked_id"),
            _Asked.text,
            _Asked.payload,
            _Asked.created_at.label("asked_at"),
        )
        .join(_Asked, Message.answers_id == _Asked.id)
        .join(Conversation, Message.conversation_id == Conversation.id)
        .where(
            Message.direction == OUTBOUND,
            Message.kind == REPLY,
            Message.page == 0,
            Conversation.handoff.is_distinct_from(NO_HUMAN),
        )
    )


def _read(session: Session, query: Select[Any]) -> list[Exchange]:
    rows: Sequence[Row[Any]] = session.execute(query).all()
    return [_exchange(row, reply) for row in rows if (reply := readable_reply(row.reply))]


def _exchange(row: Row[Any], reply: Reply) -> Exchange:
    at = in_utc(row.created_at)
    return Exchange(
        id=row.id,
        asked_id=row.asked_id,
        conversation_id=row.conversation_id,
        channel=row.channel,
        at=at,
        text=row.text,
        payload=row.payload,
        reply=reply,
        seconds=(at - in_utc(row.asked_at)).total_seconds(),
        feedback=row.feedback,
    )
