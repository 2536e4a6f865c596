"""Storing what comes in before anything else happens: each message once, however often it comes."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from gateway.addresses import AddressBook
from gateway.choices import read_choice_id, tapped, typed
from gateway.delivery_status import note_status
from gateway.events import AUDIO, AddressChange, DeliveryStatus, Edit, Event, Incoming, Reaction, Revocation
from gateway.models import (
    CLOSED,
    INBOUND,
    NOTED,
    OUTBOUND,
    RECEIVED,
    WAITING,
    Conversation,
    Message,
    WebhookBody,
    now,
)
from gateway.transcript import offers_in
from reply import Reply

TOO_LATE = timedelta(hours=24)
"""WhatsApp lets us answer for so long; a message that comes later is kept and not answered."""
_REDELIVERED_FOR = timedelta(days=8)
"""Meta gives up after seven days: what seems older shows a wrong clock, and is answered."""
_ATTEMPTS = 4
_LONGEST_TITLE = 40
"""Characters of a choice that can be typed."""
_FEEDBACK = {"👍": 1, "❤": 1, "🙏": 1, "👎": -1, "😡": -1, "😠": -1}


@dataclass(frozen=True)
class Stored:
    """A message that is in the database."""

    message_id: int
    conversation_id: int


class Taken(Exception):
    """A page sent a message under an id that another conversation has used."""


class Inbox:
    """What came in, of one database."""

    def __init__(self, database: Engine, addresses: AddressBook) -> None:
        """`database` has the tables of `gateway.models`."""
        self._database = database
        self._addresses = addresses

    def store(self, incoming: Incoming) -> Stored:
        """Store one message; the same one again changes nothing. Raises Taken for somebody else's id."""
        ((message_id, conversation_id),) = self._store([incoming], None, 0)
        return Stored(message_id, conversation_id)

    def store_body(self, channel: str, raw: bytes, events: Sequence[Event], unreadable: int) -> list[int]:
        """Store a request as it came and all that it says, in one transaction; returns conversations with work."""
        body = WebhookBody(channel=channel, sealed=self._addresses.seal(raw), unreadable=unreadable)
        stored = self._store(events, body, unreadable)
        return list(dict.fromkeys(conversation_id for _, conversation_id in stored))

    def _store(self, events: Sequence[Event], body: WebhookBody | None, unreadable: int) -> list[tuple[int, int]]:
        for _ in range(_ATTEMPTS - 1):
            try:
                return self._store_once(events, body, unreadable)
            except IntegrityError:
                # Another process stored the same message, or the person's first one, meanwhile: now it is there.
                continue
        return self._store_once(events, body, unreadable)

    def _store_once(self, events: Sequence[Event], body: WebhookBody | None, unreadable: int) -> list[tuple[int, int]]:
        with Session(self._database) as session, session.begin():
            body_id = None
            if body is not None:
                row = WebhookBody(channel=body.channel, sealed=body.sealed, unreadable=unreadable)
                session.add(row)
                session.flush()
                body_id = row.id
            known = _known(session, events)
            stored = [one for event in events if (one := self._take(session, event, body_id, known))]
            _open_windows(session, {conversation_id for _, conversation_id in stored})
            return stored

    def _take(
        self, session: Session, event: Event, body_id: int | None, known: dict[tuple[str, str], tuple[int, int]]
    ) -> tuple[int, int] | None:
        if isinstance(event, DeliveryStatus):
            note_status(session, event)
            return None
        seen = known.get((event.channel, event.external_id))
        if seen:
            return self._again(session, event, seen)
        if isinstance(event, AddressChange):
            self._addresses.change(session, event.channel, event.previous, event.current)
            return None
        language = event.language if isinstance(event, Incoming) else None
        conversation = self._addresses.conversation(session, event.channel, event.addresses, language)
        conversation.ends = False
        message = _row(session, event, conversation, body_id)
        session.add(message)
        session.flush()
        known[event.channel, event.external_id] = message.id, conversation.id
        return message.id, conversation.id

    def _again(self, session: Session, event: Event, seen: tuple[int, int]) -> tuple[int, int]:
        if isinstance(event, Incoming):
            conversation = self._addresses.conversation_of(session, event.channel, event.addresses[0])
            if conversation is None or conversation.id != seen[1]:
                raise Taken
        return seen


