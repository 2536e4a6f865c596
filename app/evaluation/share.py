"""A share of counted things, with how sure it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

_Z = 1.959964
"""Standard deviations of a normal distribution on each side that hold 95 % of it."""


@dataclass(frozen=True)
class Share:
    """`counted` of `number` things; `number` is at least 1."""

    counted: int
    number: int

    @property
    def value(self) -> float:
        """The share, from 0 to 1."""
        return self.counted / self.number

    @property
    def interval(self) -> tuple[float, float]:
        """The Wilson score interval at 95 %: where the share of very many such things is likely to lie."""
        shrink = 1 + _Z**2 / self.number
        centre = (self.value + _Z**2 / (2 * self.number)) / shrink
        half = _Z * sqrt(self.value * (1 - self.value) / self.number + _Z**2 / (4 * self.number**2)) / shrink
        return max(0.0, centre - half), min(1.0, centre + half)


def share(results: Iterable[bool]) -> Share | None:
    """How many of the results are true; None when there are none at all."""
    known = list(results)
    return Share(sum(known), len(known)) if known else None
