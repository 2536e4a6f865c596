"""The difference between two contents, so that people can read it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from knowledge.content_check.text_rules import TEXT_FIELDS
from knowledge.editing.content import LIST_FIELDS, Content
from language.identify import LANGUAGES

SAME, ADDED, REMOVED = "same", "added", "removed"
SHARED_FIELDS = ("topic", "risk", "as_of", "review_by", "verified_on", "verified_by", "services", "related", "sources")
"""Fields that are the same in every language, in the order in which they are shown; the key is not compared."""
_WORD = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True)
class Piece:
    """A part of a text: `SAME`, `ADDED` or `REMOVED`."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """A field that differs. `language` is empty for what is the same in every language.

    A text is one line of words; of a list there is a line for each entry that was added, removed or changed.
    """

    field: str
    language: str
    lines: tuple[tuple[Piece, ...], ...]


def changes(one: Content, other: Content) -> list[Change]:
    """What became of `one` in `other`, field by field."""
    found = [_change(field, "", one.get(field), other.get(field)) for field in SHARED_FIELDS]
    for language in LANGUAGES:
        before, after = one["languages"].get(language, {}), other["languages"].get(language, {})
        found += [_change(field, language, before.get(field), after.get(field)) for field in TEXT_FIELDS]
    return [change for change in found if change.lines]


def _change(field: str, language: str, before: Any, after: Any) -> Change:
    if field in LIST_FIELDS or field in ("services", "related", "sources"):
        is_ordered = field != "samples"
        return Change(field, language, tuple(_lines(_entries(before), _entries(after), is_ordered)))
    old, new = str(before or ""), str(after or "")
    return Change(field, language, (_words(old, new),) if old != new else ())


def _entries(value: Any) -> list[str]:
    return [_source(item) if isinstance(item, dict) else str(item) for item in value or []]


def _source(source: dict[str, str]) -> str:
    return " · ".join(filter(None, (source.get(name) for name in ("title", "year", "locator", "url", "fact"))))


def _lines(before: list[str], after: list[str], is_ordered: bool) -> Iterator[tuple[Piece, ...]]:
    if not is_ordered:
        yield from ((Piece(REMOVED, text),) for text in before if text not in after)
        yield from ((Piece(ADDED, text),) for text in after if text not in before)
        return
    for tag, old, new in _steps(before, after):
        if tag == "replace" and len(old) == len(new):
            yield from (_words(one, other) for one, other in zip(old, new, strict=True))
        elif tag != "equal":
            yield from ((Piece(REMOVED, text),) for text in old)
            yield from ((Piece(ADDED, text),) for text in new)


def _words(before: str, after: str) -> tuple[Piece, ...]:
    """Word by word; the white space behind a word belongs to it."""
    pieces: list[Piece] = []
    for tag, old, new in _steps(_WORD.findall(before), _WORD.findall(after)):
        if tag == "equal":
            pieces.append(Piece(SAME, "".join(old)))
            continue
        pieces += [Piece(kind, "".join(part)) for kind, part in ((REMOVED, old), (ADDED, new)) if part]
    return tuple(pieces)


def _steps(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    for tag, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield tag, before[start:end], after[new_start:new_end]
