"""What was said in a conversation, read back."""

from collections.abc import Sequence

from sqlalchemy import Engine, Select, select
from sqlalchemy.orm import Session

from gateway.addresses import AddressBook
from gateway.choices import page_key
from gateway.events import Address
from gateway.models import HUMAN_THERE, INBOUND, OUTBOUND, UNANSWERED, Conversation, Message
from reply import Reply

_LOOK_BACK = 10
"""So many last replies may still be tapped on a page."""


class Transcript:
    """Reads conversations of one database."""

    def __init__(self, database: Engine, addresses: AddressBook) -> None:
        """`database` has the tables of `gateway.models`."""
        self._database = database
        self._addresses = addresses

    def conversation_id(self, channel: str, address: Address) -> int | None:
        """The conversation with that address."""
        with Session(self._database) as session:
            conversation = self._addresses.conversation_of(session, channel, address)
            return conversation.id if conversation else None

    def messages(self, conversation_id: int, after: int = 0) -> Sequence[Message]:
        """The messages with a higher id than `after`, in order."""
        query = (
            select(Message).where(Message.conversation_id == conversation_id, Message.id > after).order_by(Message.id)
        )
        with Session(self._database, expire_on_commit=False) as session:
            return session.scalars(query).all()

    def is_waiting(self, conversation_id: int) -> bool:
        """True when the assistant has not answered a message yet that it is to answer."""
        query = _unanswered().where(Message.conversation_id == conversation_id, Message.direction == INBOUND)
        with Session(self._database) as session:
            return session.scalar(query.limit(1)) is not None

    def answers_to(self, message_id: int) -> tuple[list[tuple[Reply, bool]], bool]:
        """What was answered to a message, each with whether the privacy notice went with it; and whether the answer is
        still to come."""
        pending = _unanswered().where(Message.id == message_id)
        with Session(self._database) as session:
            answers = _said(session, select(Message).where(Message.answers_id == message_id))
            return answers, session.scalar(pending) is not None

    def last_words(self, conversation_id: int) -> list[tuple[Reply, bool]]:
        """What was said to somebody who wanted to be forgotten, as long as it is there."""
        ended = select(Message).join(Conversation).where(Conversation.id == conversation_id, Conversation.ends)
        with Session(self._database) as session:
            return _said(session, ended)

    def said(self, message_id: int, conversation_id: int) -> tuple[Reply, bool] | None:
        """A reply that was given in the conversation, and whether the privacy notice went with it."""
        query = select(Message).where(Message.id == message_id, Message.conversation_id == conversation_id)
        with Session(self._database) as session:
            return next(iter(_said(session, query)), None)


def _unanswered() -> Select[int]:
    """The messages that the assistant has still to answer: none of those where a human has the conversation."""
    return (
        select(Message.id)
        .join(Conversation)
        .where(Message.state.in_(UNANSWERED), Conversation.handoff.is_distinct_from(HUMAN_THERE))
    )


def _said(session: Session, query: Select[Message]) -> list[tuple[Reply, bool]]:
    messages = session.scalars(query.order_by(Message.id))
    return [(Reply.from_dict(message.reply), message.notice) for message in messages if message.reply]


def next_part(session: Session, conversation_id: int) -> str | None:
    """The button that brings the next part of what was said last; None when nothing is left to say."""
    query = (
        select(Message.id, Message.page, Message.goes_on)
        .where(Message.conversation_id == conversation_id, Message.direction == OUTBOUND)
        .order_by(Message.id.desc())
        .limit(1)
    )
    last = session.execute(query).first()
    return page_key(last.id, last.page + 1) if last and last.goes_on else None


def offers_in(session: Session, conversation_id: int) -> list[Reply]:
    """The last replies of a conversation that offered choices, the newest first."""
    query = (
        select(Message.reply)
        .where(Message.conversation_id == conversation_id, Message.direction == OUTBOUND)
        .order_by(Message.id.desc())
        .limit(_LOOK_BACK)
    )
    replies = [Reply.from_dict(values) for values in session.scalars(query) if values]
    return [reply for reply in replies if reply.choices]
