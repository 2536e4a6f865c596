"""The gateway's parts on one database, as one process has them, with short words for what tests do most."""

import itertools
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine as Database
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from gateway.addresses import AddressBook
from gateway.answering import Answering
from gateway.engine import Engine
from gateway.events import PAGE, PHONE, Address, Event, Incoming
from gateway.forgetting import Forgetting
from gateway.inbox import Inbox, Stored
from gateway.models import INBOUND, Conversation, Message, now
from gateway.outbox import Outbox
from gateway.transcript import Transcript
from gateway.turn_queue import Answer, Turn, TurnQueue
from language.danger import find_danger
from reply import Reply

WEB = "web"
WHATSAPP = "whatsapp"
KINDS = {WEB: PAGE, WHATSAPP: PHONE}
_ids: Iterator[int] = itertools.count(1)


class House:
    """One process of the gateway. A second one on the same database is another process."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.forgotten: list[str] = []
        self.addresses = AddressBook("the installation's secret")
        self.inbox = Inbox(database, self.addresses)
        self.transcript = Transcript(database, self.addresses)
        self.queue = TurnQueue(database, self.addresses, [WHATSAPP])
        self.outbox = Outbox(database, self.addresses, WHATSAPP)
        self.forgetting = Forgetting(database, self.addresses, self.forgotten.append)

    def store(self, text: str = "hello", person: str = "anna", channel: str = WEB, **more: Any) -> Stored:
        """A message of a person; with an id of its own unless one is given."""
        more.setdefault("external_id", f"message {next(_ids)}")
        return self.inbox.store(Incoming(channel, (address(person, channel),), text=text, **more))

    def deliver(self, *events: Event, raw: bytes = b"{}") -> list[int]:
        """A request of a channel that says all that."""
        return self.inbox.store_body(WHATSAPP, raw, events, 0)

    def conversation(self, person: str = "anna", channel: str = WEB) -> int:
        """The number of a person's conversation. Raises AssertionError when there is none."""
        number = self.transcript.conversation_id(channel, address(person, channel))
        assert number is not None, f"{person} has no conversation"
        return number

    def claim(self, conversation_id: int, cannot_wait: Callable[[str], bool] = lambda _: False) -> Turn | None:
        return self.queue.claim(conversation_id, cannot_wait)

    def turn(self, text: str = "hello", person: str = "anna", channel: str = WEB) -> Turn:
        """The turn of a message that is stored now. Raises AssertionError when it cannot begin."""
        turn = self.claim(self.store(text, person, channel).conversation_id)
        assert turn is not None
        return turn

    def answer(self, turn: Turn, reply: Reply | str) -> bool:
        return self.queue.finish(turn, Answer(Reply(reply, "en") if isinstance(reply, str) else reply))

    def texts(self, person: str = "anna", channel: str = WEB) -> list[str]:
        """All that was said in a person's conversation, in order; nothing when there is none."""
        number = self.transcript.conversation_id(channel, address(person, channel))
        return [message.text for message in self.transcript.messages(number)] if number else []

    def answers(self, person: str = "anna", channel: str = WEB) -> list[str]:
        """What was said to a person."""
        number = self.transcript.conversation_id(channel, address(person, channel))
        messages = self.transcript.messages(number) if number else []
        return [message.text for message in messages if message.direction != INBOUND]

    def states(self, direction: str = INBOUND) -> list[str]:
        with Session(self.database) as session:
            query = select(Message.state).where(Message.direction == direction).order_by(Message.id)
            return list(session.scalars(query))

    def rows(self, table: type[Message] | type[Conversation]) -> list[Any]:
        with Session(self.database, expire_on_commit=False) as session:
            return list(session.scalars(select(table).order_by(table.id)))

    def pass_time(self, passed: timedelta) -> None:
        """As if everything had happened so much earlier."""
        with Session(self.database) as session, session.begin():
            for column in (Message.claimed_at, Message.due_at, Message.created_at):
                for number, moment in session.execute(select(Message.id, column).where(column.is_not(None))).all():
                    then = moment.replace(tzinfo=now().tzinfo) - passed
                    session.execute(update(Message).where(Message.id == number).values({column: then}))

    def answering(self, engine: Engine, **more: Any) -> Answering:
        """What answers turns, with signs of danger only."""
        values: dict[str, Any] = {"most_messages": 1000, "said": lambda _: None, "helpers": {}, **more}
        return Answering(self.queue, self.transcript, engine, SignsOnly(), self.forgetting, **values)


class SignsOnly:
    """See `gateway.answering.WithoutEngine`."""

    def sign_of_danger(self, text: str) -> bool:
        return find_danger(text) is not None

    def reply(self, text: str, language: str | None) -> Reply:
        urgent = self.sign_of_danger(text)
        return Reply("Call 19" if urgent else "later", language or "en", urgent=urgent)


def address(person: str, channel: str = WEB) -> Address:
    """A person's address; on WhatsApp a number made from the name."""
    value = person if channel == WEB else "2126" + str(sum(person.encode()))
    return Address(KINDS[channel], value)
