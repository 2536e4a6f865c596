"""Recognising a choice that somebody tapped, or typed by its number or its words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reply import Choice, Reply

Offers = Sequence[Reply]
"""Replies with choices, the newest first."""
_CHOICE_ID = re.compile(r"(\d{1,18}):(page:)?(\d{1,4})")


@dataclass(frozen=True)
class Tapped:
    """What the id of a button names: a choice of a message by its number, or another page of it."""

    message_id: int
    number: int
    is_page: bool = False

    @property
    def id(self) -> str:
        """The id as a channel sends it back."""
        return f"{self.message_id}:{'page:' if self.is_page else ''}{self.number}"


def read_choice_id(sent: str) -> Tapped | None:
    """What an id from the network names; None for one that we did not make."""
    found = _CHOICE_ID.fullmatch(sent)
    return Tapped(int(found[1]), int(found[3]), bool(found[2])) if found else None


def tapped(payload: str | None, offers: Offers) -> str | None:
    """The payload, if one of the replies offered it: a client cannot make up commands."""
    offered = {choice.payload for reply in offers for choice in reply.choices}
    return payload if payload in offered else None


def typed(text: str, newest: Reply | None) -> str | None:
    """The payload of the newest reply's choice that the text names by number ("2") or by its title."""
    if newest is None:
        return None
    wanted = text.strip().rstrip(".)").casefold()
    if wanted.isdecimal():
        return _numbered(int(wanted), newest.choices)
    return next((choice.payload for choice in newest.choices if choice.title.casefold() == wanted), None)


def _numbered(number: int, choices: tuple[Choice, ...]) -> str | None:
    return choices[number - 1].payload if 1 <= number <= len(choices) else None
