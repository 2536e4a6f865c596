"""A WhatsApp message's text as a phone shows it: with WhatsApp's formatting, and with what can be tapped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gateway.whatsapp.cutting import PHONE, URL

_FORMATS = {"*": "bold", "_": "italic", "~": "struck"}
_FORMATTED = re.compile(r"(?<![\w*_~])([*_~])(?=\S)([^\n*_~]*\S)\1(?![\w*_~])")
_TAPPABLE = re.compile(f"{URL.pattern}|{PHONE.pattern}")
_AFTER_ADDRESS = ".,;:!?)»”\"'"
"""What stands behind an address and is no part of it."""


@dataclass(frozen=True)
class Piece:
    """A part of a text that looks the same throughout."""

    text: str
    look: str = ""
    """bold, italic, struck or nothing."""
    link: str = ""
    """Where a tap leads."""


def pieces(text: str) -> tuple[Piece, ...]:
    """All of the text, without the signs that stand for formatting; an address of a page has none."""
    found: list[Piece] = []
    done = 0
    for match in _TAPPABLE.finditer(text):
        shown = match[0].rstrip(_AFTER_ADDRESS)
        found += [*_formatted(text[done : match.start()]), Piece(shown, link=_target(shown))]
        done = match.start() + len(shown)
    return tuple([*found, *_formatted(text[done:])])


def _formatted(text: str) -> Iterator[Piece]:
    done = 0
    for match in _FORMATTED.finditer(text):
        yield from _plain(text[done : match.start()])
        yield Piece(match[2], _FORMATS[match[1]])
        done = match.end()
    yield from _plain(text[done:])


def _plain(text: str) -> Iterator[Piece]:
    if text:
        yield Piece(text)


def _target(shown: str) -> str:
    if URL.fullmatch(shown):
        return shown if shown.startswith("http") else f"https://{shown}"
    return "tel:" + re.sub(r"[^\d+]", "", shown)
