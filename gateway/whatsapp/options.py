"""What can be tapped below a message: titles that fit and differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gateway.choices import page_key
from gateway.whatsapp.body import one_line, words
from gateway.whatsapp.cutting import shorten, units
from reply import Choice

ROWS = 10
"""How many rows a list may have."""
BUTTONS = 3
"""How many buttons a message may have."""
_BUTTON_TITLE = 20
_ROW_TITLE = 24
_ROW_DESCRIPTION = 72


@dataclass(frozen=True)
class Option:
    """A button or a row of a list."""

    id: str
    title: str
    """At most 24 UTF-16 units, and no other option of the message has it."""
    is_whole: bool
    """False when the title had to be cut."""
    description: str = ""

    @property
    def fits_button(self) -> bool:
        """True when nothing of the title would be lost on a button."""
        return self.is_whole and units(self.title) <= _BUTTON_TITLE

    def button(self) -> dict[str, Any]:
        """A reply button."""
        return {"type": "reply", "reply": {"id": self.id, "title": self.title}}

    def row(self) -> dict[str, str]:
        """A row of a list."""
        row = {"id": self.id, "title": self.title}
        return row | {"description": self.description} if self.description else row


def options(
    choices: Iterable[tuple[int, Choice]], message_id: int, next_page: int | None, language: str
) -> list[Option]:
    """The numbered choices of a message; with `next_page` the last option leads there."""
    more = words("more", language)
    used = {more.casefold()} if next_page is not None else set()
    made = []
    for number, choice in choices:
        made.append(_option(f"{message_id}:{number}", choice, number, language, used))
        used.add(made[-1].title.casefold())
    if next_page is not None:
        made.append(Option(page_key(message_id, next_page), more, is_whole=True))
    return made


def _option(key: str, choice: Choice, number: int, language: str, used: set[str]) -> Option:
    wanted = one_line(choice.title) or words("choice", language).format(number=number + 1)
    title = _unlike(wanted, used)
    is_whole = title.startswith(wanted)
    told = [] if is_whole else [wanted]
    description = one_line(choice.description)
    if description != wanted:
        told.append(description)
    return Option(key, title, is_whole, shorten(" · ".join(filter(None, told)), _ROW_DESCRIPTION))


def _unlike(wanted: str, used: set[str]) -> str:
    """The title, cut, and numbered when another option is called the same."""
    title, count = shorten(wanted, _ROW_TITLE), 1
    while title.casefold() in used:
        count += 1
        suffix = f" ({count})"
        title = shorten(wanted, _ROW_TITLE - len(suffix)) + suffix
    return title
