"""The lengths that pictures draw, from what may be shown: a picture tells no more than its table."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.statistics.hiding import Shown

LENGTH = 100
"""Of the longest bar."""


@dataclass(frozen=True)
class Part:
    """A part of a bar: where it begins, and how long it is."""

    key: str
    start: float
    length: float


def bars(lines: Sequence[Sequence[Shown]], keys: Sequence[str]) -> list[list[Part]]:
    """One bar per line, its parts one after the other; the longest of all bars has `LENGTH`."""
    longest = max((sum(count.size for count in line) for line in lines), default=0) or 1
    return [_bar(line, keys, LENGTH / longest) for line in lines]


def _bar(line: Sequence[Shown], keys: Sequence[str], scale: float) -> list[Part]:
    parts, start = [], 0.0
    for key, count in zip(keys, line, strict=True):
        length = round(count.size * scale, 2)
        if length:
            parts.append(Part(key, round(start, 2), length))
        start += length
    return parts
