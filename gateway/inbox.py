"""Storing what comes in before anything else happens: each message once, however often it comes."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from gateway.addresses import AddressBook
from gateway.choices import read_choice, tapped, typed
from gateway.delivery_status import note_status
from gateway.events import (
    AUDIO,
    PAGE,
    TEXT,
    AddressChange,
    DeliveryStatus,
    Edit,
    Event,
    Incoming,
    Reaction,
    Revocation,
)
from gateway.models import (
    CLOSED,
    HUMAN_THERE,
    INBOUND,
    NO_HUMAN,
    NOTED,
    OUTBOUND,
    RECEIVED,
    WAITING,
    Conversation,
    Message,
    WebhookBody,
    now,
)
from gateway.transcript import next_part, offers_in
from gateway.writing import writing
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


Known = dict[tuple[str, str], Stored]
"""What is stored already, by channel and stored id."""


@dataclass(frozen=True)
class _Body:
    channel: str
    raw: bytes
    unreadable: int


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
        (stored,) = self._store([incoming], None)
        return stored

    def mark_as_test(self, stored: Stored) -> None:
        """The conversation is an evaluation's: nobody at the desk has to read it."""
        with writing(self._database) as session:
            test = update(Conversation).where(Conversation.id == stored.conversation_id)
            session.execute(test.values(handoff=NO_HUMAN))

    def store_body(self, channel: str, raw: bytes, events: Sequence[Event], unreadable: int) -> list[int]:
        """Store a request as it came and all that it says, in one transaction; returns conversations with work.

        One that brought neither a message nor anything unreadable is not kept: reports say to whom we wrote.
        """
        body = _Body(channel, raw, unreadable)
        return list(dict.fromkeys(stored.conversation_id for stored in self._store(events, body)))

    def _store(self, events: Sequence[Event], body: _Body | None) -> list[Stored]:
        for _ in range(_ATTEMPTS - 1):
            try:
                return self._store_once(events, body)
            except IntegrityError:
                # Another process stored the same message, or the person's first one, meanwhile: now it is there.
                continue
        return self._store_once(events, body)

    def _store_once(self, events: Sequence[Event], body: _Body | None) -> list[Stored]:
        with writing(self._database) as session:
            known = self._known(session, events)
            body_id = self._keep(session, body) if body and self._is_kept(body, events, known) else None
            stored = [one for event in events if (one := self._take(session, event, body_id, known))]
            _open_windows(session, {one.conversation_id for one in stored})
            return stored

    def _is_kept(self, body: _Body, events: Sequence[Event], known: Known) -> bool:
        """True when something in it becomes a message or could not be read."""
        messages = (event for event in events if not isinstance(event, DeliveryStatus | AddressChange))
        return body.unreadable > 0 or any((one.channel, self._stored_id(one)) not in known for one in messages)

    def _keep(self, session: Session, body: _Body) -> int:
        sealed = self._addresses.seal(body.raw)
        row = WebhookBody(channel=body.channel, sealed=sealed, unreadable=body.unreadable)
        session.add(row)
        session.flush()
        return row.id

    def _take(self, session: Session, event: Event, body_id: int | None, known: Known) -> Stored | None:
        if isinstance(event, DeliveryStatus):
            note_status(session, event, self._addresses.message_id(event.external_id))
            return None
        stored_id = self._stored_id(event)
        seen = known.get((event.channel, stored_id))
        if seen:
            return self._again(session, event, seen)
        if isinstance(event, AddressChange):
            self._addresses.change(session, event.channel, event.previous, event.current)
            return None
        language = event.language if isinstance(event, Incoming) else None
        conversation = self._addresses.conversation(session, event.channel, event.addresses, language)
        conversation.ends = False
        message = self._row(session, event, conversation, body_id)
        session.add(message)
        session.flush()
        known[event.channel, stored_id] = Stored(message.id, conversation.id)
        return known[event.channel, stored_id]

    def _again(self, session: Session, event: Event, seen: Stored) -> Stored:
        """It is stored already. Only pages make up ids themselves, and could name another person's."""
        if isinstance(event, Incoming) and _is_of_page(event):
            conversation = self._addresses.conversation_of(session, event.channel, event.addresses[0])
            if conversation is None or conversation.id != seen.conversation_id:
                raise Taken
        return seen

    def _known(self, session: Session, events: Iterable[Event]) -> Known:
        named = [self._stored_id(event) for event in events if not isinstance(event, DeliveryStatus)]
        rows = session.execute(
            select(Message.channel, Message.external_id, Message.id, Message.conversation_id).where(
                Message.external_id.in_(named)
            )
        )
        return {(row.channel, row.external_id or ""): Stored(row.id, row.conversation_id) for row in rows}

    def _stored_id(self, event: Incoming | Reaction | Edit | Revocation | AddressChange) -> str:
        """A page's ids are random and are shown to the page again; all others may say whose message it is."""
        return event.external_id if _is_of_page(event) else self._addresses.message_id(event.external_id)

    def _row(
        self,
        session: Session,
        event: Incoming | Reaction | Edit | Revocation,
        conversation: Conversation,
        body_id: int | None,
    ) -> Message:
        message = Message(
            conversation_id=conversation.id,
            body_id=body_id,
            channel=event.channel,
            direction=INBOUND,
            kind=type(event).__name__.lower(),
            external_id=self._stored_id(event),
            sealed_id=None if _is_of_page(event) else self._addresses.seal(event.external_id.encode()),
            text="",
            state=NOTED,
        )
        if isinstance(event, Incoming):
            _fill(session, message, event, conversation)
        elif isinstance(event, Reaction):
            message.answers_id = self._react(session, event, conversation.id)
        elif isinstance(event, Revocation):
            self._take_back(session, event, conversation.id)
        elif not self._correct(session, event, conversation.id):
            message.kind, message.text, message.state = TEXT, event.text, _state(event.sent_at)
        return message

    def _named(
        self, session: Session, channel: str, external_id: str, conversation_id: int, direction: str
    ) -> Message | None:
        """The message of this conversation with that id; nobody says anything of other people's."""
        query = select(Message).where(
            Message.channel == channel,
            Message.external_id == self._addresses.message_id(external_id),
            Message.conversation_id == conversation_id,
            Message.direction == direction,
        )
        return session.scalar(query)

    def _take_back(self, session: Session, event: Revocation, conversation_id: int) -> None:
        """What somebody takes back is not kept; if it was not answered yet, it never will be."""
        message = self._named(session, event.channel, event.of, conversation_id, INBOUND)
        if message:
            message.text, message.payload, message.media_id = "", None, None
            session.execute(delete(WebhookBody).where(WebhookBody.id == message.body_id))
            if message.state == RECEIVED:
                message.state = NOTED

    def _correct(self, session: Session, event: Edit, conversation_id: int) -> bool:
        """Correct a message that still waits; False when it was answered already: the new words are a new message."""
        message = self._named(session, event.channel, event.of, conversation_id, INBOUND)
        if message is None or message.state != RECEIVED:
            return False
        message.text = event.text
        return True

    def _react(self, session: Session, event: Reaction, conversation_id: int) -> int | None:
        """Keep a thumb with the answer that it was put on; returns the answer's id."""
        answer = self._named(session, event.channel, event.to, conversation_id, OUTBOUND)
        if answer:
            answer.feedback = _FEEDBACK.get(event.emoji[:1]) if event.emoji else None
        return answer.id if answer else None


