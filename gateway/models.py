"""The tables of the message log: inbox, outbox, transcript and queue in one."""

import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

RECEIVED = "received"
ANSWERING = "answering"
ANSWERED = "answered"
INBOUND = "in"
OUTBOUND = "out"
_NEVER_REUSE_IDS = {"sqlite_autoincrement": True}
"""SQLite would give the id of a deleted row to the next one, and with it a late answer to another person."""


class Base(DeclarativeBase):
    """Constraint names are fixed, so that a migration can name them on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


class Conversation(Base):
    """One person on one channel. Nothing else is known of them."""

    __tablename__ = "conversation"
    __table_args__ = (UniqueConstraint("channel", "external_id"), _NEVER_REUSE_IDS)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    external_id: Mapped[str] = mapped_column(String(200))
    engine_id: Mapped[str] = mapped_column(String(36), default=lambda: str(uuid.uuid4()))
    """Under what name the engine knows the conversation: random, so that no later person inherits its memory."""
    language: Mapped[str | None] = mapped_column(String(8))
    language_chosen: Mapped[bool] = mapped_column(default=False)
    turns: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)


class Message(Base):
    """One message in either direction. An inbound one is also a place in the queue, by its state."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("conversation_id", "external_id"),
        Index("ix_message_queue", "state", "conversation_id", "id"),
        _NEVER_REUSE_IDS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    direction: Mapped[str] = mapped_column(String(3))
    external_id: Mapped[str | None] = mapped_column(String(200))
    """The sender's id of the message: the same id again is the same message."""
    text: Mapped[str] = mapped_column(Text)
    payload: Mapped[str | None] = mapped_column(String(300))
    """What a tapped choice stands for."""
    reply: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(10))
    claimed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
