"""Storing what comes in before anything else happens, and what goes out together with "answered"."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import CursorResult, Engine, delete, exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from gateway.models import ANSWERED, ANSWERING, INBOUND, OUTBOUND, RECEIVED, Conversation, Message, now
from reply import Reply

CLAIM_LASTS = timedelta(seconds=30)
"""A turn that was begun longer ago than this was interrupted and is taken up again."""
_LOOK_BACK = 10


@dataclass(frozen=True)
class Inbound:
    """A message as a channel adapter parsed it."""

    channel: str
    conversation: str
    external_id: str
    text: str
    payload: str | None = None
    language: str | None = None
    """What the channel knows of the person's language, such as the page's."""


@dataclass(frozen=True)
class Turn:
    """A stored message that is to be answered now."""

    message_id: int
    conversation_id: int
    engine_id: str
    """The conversation's name in the engine."""
    text: str
    payload: str | None
    language: str | None
    language_chosen: bool
    number: int
    """How many turns the conversation had before."""


class MessageLog:
    """The message log of one database."""

    def __init__(self, engine: Engine) -> None:
        """`engine` is connected to a migrated database."""
        self._engine = engine

    def store(self, inbound: Inbound) -> tuple[int, int]:
        """Store a message and return its id and its conversation's; storing the same message again changes nothing."""
        try:
            return self._store(inbound)
        except IntegrityError:
            # Somebody stored the same message, or the person's first one, at the same moment: now it is there.
            return self._store(inbound)

    def _store(self, inbound: Inbound) -> tuple[int, int]:
        with Session(self._engine) as session, session.begin():
            conversation_id = _conversation_id(session, inbound)
            known = session.scalar(
                select(Message.id).where(
                    Message.conversation_id == conversation_id, Message.external_id == inbound.external_id
                )
            )
            if known:
                return known, conversation_id
            message = Message(
                conversation_id=conversation_id,
                direction=INBOUND,
                external_id=inbound.external_id,
                text=inbound.text,
                payload=inbound.payload,
                state=RECEIVED,
            )
            session.add(message)
            session.flush()
            return message.id, conversation_id

    def claim(self, conversation_id: int) -> Turn | None:
        """Take the conversation's oldest unanswered message, unless one is being answered already."""
        stale = now() - CLAIM_LASTS
        other = aliased(Message)
        busy = exists().where(
            other.conversation_id == conversation_id, other.state == ANSWERING, other.claimed_at > stale
        )
        oldest = (
            select(Message.id)
            .where(
                Message.conversation_id == conversation_id,
                Message.direction == INBOUND,
                Message.state.in_((RECEIVED, ANSWERING)),
            )
            .order_by(Message.id)
            .limit(1)
            .scalar_subquery()
        )
        claimed = update(Message).where(Message.id == oldest, ~busy).values(state=ANSWERING, claimed_at=now())
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            result: CursorResult[Any] = session.execute(claimed.returning(Message.id))  # type: ignore[assignment]
            message_id = result.scalar()
            if message_id is None:
                return None
            message = session.get_one(Message, message_id)
            conversation = session.get_one(Conversation, conversation_id)
        return Turn(
            message.id,
            conversation.id,
            conversation.engine_id,
            message.text,
            message.payload,
            conversation.language,
            conversation.language_chosen,
            conversation.turns,
        )

    def finish(self, turn: Turn, reply: Reply) -> bool:
        """Store the reply and that the message is answered, together; forget everything when the reply says so.

        Returns False when the conversation was forgotten meanwhile.
        """
        with Session(self._engine) as session, session.begin():
            conversation = session.get(Conversation, turn.conversation_id)
            if conversation is None:
                return False
            if reply.forget:
                _forget(session, conversation)
                return True
            answered = (
                update(Message)
                .where(Message.id == turn.message_id, Message.state == ANSWERING)
                .values(state=ANSWERED)
                .returning(Message.id)
            )
            if session.execute(answered).scalar() is None:
                return True
            conversation.turns += 1
            conversation.language = reply.language
            conversation.language_chosen = conversation.language_chosen or reply.language_chosen
            session.add(
                Message(
                    conversation_id=conversation.id,
                    direction=OUTBOUND,
                    text=reply.text,
                    reply=reply.to_dict(),
                    answers_id=turn.message_id,
                    state=ANSWERED,
                )
            )
        return True

    def unfinished(self) -> list[int]:
        """Conversations with messages that wait for an answer, the longest waiting first."""
        query = (
            select(Message.conversation_id)
            .where(Message.direction == INBOUND, Message.state.in_((RECEIVED, ANSWERING)))
            .order_by(Message.id)
        )
        with Session(self._engine) as session:
            return list(dict.fromkeys(session.scalars(query)))

    def replies_to(self, message_id: int) -> list[Reply]:
        """What was answered to a message."""
        query = select(Message).where(Message.answers_id == message_id).order_by(Message.id)
        with Session(self._engine) as session:
            return [Reply.from_dict(message.reply) for message in session.scalars(query) if message.reply]

    def history(self, channel: str, external_id: str) -> list[Message]:
        """The messages of a conversation, in order."""
        query = (
            select(Message)
            .join(Conversation)
            .where(Conversation.channel == channel, Conversation.external_id == external_id)
            .order_by(Message.id)
        )
        with Session(self._engine, expire_on_commit=False) as session:
            return list(session.scalars(query))

    def last_choices(self, channel: str, external_id: str) -> list[Reply]:
        """The last replies of a conversation that offered choices, the newest first."""
        query = (
            select(Message.reply)
            .join(Conversation)
            .where(
                Conversation.channel == channel,
                Conversation.external_id == external_id,
                Message.direction == OUTBOUND,
            )
            .order_by(Message.id.desc())
            .limit(_LOOK_BACK)
        )
        with Session(self._engine) as session:
            replies = [Reply.from_dict(values) for values in session.scalars(query) if values]
        return [reply for reply in replies if reply.choices]

    def forget(self, channel: str, external_id: str) -> str | None:
        """Delete a conversation and all its messages; returns its name in the engine, None when there was none."""
        with Session(self._engine) as session, session.begin():
            conversation = session.scalar(
                select(Conversation).where(Conversation.channel == channel, Conversation.external_id == external_id)
            )
            if conversation is None:
                return None
            engine_id = conversation.engine_id
            _forget(session, conversation)
            return engine_id


def _conversation_id(session: Session, inbound: Inbound) -> int:
    query = select(Conversation).where(
        Conversation.channel == inbound.channel, Conversation.external_id == inbound.conversation
    )
    conversation = session.scalar(query)
    if conversation is None:
        conversation = Conversation(
            channel=inbound.channel, external_id=inbound.conversation, language=inbound.language, turns=0
        )
        session.add(conversation)
        session.flush()
    return conversation.id


def _forget(session: Session, conversation: Conversation) -> None:
    session.execute(delete(Message).where(Message.conversation_id == conversation.id, Message.answers_id.is_not(None)))
    session.execute(delete(Message).where(Message.conversation_id == conversation.id))
    session.execute(delete(Conversation).where(Conversation.id == conversation.id))