def _is_of_page(event: Event) -> bool:
    return isinstance(event, Incoming) and event.addresses[0].kind == PAGE


def _fill(session: Session, message: Message, incoming: Incoming, conversation: Conversation) -> None:
    message.kind = incoming.kind
    message.text = incoming.text
    message.media_id = incoming.media_id if incoming.kind == AUDIO else None
    message.state = _state(incoming.sent_at)
    if incoming.position:
        latitude, longitude = incoming.position
        # About 100 m: enough for the nearest service, too little for a house.
        message.payload = f'/give_place{{"position": "{latitude:.3f},{longitude:.3f}"}}'
    else:
        message.payload = _payload(session, incoming, conversation)


def _payload(session: Session, incoming: Incoming, conversation: Conversation) -> str | None:
    """What a tapped or typed choice stands for; None for a message that is to be read.

    To a human "2" is an answer and no choice.
    """
    if incoming.choice:
        return _of_button(session, incoming.choice, conversation.id)
    if incoming.asks_more and (button := next_part(session, conversation.id)):
        return button
    reads = conversation.handoff == HUMAN_THERE or len(incoming.text) > _LONGEST_TITLE
    if reads and not incoming.payload:
        return None
    offers = offers_in(session, conversation.id)
    return tapped(incoming.payload, offers) or (None if reads else typed(incoming.text, next(iter(offers), None)))


def _of_button(session: Session, choice: str, conversation_id: int) -> str | None:
    named = read_choice(choice)
    message = session.get(Message, named.message_id) if named else None
    if named is None or message is None or message.conversation_id != conversation_id or not message.reply:
        return None
    if named.number is None:
        return choice
    offered = Reply.from_dict(message.reply).choices
    return offered[named.number].payload if named.number < len(offered) else None


def _state(sent_at: datetime | None) -> str:
    late = sent_at is not None and TOO_LATE < now() - sent_at < _REDELIVERED_FOR
    return NOTED if late else RECEIVED


def _open_windows(session: Session, conversations: Collection[int]) -> None:
    """These people have written: what waited for that can be sent."""
    closed = select(Message).where(Message.conversation_id.in_(conversations), Message.state == CLOSED)
    for message in session.scalars(closed):
        message.state, message.due_at, message.delivery = WAITING, None, None