def _known(session: Session, events: Iterable[Event]) -> dict[tuple[str, str], tuple[int, int]]:
    named = [event.external_id for event in events if not isinstance(event, DeliveryStatus)]
    rows = session.execute(
        select(Message.channel, Message.external_id, Message.id, Message.conversation_id).where(
            Message.external_id.in_(named)
        )
    )
    return {(channel, external_id or ""): (number, conversation) for channel, external_id, number, conversation in rows}


def _row(
    session: Session, event: Incoming | Reaction | Edit | Revocation, conversation: Conversation, body_id: int | None
) -> Message:
    message = Message(
        conversation_id=conversation.id,
        body_id=body_id,
        channel=event.channel,
        direction=INBOUND,
        kind=type(event).__name__.lower(),
        external_id=event.external_id,
        text="",
        state=NOTED,
    )
    if isinstance(event, Incoming):
        _fill(session, message, event, conversation.id)
    elif isinstance(event, Reaction):
        _react(session, event, conversation.id)
    elif isinstance(event, Revocation):
        _take_back(session, event, conversation.id)
    elif not _correct(session, event, conversation.id):
        message.kind, message.text, message.state = "text", event.text, _state(event.sent_at)
    return message


def _fill(session: Session, message: Message, incoming: Incoming, conversation_id: int) -> None:
    message.kind = incoming.kind
    message.text = incoming.text
    message.media_id = incoming.media_id if incoming.kind == AUDIO else None
    message.state = _state(incoming.sent_at)
    if incoming.position:
        latitude, longitude = incoming.position
        # About 100 m: enough for the nearest service, too little for a house.
        message.payload = f'/give_place{{"position": "{latitude:.3f},{longitude:.3f}"}}'
    else:
        message.payload = _payload(session, incoming, conversation_id)


def _payload(session: Session, incoming: Incoming, conversation_id: int) -> str | None:
    """What a tapped or typed choice stands for; None for a message that is to be read."""
    if incoming.choice:
        return _of_button(session, incoming.choice, conversation_id)
    if not incoming.payload and len(incoming.text) > _LONGEST_TITLE:
        return None
    offers = offers_in(session, conversation_id)
    return tapped(incoming.payload, offers) or typed(incoming.text, offers[0] if offers else None)


def _of_button(session: Session, choice: str, conversation_id: int) -> str | None:
    named = read_choice_id(choice)
    message = session.get(Message, named.message_id) if named else None
    if named is None or message is None or message.conversation_id != conversation_id or not message.reply:
        return None
    if named.is_page:
        return named.id
    offered = Reply.from_dict(message.reply).choices
    return offered[named.number].payload if named.number < len(offered) else None


def _state(sent_at: datetime | None) -> str:
    late = sent_at is not None and TOO_LATE < now() - sent_at < _REDELIVERED_FOR
    return NOTED if late else RECEIVED


def _of(session: Session, event: Edit | Revocation, conversation_id: int) -> Message | None:
    """The message that an edit or revocation is about; only the sender's own."""
    query = select(Message).where(
        Message.channel == event.channel,
        Message.external_id == event.of,
        Message.conversation_id == conversation_id,
        Message.direction == INBOUND,
    )
    return session.scalar(query)


def _take_back(session: Session, event: Revocation, conversation_id: int) -> None:
    """What somebody takes back is not kept; if it was not answered yet, it never will be."""
    message = _of(session, event, conversation_id)
    if message:
        message.text, message.payload, message.media_id = "", None, None
        if message.state == RECEIVED:
            message.state = NOTED


def _correct(session: Session, event: Edit, conversation_id: int) -> bool:
    """Correct a message that still waits; False when it was answered already: the new words are a new message."""
    message = _of(session, event, conversation_id)
    if message is None or message.state != RECEIVED:
        return False
    message.text = event.text
    return True


def _react(session: Session, event: Reaction, conversation_id: int) -> None:
    query = select(Message).where(
        Message.channel == event.channel,
        Message.external_id == event.to,
        Message.conversation_id == conversation_id,
        Message.direction == OUTBOUND,
    )
    if answer := session.scalar(query):
        answer.feedback = _FEEDBACK.get(event.emoji[:1]) if event.emoji else None


def _open_windows(session: Session, conversations: Collection[int]) -> None:
    """These people have written: what waited for that can be sent."""
    closed = select(Message).where(Message.conversation_id.in_(conversations), Message.state == CLOSED)
    for message in session.scalars(closed):
        message.state, message.due_at = WAITING, None
