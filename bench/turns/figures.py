"""What the measured turns of both systems come to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy

from bench.turns.load import Turn


@dataclass(frozen=True)
class Block:
    """Some seconds in which so many people wrote to one system."""

    system: str
    people: int
    seconds: float
    turns: Sequence[Turn]
    processor: float
    """Seconds of the processor that its processes took."""
    memory: int
    """Bytes of all its processes at the end."""

    @property
    def per_second(self) -> float:
        """Answered turns a second, only those that ended within the time."""
        return sum(turn.in_time and not turn.fault for turn in self.turns) / self.seconds


@dataclass(frozen=True)
class Figures:
    """All blocks of one system with the same number of people. Times are None when no turn was answered."""

    system: str
    people: int
    answered: int
    faults: dict[str, int]
    p50_ms: float | None
    p95_ms: float | None
    per_second: float
    processor_ms: float | None
    """Milliseconds of the processor for each turn, failed ones too: other work of the machine hardly moves it."""


@dataclass(frozen=True)
class Comparison:
    """How many times better the first system is than the second; above 1 is better, None cannot be told."""

    people: int
    per_second: float | None
    per_second_of_rounds: list[float]
    """Of each pair of neighbouring blocks: how far noise of the machine moves it."""
    p50: float | None
    p95: float | None
    processor: float | None


def percentile(values: Sequence[float], percent: float) -> float | None:
    """Between neighbours, the straight line; None of nothing."""
    return float(numpy.percentile(values, percent)) if values else None


def figures(blocks: Sequence[Block]) -> Figures:
    """Of blocks of one system with the same number of people; at least one."""
    turns = [turn for block in blocks for turn in block.turns]
    milliseconds = [1000 * turn.seconds for turn in turns if not turn.fault]
    seconds = sum(block.seconds for block in blocks)
    return Figures(
        system=blocks[0].system,
        people=blocks[0].people,
        answered=len(milliseconds),
        faults=dict(Counter(turn.fault for turn in turns if turn.fault)),
        p50_ms=percentile(milliseconds, 50),
        p95_ms=percentile(milliseconds, 95),
        per_second=sum(block.per_second * block.seconds for block in blocks) / seconds,
        processor_ms=_ratio(1000 * sum(block.processor for block in blocks), len(turns)),
    )


def compare(ours: Sequence[Block], theirs: Sequence[Block]) -> Comparison:
    """Blocks of two systems with the same number of people, in the order in which they were measured."""
    our, their = figures(ours), figures(theirs)
    rounds = (_ratio(mine.per_second, other.per_second) for mine, other in zip(ours, theirs, strict=True))
    return Comparison(
        people=our.people,
        per_second=_ratio(our.per_second, their.per_second),
        per_second_of_rounds=[ratio for ratio in rounds if ratio is not None],
        p50=_ratio(their.p50_ms, our.p50_ms),
        p95=_ratio(their.p95_ms, our.p95_ms),
        processor=_ratio(their.processor_ms, our.processor_ms),
    )


def _ratio(upper: float | None, lower: float | None) -> float | None:
    return upper / lower if upper is not None and lower else None
