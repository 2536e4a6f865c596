"""Cutting text where a reader would: at the end of a paragraph, a sentence, a line or a word; never inside a number."""

import re
import unicodedata
from collections.abc import Callable, Iterable

URL = re.compile(r"(?:https?://|www\.)\S+")
PHONE = re.compile(r"(?<![\w+])(?:\+|\(\+?)?\d(?:(?:[ \u00a0\u202f.–/-]| ?\(|\) ?)?\d){5,40}(?!\d)")
"""Phone numbers as people write them, with at least 6 digits; also dates and large amounts, which stay whole too."""
_BOLD = re.compile(r"\*[^*\n]{1,200}\*")
_SPACE = r"[^\S\u00a0\u2007\u202f]"
_PARAGRAPH = re.compile(r"(?=\n\n)")
_SENTENCE = re.compile(
    r"(?:(?<=[.!?؟…])|(?<=[.!?؟…][»”\"')\]])|(?<=[.!?؟…][ \u00a0\u202f]»))"
    r"(?<!\n\d\.)(?<!\n\d\d\.)"  # the numbers of a list
    rf"(?={_SPACE})(?!\s*»)"
)
_LINE = re.compile(r"(?=\n)")
_WORD = re.compile(rf"(?<!«)(?={_SPACE})(?!\s*[»?!:;])")
_FILL = 1 / 3
"""How much of a page has to be used before a paragraph, sentence or line may end it."""
_JOINER = "\u200d"


def units(text: str) -> int:
    """UTF-16 code units: an emoji counts as two, which is the strictest way in which a limit can be meant."""
    return len(text.encode("utf-16-le")) // 2


def split(text: str, earlier: int, last: int, dress: Callable[[str], str]) -> list[str]:
    """Dressed pages that say all of the text: the last of at most `last` units, those before it of at most `earlier`.

    `dress` may make a text longer, by marks of direction; `last` is at least `earlier`.
    """
    pages, rest = [], text.strip()
    while len(rest) > last or units(dress(rest)) > last:
        end = _page_end(rest, earlier, dress)
        pages.append(dress(rest[:end].rstrip()))
        rest = rest[end:].lstrip()
    return [*pages, dress(rest)]


def shorten(text: str, limit: int) -> str:
    """The text, or its beginning up to a word end with "…", in at most `limit` units."""
    if units(text) <= limit:
        return text
    return text[: _word_end(text, _fitting(text, limit - 1))].rstrip(" ,;:–-") + "…"


def cut(text: str, limit: int) -> int:
    """Where to end a page of at most `limit` units: the index of the first character that does not go on it."""
    furthest = _fitting(text, limit)
    if furthest == len(text):
        return furthest
    wholes = _wholes(text, furthest)
    for pattern in (_PARAGRAPH, _SENTENCE, _LINE):
        ends = [end for end in _ends(pattern, text, furthest, wholes) if end >= furthest * _FILL]
        if ends:
            return ends[-1]
    return _word_end(text, furthest)


def _page_end(text: str, limit: int, dress: Callable[[str], str]) -> int:
    room = limit
    while True:
        end = cut(text, room)
        excess = units(dress(text[:end])) - limit
        if excess <= 0:
            return end
        room = max(1, min(room, units(text[:end])) - excess)


def _word_end(text: str, furthest: int) -> int:
    wholes = _wholes(text, furthest)
    ends = _ends(_WORD, text, furthest, wholes)
    return ends[-1] if ends else _cluster_end(text, furthest, wholes)


def _cluster_end(text: str, furthest: int, wholes: list[tuple[int, int]]) -> int:
    """Inside a word longer than the page: outside numbers and addresses if that can be, else only whole clusters."""
    for forbidden in (wholes, []):
        end = furthest
        while end and (_inside(end, forbidden) or _joined(text, end)):
            end -= 1
        if end:
            return end
    return max(1, furthest)


def _ends(pattern: re.Pattern[str], text: str, furthest: int, wholes: list[tuple[int, int]]) -> list[int]:
    starts = (found.start() for found in pattern.finditer(text, 1, furthest + 3))
    return [start for start in starts if start <= furthest and not _inside(start, wholes)]


def _wholes(text: str, furthest: int) -> list[tuple[int, int]]:
    """Where the parts are that stay in one piece."""
    window = text[: furthest + 300]
    return [found.span() for pattern in (URL, PHONE, _BOLD) for found in pattern.finditer(window)]


def _inside(position: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start < position < end for start, end in spans)


def _fitting(text: str, limit: int) -> int:
    """How many characters of the text's beginning have at most `limit` units."""
    return len(text[:limit].encode("utf-16-le")[: 2 * limit].decode("utf-16-le", "ignore"))


def _joined(text: str, position: int) -> bool:
    """True when the characters on both sides of a position are one sign for the reader."""
    before, after = text[position - 1], text[position : position + 1]
    if not after:
        return False
    if _is_flag_half(before) and _is_flag_half(after):
        halves = position - len(text[:position].rstrip(_FLAG_HALVES))
        return halves % 2 == 1
    return before == _JOINER or after == _JOINER or _extends(after)


def _extends(character: str) -> bool:
    """Combining marks, variation selectors, skin colours and the letters of regional flags."""
    is_mark = unicodedata.category(character).startswith("M")
    return is_mark or "\U0001f3fb" <= character <= "\U0001f3ff" or "\U000e0020" <= character <= "\U000e007f"


_FLAG_HALVES = "".join(map(chr, range(0x1F1E6, 0x1F200)))


def _is_flag_half(character: str) -> bool:
    return character in _FLAG_HALVES
