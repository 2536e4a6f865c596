"""The weeks that a page of statistics is about."""

from dataclasses import dataclass
from datetime import date, timedelta

LENGTHS = (4, 12, 26, 52)
"""Weeks. Fixed ones that all end now: freely chosen ones could be subtracted from each other."""
DEFAULT = 12


@dataclass(frozen=True)
class Period:
    """The last weeks, the present one among them."""

    weeks: tuple[date, ...]
    """Their Mondays, the oldest first."""

    @classmethod
    def of(cls, length: str, today: date) -> "Period":
        """So many weeks up to today, as a page asks for them; anything else than `LENGTHS` is the default."""
        count = int(length) if length in map(str, LENGTHS) else DEFAULT
        monday = today - timedelta(days=today.weekday())
        return cls(tuple(monday - timedelta(weeks=back) for back in reversed(range(count))))

    @property
    def length(self) -> int:
        """How many weeks."""
        return len(self.weeks)
