"""One row of opening hours, as administrators enter it and HSDS exchanges it."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FIRST_DAY = date(1900, 1, 1)
"""OSM expressions know no earlier year."""
LAST_DAY = date.max
_DAY = re.compile(rf"(-1|[1-5])?({'|'.join(WEEKDAYS)})")
_OPENS = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_CLOSES = re.compile(rf"{_OPENS.pattern}|24:00")
_WEEK = timedelta(days=7)

Days = tuple[tuple[int, int], ...]
"""Pairs of the occurrence in the month (0: each) and the weekday (0: Monday)."""


@dataclass(frozen=True)
class OpeningRow:
    """A row of HSDS's `schedule`. Raises ValueError, with the value that is wrong, when it has no clear meaning.

    - Rows without dates are the usual week.
    - Rows with dates and hours (Ramadan, summer, one day) replace the usual week on all days from `valid_from` to
      `valid_to`, both included: a day that none of them names is closed. Without one of the two dates the period has
      no beginning or no end.
    - A row with dates but no hours closes the days it names, or all days of its period when it names none. It wins
      over rows of the same period.
    - Where periods overlap, the narrower one counts, and of two as long as each other the one that begins later.
    - Several rows on one day add up. A row that closes before it opens goes past midnight; all of it belongs to the
      day on which it opens.
    """

    byday: str | None
    """iCalendar days: "MO,TU"; in monthly rows with their occurrence: "2TU" the second, "-1TU" the last Tuesday.
    None in rows with dates: every day of the period."""
    opens_at: str | None
    """"09:00", Moroccan time."""
    closes_at: str | None
    """"15:00"; "24:00" is the end of the day."""
    freq: str = "WEEKLY"
    """WEEKLY or MONTHLY."""
    valid_from: date | None = None
    valid_to: date | None = None

    def __post_init__(self) -> None:
        """Refuse rows without a clear meaning."""
        self._check_hours()
        self._check_days()
        self._check_dates()

    @property
    def is_dated(self) -> bool:
        """True when the row is no part of the usual week."""
        return self.valid_from is not None or self.valid_to is not None

    @property
    def first(self) -> date:
        """The first day on which the row counts."""
        return self.valid_from or FIRST_DAY

    @property
    def last(self) -> date:
        """The last day on which the row counts."""
        return self.valid_to or LAST_DAY

    @property
    def days(self) -> Days:
        """The days the row names."""
        return _days(self.byday)

    def falls_on(self, day: date) -> bool:
        """True when the row names that day, whatever its period."""
        occurrences = {0, (day.day + 6) // 7, -1 if (day + _WEEK).month != day.month else 0}
        return any(weekday == day.weekday() and occurrence in occurrences for occurrence, weekday in self.days)

    def _check_hours(self) -> None:
        if (self.opens_at is None) != (self.closes_at is None):
            raise ValueError(f"half a row: opens at {self.opens_at!r}, closes at {self.closes_at!r}")
        if self.opens_at is None or self.closes_at is None:
            if not self.is_dated:
                raise ValueError(f"a row without hours needs dates: {self.byday!r}")
            return
        for time, shape in ((self.opens_at, _OPENS), (self.closes_at, _CLOSES)):
            if not shape.fullmatch(time):
                raise ValueError(f"not a time such as 09:00: {time!r}")
        if self.opens_at == self.closes_at:
            raise ValueError(f"opens and closes at the same time: {self.opens_at!r} (a whole day is 00:00 to 24:00)")

    def _check_days(self) -> None:
        if self.freq not in ("WEEKLY", "MONTHLY"):
            raise ValueError(f"neither WEEKLY nor MONTHLY: {self.freq!r}")
        monthly = self.freq == "MONTHLY"
        if monthly and self.opens_at is None:
            raise ValueError(f"a row without hours cannot be MONTHLY: {self.byday!r}")
        if self.byday is None and (monthly or not self.is_dated):
            raise ValueError("a row without days: only WEEKLY rows with dates may name none")
        if self.byday is not None and any((occurrence != 0) != monthly for occurrence, _ in self.days):
            raise ValueError(f"not the days of a {self.freq} row: {self.byday!r}")

    def _check_dates(self) -> None:
        if not self.is_dated:
            return
        if self.first < FIRST_DAY or self.last < FIRST_DAY:
            raise ValueError(f"a date before {FIRST_DAY}: {min(self.first, self.last)}")
        if self.last < self.first:
            raise ValueError(f"ends before it begins: from {self.first} to {self.last}")
        if not weekdays_between(self.first, self.last) & {weekday for _, weekday in self.days}:
            raise ValueError(f"no {self.byday} from {self.first} to {self.last}")


def first_week(first: date, last: date) -> list[date]:
    """The days from `first` to `last`, seven at most."""
    return [first + timedelta(days=number) for number in range(min(7, (last - first).days + 1))]


def weekdays_between(first: date, last: date) -> frozenset[int]:
    """The weekdays (0: Monday) that fall between two days, both included."""
    return frozenset(day.weekday() for day in first_week(first, last))


@lru_cache(maxsize=256)
def _days(byday: str | None) -> Days:
    """Raises ValueError when the text is no list of days."""
    if byday is None:
        return tuple((0, weekday) for weekday in range(7))
    found = [_DAY.fullmatch(day) for day in byday.split(",")]
    if not all(found):
        raise ValueError(f"not days such as MO,TU or 2TU: {byday!r}")
    return tuple((int(day[1] or 0), WEEKDAYS.index(day[2])) for day in found if day)
