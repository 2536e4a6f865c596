"""How a person goes back from a human to the assistant."""

import unicodedata

_WORDS = frozenset("menu bot robot القائمة قائمة القايمة المينيو البوت بوت الروبوت روبوت".split())
_MENU = "/menu"
"""What the button for all subjects stands for."""


def wants_assistant(text: str, payload: str | None) -> bool:
    """True for one of the words alone, however it is written, and for the button of the same meaning."""
    return payload == _MENU or _plain(text) in _WORDS


def _plain(text: str) -> str:
    """Small letters without accents, signs and the lines that stretch Arabic words."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in letters if unicodedata.category(letter) in ("Ll", "Lo"))
