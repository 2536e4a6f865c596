"""What became better and worse between two runs of the regression set."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from desk.test_bench.models import RegressionResult
from desk.test_bench.runs import NO_ANSWER
from reply.judging import OFFERED, RIGHT, WRONG

LISTS = ("worse", "better", "new_wrong", "still_wrong", "unanswered")
"""What is shown of a comparison, the most important first."""
_WORTH = {RIGHT: 2, OFFERED: 1, WRONG: 0}


@dataclass(frozen=True)
class Compared:
    """One question in both runs; `earlier` is None when the run before did not ask it, or asked something else."""

    later: RegressionResult
    earlier: RegressionResult | None


@dataclass
class Comparison:
    """The questions of a run by what became of them."""

    better: list[Compared] = field(default_factory=list)
    worse: list[Compared] = field(default_factory=list)
    still_wrong: list[Compared] = field(default_factory=list)
    new_wrong: list[Compared] = field(default_factory=list)
    """Not right, and not asked before."""
    unanswered: list[Compared] = field(default_factory=list)
    """No answer came in this run."""
    unchanged: list[Compared] = field(default_factory=list)
    """Right, as before or for the first time."""
    counts: Counter[str] = field(default_factory=Counter)
    """By verdict, in this run."""


def compare(later: Iterable[RegressionResult], earlier: Iterable[RegressionResult]) -> Comparison:
    """How the results of a run differ from those of the run before. Questions may have been changed in between."""
    known = {result.question_id: result for result in earlier if result.verdict != NO_ANSWER}
    comparison = Comparison()
    for result in later:
        comparison.counts[result.verdict] += 1
        before = known.get(result.question_id)
        _sort_in(comparison, Compared(result, before if before and before.expected == result.expected else None))
    return comparison


def _sort_in(comparison: Comparison, compared: Compared) -> None:
    if compared.later.verdict == NO_ANSWER:
        comparison.unanswered.append(compared)
        return
    worth = _WORTH[compared.later.verdict]
    if compared.earlier is None:
        (comparison.new_wrong if worth < _WORTH[RIGHT] else comparison.unchanged).append(compared)
        return
    change = worth - _WORTH[compared.earlier.verdict]
    if change > 0:
        comparison.better.append(compared)
    elif change < 0:
        comparison.worse.append(compared)
    elif worth < _WORTH[RIGHT]:
        comparison.still_wrong.append(compared)
    else:
        comparison.unchanged.append(compared)
