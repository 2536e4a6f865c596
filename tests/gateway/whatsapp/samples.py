"""What a WhatsApp message may be, and how to read one in tests."""

import json
import re
import unicodedata
from typing import Any

from tests.gateway.whatsapp.meta_limits import violations_of

ISOLATE, END = "\u2066", "\u2069"
_FORMATTING = frozenset("*_~`∗＿∼ˋ")
_BEYOND_16_BITS = re.compile("[\U00010000-\U0010ffff]")


def kind_of(message: dict[str, Any]) -> str:
    """text, button, list or location_request_message."""
    return str(message["interactive"]["type"] if message["type"] == "interactive" else message["type"])


def body_of(message: dict[str, Any]) -> str:
    """What the person reads above the buttons."""
    holder = message["text"] if message["type"] == "text" else message["interactive"]["body"]
    return str(holder["body"] if message["type"] == "text" else holder["text"])


def options_of(message: dict[str, Any]) -> list[dict[str, str]]:
    """The buttons or rows, in order: id, title and perhaps description."""
    action = message.get("interactive", {}).get("action", {})
    rows = [row for section in action.get("sections", []) for row in section["rows"]]
    return [button["reply"] for button in action.get("buttons", [])] + rows


def said(text: str) -> str:
    """The characters that a reader sees, without spaces and formatting."""
    plain = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return "".join(c for c in plain if unicodedata.category(c)[0] not in "CZ" and c not in _FORMATTING)


def assert_allowed(message: dict[str, Any]) -> None:
    """Every limit of the Cloud API, counted in UTF-16 units, and titles that can be read and told apart."""
    wide = json.loads(_BEYOND_16_BITS.sub(_as_two, json.dumps(message, ensure_ascii=False)))
    assert violations_of({"messaging_product": "whatsapp", "to": "212600000000", **wide}) == []
    titles = [option["title"] for option in options_of(message)]
    assert all(title == title.strip() != "" for title in titles)
    assert len({title.casefold() for title in titles}) == len(titles)
    assert body_of(message).strip()
    assert body_of(message).count(ISOLATE) == body_of(message).count(END)


def _as_two(character: re.Match[str]) -> str:
    """Two characters in the place of one that takes two units, others for each."""
    high, low = divmod(ord(character[0]), 0x400)
    return chr(0x4E00 + high) + chr(0x4E00 + low)
