"""Which rows count on which day: the usual week, or the narrowest dated period."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from knowledge.hours.row import OpeningRow

Rows = tuple[OpeningRow, ...]


@dataclass(frozen=True)
class Period:
    """All rows with the same dates; the rows without dates make the usual week."""

    first: date
    last: date
    is_dated: bool
    opening: Rows
    """The rows with hours."""
    closed: frozenset[int]
    """The weekdays its rows without hours close."""

    @property
    def days(self) -> int:
        """How long it is."""
        return (self.last - self.first).days + 1

    def governs(self, day: date) -> bool:
        """True when it says something about that day. A period without hours leaves the days it does not name alone."""
        return self.first <= day <= self.last and (bool(self.opening) or day.weekday() in self.closed)

    def opening_on(self, day: date) -> Rows:
        """The rows that may open on such a weekday."""
        weekday = day.weekday()
        if weekday in self.closed:
            return ()
        return tuple(row for row in self.opening if any(weekday == named for _, named in row.days))


@lru_cache(maxsize=4096)
def periods(rows: Rows) -> tuple[Period, ...]:
    """The periods of the rows, the one that wins first."""
    by_dates: dict[tuple[date | None, date | None], list[OpeningRow]] = defaultdict(list)
    for row in rows:
        by_dates[row.valid_from, row.valid_to].append(row)
    made = [_period(tuple(group)) for group in by_dates.values()]
    return tuple(sorted(made, key=lambda period: (not period.is_dated, period.days, -period.first.toordinal())))


def _period(rows: Rows) -> Period:
    return Period(
        first=rows[0].first,
        last=rows[0].last,
        is_dated=rows[0].is_dated,
        opening=tuple(row for row in rows if row.opens_at),
        closed=frozenset(weekday for row in rows if not row.opens_at for _, weekday in row.days),
    )


def period_of(rows: Rows, day: date) -> Period | None:
    """The period that counts on a day; None when no row says anything about it."""
    return next((period for period in periods(rows) if period.governs(day)), None)
