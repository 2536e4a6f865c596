"""Keeping phone numbers and Latin names readable on WhatsApp, above all inside text that runs from right to left."""

import re
from collections.abc import Callable

from gateway.whatsapp.cutting import PHONE, URL

_RIGHT_TO_LEFT = "ar"
_ISOLATE, _END = "\u2066", "\u2069"
_NO_BREAK = "\u00a0"
_RIGHT_TO_LEFT_LETTER = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN = "A-Za-zÀ-ɏ"
_LATIN_LETTER = re.compile(f"[{_LATIN}]")
_TOKEN = rf"[{_LATIN}\d]+(?:[.'’&@_/-][{_LATIN}\d]+)*"
_RUN = re.compile(rf"{_TOKEN}(?:[ ,;:–-]{{1,3}}{_TOKEN}| ?\({_TOKEN}(?: {_TOKEN})*\))*")
"""Words in Latin letters with the numbers and marks between them."""
_NUMBERS = re.compile(r"\d+(?:[:./–-]\d+)+|\d{1,3}(?: \d{3})+(?!\d)")
"""Numbers whose parts would change places: 2018-2019, 10 000."""


def dress(text: str, language: str) -> str:
    """The text with unbroken phone numbers; in a right-to-left language these and Latin words become isolates.

    Addresses of pages get no marks: a phone would take a mark beside an address as a part of it.
    """
    if language != _RIGHT_TO_LEFT:
        return _between(URL, text, str, lambda words: _between(PHONE, words, _unbroken, str))
    return "\n".join(map(_dressed_line, text.split("\n")))


def _dressed_line(line: str) -> str:
    others = _dressed_words if _RIGHT_TO_LEFT_LETTER.search(line) else str
    return _between(URL, line, str, lambda words: _between(PHONE, words, _isolated_phone, others))


def _between(pattern: re.Pattern[str], text: str, found: Callable[[str], str], others: Callable[[str], str]) -> str:
    """The text with `found` applied to what the pattern finds and `others` to what is between."""
    parts, done = [], 0
    for match in pattern.finditer(text):
        parts += [others(text[done : match.start()]), found(match[0])]
        done = match.end()
    return "".join([*parts, others(text[done:])])


def _dressed_words(segment: str) -> str:
    return _RUN.sub(lambda found: _dressed_run(found[0]), segment)


def _dressed_run(run: str) -> str:
    if _LATIN_LETTER.search(run):
        return _isolated(run)
    return _NUMBERS.sub(lambda found: _isolated(found[0]), run)


def _isolated(text: str) -> str:
    return f"{_ISOLATE}{text}{_END}"


def _isolated_phone(phone: str) -> str:
    return _isolated(_unbroken(phone))


def _unbroken(phone: str) -> str:
    return phone.replace(" ", _NO_BREAK)
