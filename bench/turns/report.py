"""The result as a table and as JSON."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bench.classifiers.table import table
from bench.turns.figures import Block, Comparison, Figures, compare, figures


@dataclass(frozen=True)
class Report:
    """Everything that was measured; the first of `systems` is compared with the second."""

    systems: tuple[str, str]
    measured: list[Figures]
    comparisons: list[Comparison]
    memory: dict[str, int]
    """System → the most bytes of all its processes at the end of a block."""

    @classmethod
    def of(cls, systems: tuple[str, str], blocks: Sequence[Block]) -> "Report":
        """Of all blocks; both systems have the same numbers of people, in the same order."""
        groups = [
            tuple([block for block in blocks if (block.system, block.people) == (system, people)] for system in systems)
            for people in dict.fromkeys(block.people for block in blocks)
        ]
        return cls(
            systems,
            [figures(group) for pair in groups for group in pair],
            [compare(ours, theirs) for ours, theirs in groups],
            {system: max(block.memory for block in blocks if block.system == system) for system in systems},
        )

    def text(self) -> str:
        """For the terminal."""
        return "\n\n".join(part for part in (self._figures(), self._faults(), self._ratios(), self._memory()) if part)

    def content(self) -> dict[str, Any]:
        """For the file."""
        return asdict(self)

    def _figures(self) -> str:
        rows = [("writing at once", "people", "answered", "failed", "p50, ms", "p95, ms", "turns/s", "processor, ms")]
        for one in self.measured:
            counts = str(one.people), str(one.answered), str(sum(one.faults.values()))
            times = _number(one.p50_ms, 0), _number(one.p95_ms, 0)
            rows.append((one.system, *counts, *times, f"{one.per_second:.1f}", _number(one.processor_ms, 1)))
        return table(rows)

    def _faults(self) -> str:
        return "\n".join(
            f"Failed: {one.system}, {one.people} people: {count} × {fault}"
            for one in self.measured
            for fault, count in one.faults.items()
        )

    def _ratios(self) -> str:
        ours, theirs = self.systems
        rows = [(f"{ours} ÷ {theirs}", "turns/s", "of the rounds", "p50 shorter", "p95 shorter", "processor less")]
        for one in self.comparisons:
            rounds = one.per_second_of_rounds
            spread = f"{min(rounds):.1f}–{max(rounds):.1f}" if rounds else "–"
            times = _number(one.p50, 1), _number(one.p95, 1), _number(one.processor, 1)
            rows.append((f"{one.people} people", _number(one.per_second, 1), spread, *times))
        return table(rows)

    def _memory(self) -> str:
        return table(
            [("memory (PSS, at most)", "MB"), *((name, f"{size / 1e6:.0f}") for name, size in self.memory.items())]
        )


def _number(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"
