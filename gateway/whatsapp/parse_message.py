"""One message of a batch → what it means to the gateway's core."""

from collections.abc import Callable
from dataclasses import replace

from gateway.events import (
    AUDIO,
    CONTACTS,
    FILE,
    LOCATION,
    TEXT,
    UNSUPPORTED,
    Edit,
    Event,
    Incoming,
    Reaction,
    Revocation,
)
from gateway.whatsapp import CHANNEL
from gateway.whatsapp.body import is_title
from gateway.whatsapp.parse_address import Contacts
from gateway.whatsapp.parse_address_change import read_system
from gateway.whatsapp.parse_values import (
    Fields,
    NothingForUs,
    WrongShape,
    fields_of,
    identifier,
    moment,
    text_of,
    written,
)

_LONGEST_CHOICE = 256
"""Characters of a button's id that WhatsApp accepts: a longer one cannot be ours."""


def read_message(message: object, contacts: Contacts) -> Event:
    """Read one message. Raises WrongShape when it cannot be read, NothingForUs when it is not for the assistant."""
    values = fields_of(message)
    kind = values.get("type", UNSUPPORTED)
    if not isinstance(kind, str):
        raise WrongShape("type is no text")
    if values.get("group_id") is not None:
        raise NothingForUs("group message")
    if kind == "request_welcome":
        raise NothingForUs("request_welcome")
    if kind == "system":
        return read_system(values)
    sender, external_id = contacts.addresses_of(values), identifier(values, "id")
    bare = Incoming(CHANNEL, sender, external_id, UNSUPPORTED, sent_at=moment(values.get("timestamp")))
    read = _READERS.get(kind)
    return read(values, bare) if read else bare


def _text(values: Fields, bare: Incoming) -> Event:
    text = written(fields_of(values.get("text")), "body")
    return replace(bare, kind=TEXT, text=text, asks_more=is_title(text, "more"))


def _interactive(values: Fields, bare: Incoming) -> Event:
    """A tapped button or list row. Forms, call permissions and what comes without content we never asked for."""
    interactive = fields_of(values.get("interactive", {}))
    kind = interactive.get("type")
    if kind not in ("button_reply", "list_reply"):
        return bare
    reply = fields_of(interactive.get(kind))
    return _chosen(bare, written(reply, "id"), written(reply, "title"))


def _template_button(values: Fields, bare: Incoming) -> Event:
    button = fields_of(values.get("button"))
    return _chosen(bare, written(button, "payload"), written(button, "text"))


def _chosen(bare: Incoming, choice: str, title: str) -> Incoming:
    return replace(bare, kind=TEXT, text=title, choice=choice if len(choice) <= _LONGEST_CHOICE else None)


def _location(values: Fields, bare: Incoming) -> Event:
    location = fields_of(values.get("location"))
    position = _degrees(location.get("latitude"), 90), _degrees(location.get("longitude"), 180)
    return replace(bare, kind=LOCATION, position=position)


def _degrees(value: object, most: int) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= most:  # NaN is not <= either
        raise WrongShape("no position on Earth")
    return float(value)


def _audio(values: Fields, bare: Incoming) -> Event:
    return replace(bare, kind=AUDIO, media_id=identifier(fields_of(values.get("audio")), "id"))


def _media(values: Fields, bare: Incoming) -> Event:
    """An image, document, video or sticker: its caption is what the person says."""
    caption = text_of(fields_of(values.get(values["type"])), "caption")
    return replace(bare, kind=TEXT, text=caption) if caption.strip() else replace(bare, kind=FILE)


def _contacts(values: Fields, bare: Incoming) -> Event:
    return replace(bare, kind=CONTACTS)


def _reaction(values: Fields, bare: Incoming) -> Event:
    reaction = fields_of(values.get("reaction"))
    to, emoji = identifier(reaction, "message_id"), text_of(reaction, "emoji")
    return Reaction(bare.channel, bare.addresses, bare.external_id, to, emoji)


def _edit(values: Fields, bare: Incoming) -> Event:
    """An edited text or caption. Raises NothingForUs when there are no words in the new message."""
    edit = fields_of(values.get("edit"))
    of, changed = identifier(edit, "original_message_id"), fields_of(edit.get("message"))
    content = fields_of(changed.get(identifier(changed, "type"), {}))
    text = text_of(content, "body") or text_of(content, "caption")
    if not text.strip():
        raise NothingForUs("edit without words")
    return Edit(bare.channel, bare.addresses, bare.external_id, of, text, bare.sent_at)


def _revoke(values: Fields, bare: Incoming) -> Event:
    of = identifier(fields_of(values.get("revoke")), "original_message_id")
    return Revocation(bare.channel, bare.addresses, bare.external_id, of)


_READERS: dict[str, Callable[[Fields, Incoming], Event]] = {
    "text": _text,
    "interactive": _interactive,
    "button": _template_button,
    "location": _location,
    "audio": _audio,
    "image": _media,
    "document": _media,
    "video": _media,
    "sticker": _media,
    "contacts": _contacts,
    "reaction": _reaction,
    "edit": _edit,
    "revoke": _revoke,
}
