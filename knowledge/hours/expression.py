"""Rows → one OSM opening_hours expression, read by the library opening-hours."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache

from opening_hours import OpeningHours

from knowledge.hours.periods import Period, Rows, period_of, periods
from knowledge.hours.row import FIRST_DAY, LAST_DAY, WEEKDAYS, first_week

_A_YEAR = 366
"""The library looks for changes on the days before this one, today being 0."""
_DAY = timedelta(days=1)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_UNKNOWN = "unknown"
_NEVER = "off"
_ANY_MOMENT = datetime(2026, 1, 1)


@lru_cache(maxsize=4096)
def osm_expression(rows: Rows) -> str:
    """The meaning of the rows (see `OpeningRow`) in OSM's language; days of which no row speaks are "unknown".

    The rules never overlap in days and are joined by ",", because after ";" a rule would cut off what the evening
    before left open past midnight. Unknown days come first: whatever is said after them wins.
    """
    if not rows:
        return _UNKNOWN
    rules = [rule for first, last in _spans(rows) for rule in _rules(rows, first, last)]
    return ", ".join(sorted(rules, key=lambda rule: not rule.endswith(_UNKNOWN))) or _NEVER


@lru_cache(maxsize=1024)
def read(expression: str) -> OpeningHours:
    """The expression as the library evaluates it: times without a zone (it embeds old zone data), a year ahead.

    Without that limit it would look for a change until the year 9999, which takes seconds.
    """
    return OpeningHours(expression, max_interval_days=_A_YEAR)


@lru_cache(maxsize=256)
def never_closes(period: Period) -> bool:
    """True when the period's rows, taken as the usual week, leave no minute closed."""
    rules = [_rule("", row.days, f"{row.opens_at}-{row.closes_at}") for row in period.opening]
    week = read(", ".join(rules) or _NEVER)
    return not period.closed and week.is_open(_ANY_MOMENT) and week.next_change(_ANY_MOMENT) is None


def _spans(rows: Rows) -> Iterator[tuple[date, date]]:
    """All time, cut where a period begins or ends."""
    starts = {FIRST_DAY}
    for period in periods(rows):
        starts.add(period.first)
        if period.last < LAST_DAY:
            starts.add(period.last + _DAY)
    ends = [start - _DAY for start in sorted(starts)[1:]]
    return zip(sorted(starts), [*ends, LAST_DAY], strict=True)


def _rules(rows: Rows, first: date, last: date) -> Iterator[str]:
    """The rules of a span, in which each weekday has one period."""
    days: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for day in first_week(first, last):
        period = period_of(rows, day)
        if period is None:
            days[_UNKNOWN].append((0, day.weekday()))
            continue
        for row in period.opening_on(day):
            days[f"{row.opens_at}-{row.closes_at}"] += [named for named in row.days if named[1] == day.weekday()]
    dates = "" if (first, last) == (FIRST_DAY, LAST_DAY) else _dates(first, last)
    return (_rule(dates, named, hours) for hours, named in days.items())


def _rule(dates: str, days: Iterable[tuple[int, int]], hours: str) -> str:
    names = [
        WEEKDAYS[weekday].capitalize() + (f"[{occurrence}]" if occurrence else "")
        for occurrence, weekday in sorted(set(days))
    ]
    return f"{dates} {','.join(names)} {hours}".lstrip()


def _dates(first: date, last: date) -> str:
    return _date(first) if first == last else f"{_date(first)}-{_date(last)}"


def _date(day: date) -> str:
    return f"{day.year} {_MONTHS[day.month - 1]} {day.day:02}"
