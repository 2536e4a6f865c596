"""Whether a confidence tells the truth: of the articles answered with 0.8, 80 in 100 should be right."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from app.evaluation.measures import Pair
from app.evaluation.share import Share
from reply.gold import Gold
from reply.judging import Answer, right_article

_BINS = 20


@dataclass(frozen=True)
class Bin:
    """The articles that were answered with a confidence between two bounds."""

    low: float
    high: float
    mean_confidence: float
    right: Share


@dataclass(frozen=True)
class Calibration:
    """The bins that are not empty, in their order. There is at least one."""

    bins: tuple[Bin, ...]

    @property
    def number(self) -> int:
        """How many articles were answered."""
        return sum(part.right.number for part in self.bins)

    @property
    def expected_error(self) -> float:
        """The expected calibration error: how far confidence and share right are apart, on average over answers."""
        apart = sum(abs(part.right.value - part.mean_confidence) * part.right.number for part in self.bins)
        return apart / self.number


def calibration(pairs: Sequence[Pair]) -> Calibration | None:
    """The calibration of all answers that give an article as if it were certain; None when there are none.

    An article given where none was asked for is wrong. Left out: questions of which the right article is not known.
    """
    bins = defaultdict(list)
    for gold, got in pairs:
        if _can_be_judged(gold, got):
            right = gold.kind == "question" and right_article(gold, got)
            bins[min(int(got["confidence"] * _BINS), _BINS - 1)].append((got["confidence"], right))
    return Calibration(tuple(_bin(index, bins[index]) for index in sorted(bins))) if bins else None


def _can_be_judged(gold: Gold, got: Answer) -> bool:
    answered = got["kind"] == "question" and got["article"] is not None
    return answered and (gold.kind != "question" or bool(gold.articles))


def _bin(index: int, answers: Sequence[tuple[float, bool]]) -> Bin:
    mean = sum(confidence for confidence, _ in answers) / len(answers)
    right = Share(sum(is_right for _, is_right in answers), len(answers))
    return Bin(index / _BINS, (index + 1) / _BINS, mean, right)
