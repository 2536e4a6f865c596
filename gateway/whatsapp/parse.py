"""A webhook body → events. Each item stands alone: what is wrong with one never loses its neighbours."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gateway.events import DeliveryStatus, Event
from gateway.whatsapp.parse_address import Contact, Contacts, read_contact
from gateway.whatsapp.parse_address_change import read_user_id_update
from gateway.whatsapp.parse_message import read_message
from gateway.whatsapp.parse_status import read_status
from gateway.whatsapp.parse_values import Fields, NothingForUs, WrongShape, fields_of, identifier

_ENVELOPE = "whatsapp_business_account"


class UnreadableBody(ValueError):
    """A body is no JSON, or JSON that is no envelope of WhatsApp's: there are no items to tell apart."""


ANOTHER_NUMBER = "another number"
"""What is said of messages to a number that is not ours."""


@dataclass(frozen=True)
class Parsed:
    """What a body holds."""

    events: tuple[Event, ...]
    """In order of arrival, delivery statuses last."""
    unreadable: int
    """How many items have a wrong shape."""
    ignored: tuple[str, ...]
    """What kind of thing was left out because it does not concern us, each time it was."""


def parse(raw: bytes, phone_number_id: str) -> Parsed:
    """Read a webhook body; with an empty `phone_number_id` for every number. Raises UnreadableBody."""
    batch = _Batch(phone_number_id)
    batch.each(_entries(raw), batch.read_entry)
    events = sorted(batch.events, key=lambda event: isinstance(event, DeliveryStatus))
    return Parsed(tuple(events), batch.unreadable, tuple(batch.ignored))


def _entries(raw: bytes) -> list[Any]:
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise UnreadableBody("no JSON") from error
    entries = body.get("entry") if isinstance(body, dict) and body.get("object") == _ENVELOPE else None
    if not isinstance(entries, list):
        raise UnreadableBody("no envelope")
    return entries


class _Batch:
    """What was found so far, and the way down: entries, their changes, their items."""

    def __init__(self, phone_number_id: str) -> None:
        self._phone_number_id = phone_number_id
        self.events: list[Event] = []
        self.unreadable = 0
        self.ignored: list[str] = []

    def each(self, items: object, read: Callable[[object], None]) -> None:
        """Read every item of a list, however many of the others are wrong."""
        if not isinstance(items, list):
            self.unreadable += 1
            return
        for item in items:
            try:
                read(item)
            except WrongShape:
                self.unreadable += 1
            except NothingForUs as reason:
                self.ignored.append(str(reason))

    def read_entry(self, entry: object) -> None:
        """Read what changed in one business account."""
        self.each(fields_of(entry).get("changes"), self._read_change)

    def _read_change(self, change: object) -> None:
        values = fields_of(change)
        readers = {"messages": self._read_messages, "user_id_update": self._read_user_id_updates}
        read = readers.get(field := identifier(values, "field"))
        if read is None:
            raise NothingForUs(field)
        value = fields_of(values.get("value"))
        if self._phone_number_id and _number_of(value) != self._phone_number_id:
            raise NothingForUs(ANOTHER_NUMBER)
        read(value)

    def _read_messages(self, value: Fields) -> None:
        """Messages, statuses and errors of the account, of which one value may hold several kinds."""
        if not value.keys() & {"messages", "statuses", "errors"}:
            raise WrongShape("nothing known in it")
        people: list[Contact] = []
        self.each(value.get("contacts", []), lambda contact: people.append(read_contact(contact)))
        contacts = Contacts(people)
        self.each(value.get("messages", []), lambda message: self.events.append(read_message(message, contacts)))
        self.each(value.get("statuses", []), lambda status: self.events.append(read_status(status)))
        if "errors" in value:
            raise NothingForUs("errors")

    def _read_user_id_updates(self, value: Fields) -> None:
        self.each(value.get("user_id_update"), lambda update: self.events.append(read_user_id_update(update)))


def _number_of(value: Fields) -> str:
    """Which of our numbers a change is about. Raises WrongShape when it does not say."""
    return identifier(fields_of(value.get("metadata")), "phone_number_id")
