"""What channel adapters make of what comes in: the only words in which the gateway's core speaks of a channel."""

from dataclasses import dataclass
from datetime import datetime

PHONE = "phone"
"""Digits with country code, as WhatsApp writes them."""
USER_ID = "user_id"
"""A business-scoped WhatsApp id, for people without a visible number."""
PAGE = "page"
"""The random id that a web page made for its conversation."""

TEXT = "text"
LOCATION = "location"
AUDIO = "audio"
FILE = "file"
"""Image, document, video or sticker without words."""
CONTACTS = "contacts"
UNSUPPORTED = "unsupported"


@dataclass(frozen=True)
class Address:
    """One way to reach a person on a channel: its kind (PHONE, USER_ID, PAGE) and its value."""

    kind: str
    value: str


@dataclass(frozen=True)
class _FromPerson:
    channel: str
    addresses: tuple[Address, ...]
    """All that are known of the sender, at least one."""
    external_id: str
    """The channel's id of the message: the same id again is the same message."""


@dataclass(frozen=True)
class Incoming(_FromPerson):
    """A message that somebody sent."""

    kind: str = TEXT
    text: str = ""
    """What was written, or the title of a tapped button."""
    choice: str | None = None
    """The id of a tapped button or list row, as our renderer made it."""
    payload: str | None = None
    """What a tapped choice of the web page stands for; whether it was offered is checked later."""
    asks_more: bool = False
    """True when the text is the title of the button that brings the next part of a reply."""
    position: tuple[float, float] | None = None
    """Latitude and longitude in degrees."""
    media_id: str | None = None
    """Where the channel keeps a voice message."""
    sent_at: datetime | None = None
    language: str | None = None
    """What the channel knows of the person's language, such as the page's."""


@dataclass(frozen=True)
class Reaction(_FromPerson):
    """An emoji put on one of our messages; an empty one takes it away."""

    to: str
    """The channel's id of the message it is put on."""
    emoji: str


@dataclass(frozen=True)
class Edit(_FromPerson):
    """New words for a message that was sent before."""

    of: str
    text: str
    sent_at: datetime | None = None


@dataclass(frozen=True)
class Revocation(_FromPerson):
    """A sender takes a message back."""

    of: str


@dataclass(frozen=True)
class AddressChange:
    """A person's number or id has changed; the conversation goes on."""

    channel: str
    external_id: str
    previous: Address
    current: Address


@dataclass(frozen=True)
class DeliveryStatus:
    """How far one of our messages has come: sent, delivered, read, played or failed."""

    channel: str
    external_id: str
    """The channel's id of our message."""
    state: str
    own_id: str | None = None
    """Our id of it, which was sent along: known even when the answer to the sending got lost."""
    error_code: int | None = None


Event = Incoming | Reaction | Edit | Revocation | AddressChange | DeliveryStatus
