"""Recognising a choice that somebody tapped, or typed by its number or its words."""

from collections.abc import Iterable

from reply import Choice, Reply


def tapped(payload: str | None, offers: Iterable[Reply]) -> str | None:
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
