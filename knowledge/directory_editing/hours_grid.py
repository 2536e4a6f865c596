"""Opening hours as a person fills them in: a usual week, periods with a week of their own, single exceptions."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from knowledge.hours import OpeningRow
from knowledge.hours.row import WEEKDAYS

Interval = tuple[str, str]
"""Opens at, closes at."""
Day = tuple[Interval, ...]
Week = tuple[Day, ...]
"""From Monday; a day without intervals is closed."""
EMPTY_WEEK: Week = ((),) * 7
_MIDNIGHT, _END_OF_DAY = "00:00", "24:00"
_MINUTES = 24 * 60
_TIME = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")
_NONE = (None, None)
"""The interval of closed days."""


@dataclass(frozen=True)
class Period:
    """Days with a week of their own, such as Ramadan. Without a date it has no beginning or no end."""

    first: date | None
    last: date | None
    week: Week


@dataclass(frozen=True)
class Exceptional:
    """Days that are all alike; without intervals they are closed."""

    first: date | None
    last: date | None
    day: Day = ()


@dataclass(frozen=True)
class HoursGrid:
    """All hours. An empty week says nothing of the usual week."""

    week: Week = EMPTY_WEEK
    periods: tuple[Period, ...] = ()
    exceptions: tuple[Exceptional, ...] = ()
    others: tuple[OpeningRow, ...] = field(default=())
    """What no grid can show, such as the second Tuesday of the month: kept as it is, or taken away."""


class WrongHours(ValueError):
    """Hours without a clear meaning; `code` says why: half, time, same, overlap or order."""

    def __init__(self, code: str) -> None:
        """`code` is one of those above."""
        super().__init__(code)
        self.code = code


def as_interval(opens: str, closes: str) -> Interval | None:
    """What two time fields say; None when both are empty. Raises WrongHours.

    Such fields know no 24:00: midnight as closing time is the end of the day, and twice midnight the whole day.
    """
    if not opens and not closes:
        return None
    if not opens or not closes:
        raise WrongHours("half")
    if not (_TIME.fullmatch(opens) and _TIME.fullmatch(closes)):
        raise WrongHours("time")
    closes = _END_OF_DAY if closes == _MIDNIGHT else closes
    if opens == closes:
        raise WrongHours("same")
    return opens, closes


def checked_day(intervals: Iterable[Interval]) -> Day:
    """The intervals in order. Raises WrongHours when they overlap."""
    day = tuple(sorted(intervals))
    ends = [_minutes(closes) + (_MINUTES if closes <= opens else 0) for opens, closes in day]
    if any(_minutes(following[0]) < end for end, following in zip(ends, day[1:], strict=False)):
        raise WrongHours("overlap")
    return day


def grid_of(rows: Sequence[OpeningRow]) -> HoursGrid:
    """The rows as a grid; rows that it cannot show are `others`."""
    groups: dict[tuple[date | None, date | None], list[OpeningRow]] = defaultdict(list)
    for row in rows:
        groups[row.valid_from, row.valid_to].append(row)
    week, periods, exceptions, others = EMPTY_WEEK, [], [], []
    for (first, last), group in groups.items():
        is_dated = group[0].is_dated
        if not _fits(group, is_dated):
            others += group
        elif not is_dated:
            week = _week(group)
        elif all(row.byday is None for row in group):
            exceptions.append(Exceptional(first, last, _intervals(group)))
        else:
            periods.append(Period(first, last, _week(group)))
    by_dates = sorted(periods, key=lambda period: (period.first or date.min, period.last or date.max))
    in_time = sorted(exceptions, key=lambda one: (one.first or date.min, one.last or date.max))
    return HoursGrid(week, tuple(by_dates), tuple(in_time), tuple(others))


def rows_of(grid: HoursGrid) -> list[OpeningRow]:
    """The grid as rows. Raises WrongHours for dates in the wrong order or without a day that is open."""
    rows = list(_week_rows(grid.week, None, None))
    for period in grid.periods:
        _check_dates(period.first, period.last)
        rows += _week_rows(period.week, period.first, period.last) or [_row(None, _NONE, period.first, period.last)]
    for one in grid.exceptions:
        _check_dates(one.first, one.last)
        rows += [_row(None, interval, one.first, one.last) for interval in one.day or (_NONE,)]
    return [*rows, *grid.others]


def _fits(group: Sequence[OpeningRow], is_dated: bool) -> bool:
    """A period that only closes some days leaves the others as they usually are, which no week can say."""
    if any(row.freq != "WEEKLY" for row in group):
        return False
    closing = [row for row in group if row.opens_at is None]
    if is_dated and len(closing) == len(group):
        return any(row.byday is None for row in closing)
    return True


def _week(group: Iterable[OpeningRow]) -> Week:
    rows = list(group)
    closed = {weekday for row in rows if row.opens_at is None for _, weekday in row.days}
    return tuple(
        () if weekday in closed else _intervals(row for row in rows if (0, weekday) in row.days) for weekday in range(7)
    )


def _intervals(rows: Iterable[OpeningRow]) -> Day:
    return tuple(sorted({(row.opens_at, row.closes_at) for row in rows if row.opens_at and row.closes_at}))


def _week_rows(week: Week, first: date | None, last: date | None) -> list[OpeningRow]:
    """A row for all days with the same interval, in the order in which the week has them."""
    days: dict[Interval, list[str]] = {}
    for weekday, intervals in zip(WEEKDAYS, week, strict=True):
        for interval in intervals:
            days.setdefault(interval, []).append(weekday)
    return [_row(",".join(named), interval, first, last) for interval, named in days.items()]


def _row(
    byday: str | None, interval: tuple[str | None, str | None], first: date | None, last: date | None
) -> OpeningRow:
    try:
        return OpeningRow(byday, *interval, valid_from=first, valid_to=last)
    except ValueError as error:
        raise WrongHours("order") from error


def _check_dates(first: date | None, last: date | None) -> None:
    if (first is None and last is None) or (first and last and last < first):
        raise WrongHours("order")


def _minutes(time: str) -> int:
    hours, _, minutes = time.partition(":")
    return int(hours) * 60 + int(minutes)
