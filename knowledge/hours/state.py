"""Whether a service is open at a moment, and when that changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from knowledge.hours.expression import never_closes, osm_expression, read
from knowledge.hours.periods import Rows, period_of
from knowledge.hours.row import OpeningRow
from knowledge.public_holidays import Holiday, PublicHolidays

_DAY = timedelta(days=1)
_MADE_FOR_ITS_DAYS = 7
"""A dated period of up to so many days was made for these very days; Ramadan or summer hours are not."""


class OpenState(StrEnum):
    """What is known about a moment."""

    OPEN = "open"
    CLOSED = "closed"
    UNCERTAIN = "uncertain"
    """Open by its hours, but on a public holiday of which they do not speak."""
    UNKNOWN = "unknown"
    """The rows say nothing about that day."""


@dataclass(frozen=True)
class Openness:
    """How it is at a moment."""

    state: OpenState
    changes_at: datetime | None = None
    """When it closes by its hours (open, uncertain) or next opens (closed), Moroccan time without a zone; None when
    that is unknown or more than 365 days away."""
    holiday: Holiday | None = None
    """The public holiday that makes the state, or the next opening of a closed service, uncertain."""


def openness(rows: Sequence[OpeningRow], at: datetime, holidays: PublicHolidays) -> Openness:
    """Whether a service with these rows is open at a moment of `moroccan_time`. No rows: unknown.

    An opening that begins on a public holiday is uncertain, unless the service never closes or a dated period of up
    to a week covers that day. What is closed by its hours is closed on a holiday, too. Raises ValueError for a time
    with a zone.
    """
    if at.tzinfo is not None:
        raise ValueError(f"a time without a zone is needed: {at}")
    hours = tuple(rows)
    state, changes_at = _by_hours(osm_expression(hours), at.replace(second=0, microsecond=0))
    if state is OpenState.OPEN:
        holiday = _holiday_of_the_opening(hours, at, holidays)
        return Openness(OpenState.UNCERTAIN if holiday else OpenState.OPEN, changes_at, holiday)
    if changes_at is None:
        return Openness(state)
    return Openness(state, changes_at, _unsettled(hours, changes_at.date(), holidays))


@lru_cache(maxsize=4096)
def _by_hours(expression: str, minute: datetime) -> tuple[OpenState, datetime | None]:
    """State and next change without regard to holidays; kept, because many services have the same hours."""
    hours = read(expression)
    if hours.is_unknown(minute):
        return OpenState.UNKNOWN, None
    state = OpenState.OPEN if hours.is_open(minute) else OpenState.CLOSED
    change = hours.next_change(minute)
    return state, None if change is None or hours.is_unknown(change) else change


def _holiday_of_the_opening(rows: Rows, at: datetime, holidays: PublicHolidays) -> Holiday | None:
    """The holiday of the day on which the present opening began: today, or yesterday for a night."""
    today, yesterday = at.date(), at.date() - _DAY
    if holidays.on(today) is None and holidays.on(yesterday) is None:
        return None
    return _unsettled(rows, today if _opened_today(rows, at) else yesterday, holidays)


def _opened_today(rows: Rows, at: datetime) -> bool:
    period = period_of(rows, at.date())
    clock = f"{at:%H:%M}"
    return period is not None and any(
        row.falls_on(at.date()) and row.opens_at <= clock and (clock < row.closes_at or row.closes_at < row.opens_at)
        for row in period.opening_on(at.date())
        if row.opens_at and row.closes_at
    )


def _unsettled(rows: Rows, day: date, holidays: PublicHolidays) -> Holiday | None:
    """The holiday on that day, when the rows do not settle what it means for the service."""
    holiday = holidays.on(day)
    period = period_of(rows, day)
    if holiday is None or period is None or never_closes(period):
        return None
    return None if period.days <= _MADE_FOR_ITS_DAYS else holiday
