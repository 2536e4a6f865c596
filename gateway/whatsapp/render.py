"""One reply as WhatsApp messages: as much as fits goes into the first, the rest waits behind a button.

Every message costs money, so the rest is only sent to who asks for it.
"""

from dataclasses import dataclass
from typing import Any

from gateway.whatsapp.body import body, words
from gateway.whatsapp.cutting import split, units
from gateway.whatsapp.direction import dress
from gateway.whatsapp.options import BUTTONS, ROWS, Option, options
from reply import SHARE_POSITION, Reply

_TEXT_BODY = _LIST_BODY = 4096
_BUTTONS_BODY = _LOCATION_BODY = 1024


@dataclass(frozen=True)
class _Page:
    text: str
    numbers: tuple[int, ...] = ()
    """Which of the reply's choices are offered here."""
    asks_position: bool = False


def render(reply: Reply, message_id: int, page: int = 0, notice: str = "") -> dict[str, Any]:
    """The content of one message, without its addressee.

    `page` counts from 0; `notice` comes last in the text. Raises ValueError for a page that the reply does not have.
    """
    planned = _plan(reply, notice)
    if not 0 <= page < len(planned):
        raise ValueError(f"page {page} of a reply that has {len(planned)}")
    shown = planned[page]
    next_page = page + 1 if page + 1 < len(planned) else None
    choices = [(number, reply.choices[number]) for number in shown.numbers]
    offered = options(choices, message_id, next_page, reply.language)
    if shown.asks_position and not offered:
        return _interactive("location_request_message", shown.text, {"name": "send_location"})
    if not offered:
        return {"type": "text", "text": {"preview_url": False, "body": shown.text}}
    if len(offered) <= BUTTONS and units(shown.text) <= _BUTTONS_BODY and all(option.fits_button for option in offered):
        return _interactive("button", shown.text, {"buttons": [option.button() for option in offered]})
    return _interactive("list", shown.text, _rows(offered, reply.language))


def pages(reply: Reply, notice: str = "") -> int:
    """How many messages the whole reply needs."""
    return len(_plan(reply, notice))


def template(name: str, language: str) -> dict[str, Any]:
    """A message that Meta has approved, for when the person has not written for 24 hours."""
    return {"type": "template", "template": {"name": name, "language": {"code": language}}}


def _plan(reply: Reply, notice: str) -> list[_Page]:
    """The text in pages; the choices come with its last one, and on pages of their own when they are too many."""
    shared = [number for number, choice in enumerate(reply.choices) if choice.payload == SHARE_POSITION]
    offered = [number for number in range(len(reply.choices)) if number not in shared]
    asks_position = bool(shared) and not offered
    last = _LOCATION_BODY if asks_position else _LIST_BODY if offered else _TEXT_BODY
    text = body(reply, notice, asks_position=bool(shared and offered))
    *earlier, end = split(text, _BUTTONS_BODY, last, lambda part: dress(part, reply.language))
    first, *later = _in_lists(offered)
    more = words("more_choices", reply.language)
    return [*map(_Page, earlier), _Page(end, first, asks_position), *(_Page(more, numbers) for numbers in later)]


def _in_lists(numbers: list[int]) -> list[tuple[int, ...]]:
    """At most ten in the last list, nine and the way to the rest in the others."""
    lists, rest = [], tuple(numbers)
    while len(rest) > ROWS:
        lists.append(rest[: ROWS - 1])
        rest = rest[ROWS - 1 :]
    return [*lists, rest]


def _rows(offered: list[Option], language: str) -> dict[str, Any]:
    return {"button": words("choose", language), "sections": [{"rows": [option.row() for option in offered]}]}


def _interactive(kind: str, text: str, action: dict[str, Any]) -> dict[str, Any]:
    return {"type": "interactive", "interactive": {"type": kind, "body": {"text": text}, "action": action}}
