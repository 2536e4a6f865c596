"""Which reply is sent next, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from gateway.addresses import AddressBook
from gateway.due import LONGEST_PAUSE, after, aware, due, is_due
from gateway.events import Address
from gateway.forgetting import delete_conversation
from gateway.models import (
    CANCELLED,
    CLOSED,
    FAILED,
    OUTBOUND,
    PARKED,
    SENDING,
    SENT,
    TEMPLATE,
    UNSENT,
    UNSURE,
    WAITING,
    Conversation,
    Message,
    new_key,
    now,
)
from gateway.turn_queue import CLAIM_LASTS
from gateway.writing import writing
from reply import Reply

UNSURE_FOR = timedelta(seconds=60)
"""So long the channel has to report a message whose sending was interrupted, before it is sent again."""


@dataclass(frozen=True)
class Delivery:
    """A reply that is to be sent now."""

    message_id: int
    conversation_id: int
    addresses: Sequence[Address]
    own_id: str
    reply: Reply | None
    """None for an invitation to write again, which every channel words in its own way."""
    language: str | None
    page: int
    with_notice: bool
    attempts: int
    """How often it was tried, with this time."""


class Outbox:
    """Replies of one channel that wait to be sent, for one process."""

    def __init__(self, database: Engine, addresses: AddressBook, channel: str) -> None:
        """`database` has the tables of `gateway.models`."""
        self._database = database
        self._addresses = addresses
        self._channel = channel
        self._owner = new_key()

    def release(self) -> None:
        """What an earlier process was sending may have arrived; for a database that only one process uses.

        While nobody was there no report could come: the waiting for one begins anew.
        """
        with writing(self._database) as session:
            for message in session.scalars(select(Message).where(Message.state.in_((SENDING, UNSURE)))):
                _doubt(message)

    def unfinished(self) -> list[int]:
        """Conversations with replies that are due, the longest waiting first."""
        query = (
            select(Message.conversation_id)
            .where(Message.channel == self._channel, Message.direction == OUTBOUND, Message.state.in_(UNSENT), due())
            .group_by(Message.conversation_id)
            .order_by(func.min(Message.id))
        )
        with Session(self._database) as session:
            return list(session.scalars(query))

    def claim(self, conversation_id: int) -> Delivery | None:
        """Take the conversation's oldest reply that was not sent, unless it is being sent or not due."""
        with writing(self._database, expire_on_commit=False) as session:
            lock = select(Conversation).where(Conversation.id == conversation_id).with_for_update(skip_locked=True)
            conversation = session.scalar(lock)
            message = _oldest_unsent(session, conversation_id) if conversation else None
            if conversation is None or message is None or not self._may_send(message):
                return None
            if not self._take(session, message):
                return None
            return Delivery(
                message.id,
                conversation_id,
                tuple(self._addresses.addresses(session, conversation_id)),
                message.key,
                Reply.from_dict(message.reply) if message.reply else None,
                conversation.language,
                message.page,
                message.notice,
                message.attempts,
            )

    def _may_send(self, message: Message) -> bool:
        if message.state == SENDING:
            # One of this process was interrupted: it runs one step of a conversation at a time.
            if message.claim == self._owner or not _is_recent(message.claimed_at):
                _doubt(message)
            return False
        return is_due(message)

    def _take(self, session: Session, message: Message) -> bool:
        """Mark a message as being sent, if no report of the channel has settled it meanwhile."""
        taken = (
            update(Message)
            .where(Message.id == message.id, Message.state == message.state, Message.attempts == message.attempts)
            .values(state=SENDING, claim=self._owner, claimed_at=now(), attempts=Message.attempts + 1)
            .returning(Message.id)
        )
        return session.execute(taken).scalar() is not None

    def goes_on(self, delivery: Delivery) -> None:
        """The next part waits behind a button; said before sending, because a report may settle it at any moment."""
        with writing(self._database) as session:
            session.execute(update(Message).where(Message.id == delivery.message_id).values(goes_on=True))

    def sent(self, delivery: Delivery, external_id: str) -> None:
        """The channel has accepted it under that id."""
        with writing(self._database) as session:
            self._settle(session, delivery, state=SENT, external_id=self._addresses.message_id(external_id))
            self._end(session, delivery.conversation_id)

    def retry(self, delivery: Delivery, pause: timedelta) -> None:
        """It did not go out: try again later."""
        self._put_back(delivery, WAITING, pause)

    def doubt(self, delivery: Delivery) -> None:
        """Nobody knows whether it went out: wait for the channel's report."""
        self._put_back(delivery, UNSURE, UNSURE_FOR)

    def park(self, delivery: Delivery, code: int | None) -> None:
        """The channel accepts nothing from us at present; that is no attempt of this message."""
        self._put_back(delivery, PARKED, LONGEST_PAUSE, code, attempts=Message.attempts - 1)

    def fail(self, delivery: Delivery, code: int | None) -> None:
        """It will never go out."""
        self._put_back(delivery, FAILED, None, code)

    def cancel(self, delivery: Delivery) -> None:
        """It is not to go out."""
        self._put_back(delivery, CANCELLED, None)

    def close(self, delivery: Delivery, code: int | None) -> None:
        """It may go out when the person writes again; an invitation to do so is next, unless one was sent."""
        with writing(self._database) as session:
            if message := self._settle(session, delivery, state=CLOSED):
                close_window(session, message, code)

    def _put_back(
        self, delivery: Delivery, state: str, pause: timedelta | None, code: int | None = None, **more: object
    ) -> None:
        with writing(self._database) as session:
            due_at = after(pause) if pause else None
            self._settle(session, delivery, state=state, error_code=code, due_at=due_at, **more)
            if state in (FAILED, CANCELLED):
                self._end(session, delivery.conversation_id)

    def _settle(self, session: Session, delivery: Delivery, **values: object) -> Message | None:
        """Write down what came of it, unless a report of the channel or another process did so meanwhile."""
        settled = (
            update(Message)
            .where(Message.id == delivery.message_id, Message.state == SENDING, Message.claim == self._owner)
            .values(claim=None, **values)
            .returning(Message.id)
        )
        number = session.execute(settled).scalar()
        return session.get(Message, number) if number else None

    def _end(self, session: Session, conversation_id: int) -> None:
        """Somebody who wanted to be forgotten is, once the last word is out."""
        conversation = session.get(Conversation, conversation_id)
        if conversation and conversation.ends and _oldest_unsent(session, conversation_id) is None:
            delete_conversation(session, conversation)


def close_window(session: Session, message: Message, code: int | None) -> None:
    """Keep a reply until the person writes again, and invite them once."""
    message.state, message.claim, message.error_code = CLOSED, None, code
    last = (
        select(Message.kind)
        .where(Message.conversation_id == message.conversation_id, Message.id > message.id, Message.kind == TEMPLATE)
        .limit(1)
    )
    if message.kind == TEMPLATE or session.scalar(last):
        return
    invitation = Message(
        conversation_id=message.conversation_id,
        channel=message.channel,
        direction=OUTBOUND,
        kind=TEMPLATE,
        text="",
        state=WAITING,
    )
    session.add(invitation)


def _oldest_unsent(session: Session, conversation_id: int) -> Message | None:
    query = (
        select(Message)
        .where(
            Message.conversation_id == conversation_id,
            Message.direction == OUTBOUND,
            Message.state.in_(UNSENT),
        )
        .order_by(Message.id)
    )
    return session.scalars(query.limit(1)).first()


def _doubt(message: Message) -> None:
    message.state, message.claim, message.due_at = UNSURE, None, now() + UNSURE_FOR


def _is_recent(moment: datetime | None) -> bool:
    return moment is not None and abs(now() - aware(moment)) < CLAIM_LASTS
