"""Recognising a choice that somebody tapped, or typed by its number or its words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reply import SHARE_POSITION, Choice, Reply

Offers = Sequence[Reply]
"""Replies with choices, the newest first."""
_TAPPED = re.compile(r"([0-9]{1,9}):(?:([0-9]{1,4})|page:([0-9]{1,4}))")


@dataclass(frozen=True)
class Tapped:
    """What somebody tapped below one of our messages: the choice of that number, or the page of that number."""

    message_id: int
    number: int | None = None
    page: int | None = None


def read_choice(key: str) -> Tapped | None:
    """What the id of a tapped button or row stands for; None when it is not one of ours."""
    found = _TAPPED.fullmatch(key)
    if not found:
        return None
    message_id, number, page = (None if digits is None else int(digits) for digits in found.groups())
    return Tapped(message_id or 0, number, page)


def page_key(message_id: int, page: int) -> str:
    """The id of the button below a message that brings a page of the same reply."""
    return f"{message_id}:page:{page}"


def tapped(payload: str | None, offers: Offers) -> str | None:
    """The payload, if one of the replies offered it: a client cannot make up commands."""
    offered = {choice.payload for reply in offers for choice in reply.choices}
    return _for_engine(payload if payload in offered else None)


def typed(text: str, newest: Reply | None) -> str | None:
    """The payload of the newest reply's choice that the text names by number ("2") or by its title."""
    if newest is None:
        return None
    wanted = text.strip().rstrip(".)").casefold()
    if wanted.isdecimal():
        return _for_engine(_numbered(int(wanted), newest.choices))
    return _for_engine(next((choice.payload for choice in newest.choices if choice.title.casefold() == wanted), None))


def _for_engine(payload: str | None) -> str | None:
    """Sharing a position is the device's to do: whoever only names that choice is answered by what they wrote."""
    return None if payload == SHARE_POSITION else payload


def _numbered(number: int, choices: tuple[Choice, ...]) -> str | None:
    return choices[number - 1].payload if 1 <= number <= len(choices) else None
