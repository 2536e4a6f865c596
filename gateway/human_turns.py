"""What humans at the desk answered, and how long people waited for them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gateway.exchanges import in_utc, readable_reply
from gateway.models import FOR_HUMAN, HUMAN, INBOUND, NO_HUMAN, OUTBOUND, REPLY, Conversation, Message
from gateway.outcomes import HUMAN_ASKED, outcome_of
from reply import Reply


@dataclass(frozen=True)
class HumanTurn:
    """A message that somebody at the desk wrote."""

    channel: str
    language: str
    """Of the conversation; empty while nobody knows it."""
    at: datetime
    """In UTC."""
    seconds: float | None
    """From the first message that waited for a human, or the wish to talk to one; None when nobody waited."""
    first_of_week: bool
    """True for the first one in its conversation and week."""


def human_turn(session: Session, message_id: int) -> HumanTurn | None:
    """What there is to count of a message; None for a test's or one that is gone."""
    message = session.get(Message, message_id)
    conversation = session.get(Conversation, message.conversation_id) if message else None
    if message is None or conversation is None or conversation.handoff == NO_HUMAN:
        return None
    at = in_utc(message.created_at)
    before = _previous(session, message)
    since = _waiting_since(session, message, before.id if before else 0)
    return HumanTurn(
        message.channel,
        conversation.language or "",
        at,
        (at - since).total_seconds() if since else None,
        before is None or week_of(in_utc(before.created_at)) != week_of(at),
    )


def week_of(moment: datetime) -> datetime:
    """The beginning of a moment's week: Monday, midnight in UTC, which is Moroccan time."""
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())


def _previous(session: Session, message: Message) -> Message | None:
    query = select(Message).where(
        Message.conversation_id == message.conversation_id,
        Message.direction == OUTBOUND,
        Message.kind == HUMAN,
        Message.id < message.id,
    )
    return session.scalars(query.order_by(Message.id.desc()).limit(1)).first()


def _waiting_since(session: Session, message: Message, after_id: int) -> datetime | None:
    mine = (Message.conversation_id == message.conversation_id, Message.id > after_id, Message.id < message.id)
    waits = select(func.min(Message.created_at)).where(*mine, Message.direction == INBOUND, Message.state == FOR_HUMAN)
    replies = select(Message.reply, Message.created_at).where(
        *mine, Message.direction == OUTBOUND, Message.kind == REPLY
    )
    wished = [at for reply, at in session.execute(replies) if _is_wish(readable_reply(reply))]
    moments = [moment for moment in (session.scalar(waits), *wished) if moment]
    return min(map(in_utc, moments), default=None)


def _is_wish(reply: Reply | None) -> bool:
    return reply is not None and outcome_of(reply) == HUMAN_ASKED
