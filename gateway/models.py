"""The tables of the message log: inbox, outbox, transcript and queue in one; conversations and their addresses."""

import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, LargeBinary, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

INBOUND = "in"
OUTBOUND = "out"

RECEIVED = "received"
ANSWERING = "answering"
ANSWERED = "answered"
NOTED = "noted"
"""Stored, and nothing to answer: a reaction, a message taken back, one that came days too late."""
FOR_HUMAN = "for_human"
"""Stored for the human who has the conversation: the assistant does not answer it."""

WAITING = "waiting"
SENDING = "sending"
SENT = "sent"
UNSURE = "unsure"
"""It was being sent when the connection or the process ended: nobody knows yet whether it arrived."""
PARKED = "parked"
"""The channel refuses everything from us (token, account, payment): sent when that is mended."""
CLOSED = "closed"
"""WhatsApp lets us answer only for 24 hours: sent when the person writes again."""
FAILED = "failed"
CANCELLED = "cancelled"

UNANSWERED = (RECEIVED, ANSWERING)
UNSENT = (WAITING, SENDING, UNSURE, PARKED)
"""An outbound message in one of these states keeps the later ones of its conversation waiting."""

NOTICE = "notice"
"""The kind of an outbound message that says something is late or wrong, and answers nothing."""
REPLY = "reply"
TEMPLATE = "template"
"""The kind of an outbound message that invites somebody to write again: all that WhatsApp takes after 24 hours."""
HUMAN = "human"
"""The kind of an outbound message that somebody at the desk has written."""
HANDOFF = "handoff"
"""The kind of an outbound message that says that a human is there, or not any more."""

HUMAN_WANTED = "wanted"
"""The person asked for a human; until one comes the assistant answers."""
HUMAN_THERE = "there"
"""Somebody at the desk has the conversation; the assistant is silent."""
HUMAN_GONE = "gone"
"""A human was there or was wanted; the assistant answers again."""
NO_HUMAN = "never"
"""A test's conversation: nobody has to read it."""

_NEVER_REUSE_IDS = {"sqlite_autoincrement": True}
"""SQLite would give the id of a deleted row to the next one, and with it a late answer to another person."""


NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""How constraints are called."""


class Base(DeclarativeBase):
    """Constraint names are fixed, so that a migration can name them on every database."""

    metadata = MetaData(naming_convention=NAMES)


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


def new_key() -> str:
    """A name that nobody can guess and nobody had before."""
    return str(uuid.uuid4())


class Conversation(Base):
    """One person on one channel. Nothing else is known of them."""

    __tablename__ = "conversation"
    __table_args__ = (_NEVER_REUSE_IDS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    engine_id: Mapped[str] = mapped_column(String(36), default=new_key)
    """Under what name the engine knows the conversation: random, so that no later person inherits its memory."""
    language: Mapped[str | None] = mapped_column(String(8))
    language_chosen: Mapped[bool] = mapped_column(default=False)
    turns: Mapped[int] = mapped_column(default=0)
    ends: Mapped[bool] = mapped_column(default=False)
    """True when the person wanted to be forgotten: it is deleted as soon as its last message is out."""
    topic: Mapped[str | None] = mapped_column(String(40))
    """What the last answer with a topic was about."""
    handoff: Mapped[str | None] = mapped_column(String(10), index=True)
    """Between assistant and human: `HUMAN_WANTED`, `HUMAN_THERE`, `HUMAN_GONE`, `NO_HUMAN`; None: no human so far."""
    handoff_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """Since when it is so."""
    staff_id: Mapped[int | None] = mapped_column()
    """Who at the desk has it, or had it last."""
    staff_name: Mapped[str | None] = mapped_column(String(60))
    """The same, as colleagues see it."""
    staff_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """When they last did something in it."""
    read_id: Mapped[int | None] = mapped_column()
    """The last message that they have seen."""
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)


class ConversationAddress(Base):
    """A way to reach the person of a conversation: readable with the installation's key only."""

    __tablename__ = "conversation_address"
    __table_args__ = (UniqueConstraint("channel", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(10))
    digest: Mapped[str] = mapped_column(String(64))
    """Keyed hash of kind and value: finds the row without saying whose it is."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """The value, encrypted."""


class ForgottenEngineId(Base):
    """A conversation that is gone here and still to be forgotten by the engine."""

    __tablename__ = "forgotten_engine_id"

    engine_id: Mapped[str] = mapped_column(String(36), primary_key=True)


class WebhookBody(Base):
    """A request exactly as a channel sent it, encrypted: what a mistake of ours misread can be read again."""

    __tablename__ = "webhook_body"
    __table_args__ = (_NEVER_REUSE_IDS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    unreadable: Mapped[int] = mapped_column(default=0)
    """How many of its items could not be read or are for another number; all of it counts as one when it is no JSON."""
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now, index=True)


class Message(Base):
    """One message in either direction. By its state it is also a place in the queue."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("channel", "external_id"),
        Index("ix_message_queue", "state", "conversation_id", "id"),
        _NEVER_REUSE_IDS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    body_id: Mapped[int | None] = mapped_column(ForeignKey("webhook_body.id", ondelete="SET NULL"), index=True)
    channel: Mapped[str] = mapped_column(String(20))
    direction: Mapped[str] = mapped_column(String(3))
    kind: Mapped[str] = mapped_column(String(20))
    external_id: Mapped[str | None] = mapped_column(String(250))
    """What the channel's id of the message is stored as: the same id again is the same message."""
    sealed_id: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The channel's own id of an inbound message, encrypted, where it is not stored as it is."""
    key: Mapped[str] = mapped_column(String(36), default=new_key, index=True)
    """Our own id of an outbound message, which is sent along with it."""
    author: Mapped[str | None] = mapped_column(String(60))
    """Who at the desk wrote it, as colleagues see it."""
    text: Mapped[str] = mapped_column(Text)
    payload: Mapped[str | None] = mapped_column(String(300))
    """What a tapped choice stands for."""
    media_id: Mapped[str | None] = mapped_column(String(250))
    reply: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    page: Mapped[int] = mapped_column(default=0)
    """Which part of a reply that is too long for one message."""
    notice: Mapped[bool] = mapped_column(default=False)
    """True when the privacy notice goes with it."""
    goes_on: Mapped[bool] = mapped_column(default=False)
    """True when it went out with a button that brings the next part."""
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), index=True)
    """The message that it answers, or that the reaction was put on."""
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """Not before this moment is it tried again."""
    claim: Mapped[str | None] = mapped_column(String(36))
    claimed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    delivery: Mapped[str | None] = mapped_column(String(10))
    """How far an outbound message has come: sent, delivered, read, played or failed."""
    error_code: Mapped[int | None] = mapped_column()
    feedback: Mapped[int | None] = mapped_column()
    """1 for a thumb up, -1 for a thumb down put on an outbound message."""
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now, index=True)
