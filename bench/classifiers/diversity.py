"""How different the examples of a label are from each other: by their words and by their sentence vectors."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy

from bench.classifiers.examples import Example
from bench.classifiers.folds import NEAR
from bench.classifiers.table import table
from language.encoder import encode
from language.normalise import words
from language.reading import read

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LENGTHS = (1, 2, 3)
ALL = "all"


@dataclass(frozen=True)
class Diversity:
    """Of the lines of one label in one variety; `nearest_…` are cosines to the nearest other of these lines."""

    label: str
    variety: str
    lines: int
    distinct: list[float]
    """Distinct runs of one, two and three words, as shares of all runs: many lines always share more words."""
    nearest_mean: float
    nearest_p95: float
    near_copies: float
    """The share of lines with a nearly equal one."""


def distinct(texts: Sequence[str], length: int) -> float:
    """The share of different ones among all runs of so many words; 0 when no text is that long."""
    runs = [run for text in texts for run in _runs(words(text), length)]
    return len(set(runs)) / len(runs) if runs else 0.0


def nearest(vectors: "NDArray[numpy.float32]") -> "NDArray[numpy.float32]":
    """The cosine of each vector of length 1 with the nearest other one; 0 when there is no other."""
    if len(vectors) < 2:
        return numpy.zeros(len(vectors), dtype=numpy.float32)
    likeness = vectors @ vectors.T
    numpy.fill_diagonal(likeness, -1)
    return numpy.asarray(likeness.max(axis=1))


def diversity(examples: Sequence[Example]) -> list[Diversity]:
    """First all labels of each variety together, compared within their label; then label by label."""
    vectors = encode([read(example.text).meaning for example in examples])
    parts: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, example in enumerate(examples):
        parts[example.label, example.variety].append(index)
    likeness = {part: nearest(vectors[indices]) for part, indices in parts.items()}
    texts = {part: [examples[index].text for index in indices] for part, indices in parts.items()}
    rows = [_row(*part, texts[part], likeness[part]) for part in sorted(parts)]
    return [_together(variety, texts, likeness) for variety in sorted({variety for _, variety in parts})] + rows


def diversity_table(rows: Sequence[Diversity]) -> str:
    """One line each."""
    head = ("label", "variety", "lines", "distinct-1", "-2", "-3", "nearest, mean", "p95", f"above {NEAR}")
    return table([head, *((row.label, row.variety, str(row.lines), *_numbers(row)) for row in rows)])


def _runs(tokens: Sequence[str], length: int) -> list[tuple[str, ...]]:
    return list(zip(*(tokens[start:] for start in range(length)), strict=False))


def _row(label: str, variety: str, texts: Sequence[str], likeness: "NDArray[numpy.float32]") -> Diversity:
    return Diversity(
        label,
        variety,
        len(texts),
        [distinct(texts, length) for length in _LENGTHS],
        float(likeness.mean()),
        float(numpy.percentile(likeness, 95)),
        float((likeness > NEAR).mean()),
    )


def _together(
    variety: str,
    texts: dict[tuple[str, str], list[str]],
    likeness: "dict[tuple[str, str], NDArray[numpy.float32]]",
) -> Diversity:
    own = [part for part in texts if part[1] == variety]
    return _row(
        ALL,
        variety,
        [text for part in own for text in texts[part]],
        numpy.concatenate([likeness[part] for part in own]),
    )


def _numbers(row: Diversity) -> list[str]:
    return [f"{number:.2f}" for number in (*row.distinct, row.nearest_mean, row.nearest_p95)] + [
        f"{row.near_copies:.1%}"
    ]
