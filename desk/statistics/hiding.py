"""How a count may be shown, so that nobody can be found in it."""

from collections.abc import Callable
from dataclasses import dataclass

FEW = 5
"""A count below this is shown as "fewer than"; all others, totals too, as a multiple of it."""


@dataclass(frozen=True)
class Shown:
    """A count as it is shown, drawn and exported."""

    value: int
    """A multiple of `FEW`; 0 for none and for few."""
    few: bool = False
    """True for 1 to `FEW` - 1."""

    def __str__(self) -> str:
        """In tables."""
        return f"< {FEW}" if self.few else str(self.value)

    @property
    def size(self) -> float:
        """What a picture draws; every hidden count is drawn alike."""
        return FEW / 2 if self.few else self.value


class Hiding:
    """Hides few, and rounds the rest up or down by chance, so that what is hidden is not the rest of a total.

    Rounding to the nearest would tell it sometimes: where all parts are rounded down and the total is rounded up, only
    one number fits. The chance is the same whenever the same count of the same cell is shown; who does not know the
    installation's secret cannot know it. The expected value of what is shown is the count.
    """

    def __init__(self, digest: Callable[[str], str], scope: str) -> None:
        """`digest` gives a keyed hash in hexadecimal digits; `scope` names what the cells are of, such as a period."""
        self._digest = digest
        self._scope = scope

    def shown(self, count: int, *cell: str) -> Shown:
        """The count of a cell, hidden or rounded."""
        if 0 < count < FEW:
            return Shown(0, few=True)
        whole, rest = divmod(count, FEW)
        up = rest and int(self._digest("\x1f".join((self._scope, *cell))), 16) % FEW < rest
        return Shown(FEW * (whole + bool(up)))


def share(part: Shown, *whole: Shown) -> int | None:
    """Percent that a part is of a sum, from what is shown; None when the sum is too small to say."""
    total = sum(each.value for each in whole)
    return round(100 * part.value / total) if total >= 4 * FEW and not part.few else None
