"""A conversation as staff read it, line by line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.events import AUDIO, CONTACTS, FILE, LOCATION, UNSUPPORTED
from gateway.models import (
    ANSWERING,
    HANDOFF,
    HUMAN,
    INBOUND,
    NOTED,
    RECEIVED,
    SENDING,
    SENT,
    TEMPLATE,
    WAITING,
    Message,
)
from reply import Reply

PERSON = "person"
STAFF = "staff"
ASSISTANT = "assistant"
NOTICE = "notice"
"""Who is there and who is not, said by the assistant."""

_UNREADABLE = (AUDIO, CONTACTS, FILE, UNSUPPORTED)
_NO_LINES = ("reaction", "edit", "revocation")
_POSITION = re.compile(r'"position": "(-?[\d.]+),(-?[\d.]+)"')
_WAITING = (WAITING, SENDING)
MOST_LINES = 200


@dataclass(frozen=True)
class Line:
    """One message. Keys are keys of words, without the part's name."""

    number: int
    side: str
    who: str
    """The colleague who wrote it; empty for all others."""
    text: str
    at: datetime
    said: str = ""
    """Key of what stands for a message without words."""
    position: str = ""
    state: str = ""
    """Key of how far it has come; empty when there is nothing to say about that."""
    error_code: int | None = None
    urgent: bool = False
    services: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    feedback: int | None = None


def lines(messages: Sequence[Message]) -> list[Line]:
    """The last messages, in order."""
    return [_line(message) for message in messages if message.kind not in _NO_LINES][-MOST_LINES:]


def _line(message: Message) -> Line:
    return _heard(message) if message.direction == INBOUND else _spoken(message)


def _heard(message: Message) -> Line:
    return Line(
        message.id,
        PERSON,
        "",
        message.text,
        message.created_at,
        said=_without_words(message),
        position=_position(message),
        state={RECEIVED: "state_received", ANSWERING: "state_received", NOTED: "state_noted"}.get(message.state, ""),
    )


def _without_words(message: Message) -> str:
    if message.kind in _UNREADABLE:
        return f"sent_{message.kind}"
    if message.kind == LOCATION or _position(message):
        return "sent_position"
    return "" if message.text.strip() else "sent_nothing"


def _position(message: Message) -> str:
    found = _POSITION.search(message.payload or "")
    return f"{found[1]}, {found[2]}" if found else ""


def _spoken(message: Message) -> Line:
    reply = Reply.from_dict(message.reply) if message.reply else None
    side = {HUMAN: STAFF, HANDOFF: NOTICE, TEMPLATE: NOTICE}.get(message.kind, ASSISTANT)
    return Line(
        message.id,
        side,
        message.author or "",
        message.text,
        message.created_at,
        said="sent_template" if message.kind == TEMPLATE else "",
        state=_progress(message),
        error_code=message.error_code,
        urgent=bool(reply and reply.urgent),
        services=tuple(card.name for card in reply.services) if reply else (),
        choices=tuple(choice.title for choice in reply.choices) if reply else (),
        feedback=message.feedback,
    )


def _progress(message: Message) -> str:
    """A page fetches what is said; all else is sent, and may be delivered and read."""
    if message.state == SENT:
        return f"state_{message.delivery or ('sent' if message.external_id else 'shown')}"
    return "state_waiting" if message.state in _WAITING else f"state_{message.state}"
