"""The form of opening hours: a grid of time fields, read from and written to plain names and values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from starlette.datastructures import FormData

from desk.directory.form_parts import text_of
from desk.wording import Words
from knowledge.directory_editing.hours import HoursContent
from knowledge.directory_editing.hours_grid import (
    Day,
    Exceptional,
    HoursGrid,
    Interval,
    Period,
    Week,
    WrongHours,
    as_interval,
    checked_day,
    rows_of,
)
from knowledge.exchange.facts import TRANSLATIONS
from knowledge.hours import OpeningRow, describe_rows

INTERVALS = 4
"""Most on one day."""
_SHOWN = 2
"""Time fields that a day has at least."""
_MOST_PERIODS = 10
_MOST_EXCEPTIONS = 40
_BLANK_EXCEPTIONS = 2
_LONGEST_WORDS = 1000
USUAL = "w"
"""Beginning of the names of the usual week; periods begin with p0, p1, …, exceptions with x0, x1, …"""


@dataclass
class HoursForm:
    """Names of fields with what stands in them, and what is wrong with a day, a period or an exception."""

    values: dict[str, str] = field(default_factory=dict)
    periods: int = 0
    exceptions: int = 0
    others: tuple[OpeningRow, ...] = ()
    kept: frozenset[int] = frozenset()
    """Which of `others` stay."""
    words: str = ""
    translations: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """What stands in a field."""
        return self.values.get(name, "")

    def intervals(self, day: str) -> range:
        """The time fields of a day: two, and one more than are filled in."""
        filled = sum(bool(self.value(f"{day}-{number}-opens")) for number in range(INTERVALS))
        return range(min(INTERVALS, max(_SHOWN, filled + (filled >= _SHOWN))))

    @property
    def period_names(self) -> list[str]:
        """The periods, with an empty one behind them."""
        return [f"p{number}" for number in range(min(_MOST_PERIODS, self.periods + 1))]

    @property
    def exception_names(self) -> list[str]:
        """The exceptions, with empty ones behind them."""
        return [f"x{number}" for number in range(min(_MOST_EXCEPTIONS, self.exceptions + _BLANK_EXCEPTIONS))]

    def others_in_words(self, language: str) -> list[str]:
        """What no grid can show."""
        return [describe_rows([row], language) for row in self.others]


def stored_hours(content: HoursContent) -> HoursForm:
    """The form of stored hours."""
    grid = content.grid
    form = HoursForm(
        periods=len(grid.periods),
        exceptions=len(grid.exceptions),
        others=grid.others,
        kept=frozenset(range(len(grid.others))),
        words=content.words,
        translations={code: content.translations.get(code, "") for code in TRANSLATIONS},
    )
    form.values |= _week_values(USUAL, grid.week)
    for number, period in enumerate(grid.periods):
        form.values |= _date_values(f"p{number}", period.first, period.last) | _week_values(f"p{number}", period.week)
    for number, one in enumerate(grid.exceptions):
        form.values |= _date_values(f"x{number}", one.first, one.last) | _day_values(f"x{number}", one.day)
    return form


def posted_hours(posted: FormData, others: tuple[OpeningRow, ...]) -> HoursForm:
    """The form with what was posted. `others` are the stored rows that no grid can show."""
    values = {name: text_of(posted, name, 10) for name in posted if name[:1] in (USUAL, "p", "x") and "-" in name}
    return HoursForm(
        values=values,
        periods=_count(values, "p"),
        exceptions=_count(values, "x"),
        others=others,
        kept=frozenset(number for number in range(len(others)) if posted.get(f"other-{number}")),
        words=text_of(posted, "words", _LONGEST_WORDS),
        translations={code: text_of(posted, f"words:{code}", _LONGEST_WORDS) for code in TRANSLATIONS},
    )


def read_hours(form: HoursForm, words: Words) -> HoursContent | None:
    """What the form says; None when something is wrong, with the reasons in `form.errors`."""
    week = _week(form, USUAL, words)
    periods = tuple(_periods(form, words))
    exceptions = tuple(_exceptions(form, words))
    others = tuple(row for number, row in enumerate(form.others) if number in form.kept)
    _check_dates_once(form, [*periods, *exceptions], words)
    grid = HoursGrid(week, periods, exceptions, others)
    if form.errors:
        return None
    return HoursContent(grid, form.words, {code: text for code, text in form.translations.items() if text})


def _periods(form: HoursForm, words: Words) -> Iterator[Period]:
    for name in form.period_names:
        week, (first, last) = _week(form, name, words), _dates(form, name, words)
        if not (any(week) or form.value(f"{name}-first") or form.value(f"{name}-last")):
            continue
        period = Period(first, last, week)
        if not any(week):
            form.errors.setdefault(name, words("directory.hours_empty_period"))
        elif _is_wrong(HoursGrid(periods=(period,))):
            form.errors.setdefault(name, words("directory.hours_order"))
        yield period


def _exceptions(form: HoursForm, words: Words) -> Iterator[Exceptional]:
    for name in form.exception_names:
        day, (first, last) = _day(form, name, words, name), _dates(form, name, words)
        if not (day or form.value(f"{name}-first") or form.value(f"{name}-last")):
            continue
        one = Exceptional(first, last or first, day)
        if _is_wrong(HoursGrid(exceptions=(one,))):
            form.errors.setdefault(name, words("directory.hours_order"))
        yield one


def _check_dates_once(form: HoursForm, dated: Sequence[Period | Exceptional], words: Words) -> None:
    """Two entries for the same dates would be read as one."""
    names = [
        name
        for name in (*form.period_names, *form.exception_names)
        if form.value(f"{name}-first") or form.value(f"{name}-last")
    ]
    seen: set[tuple[date | None, date | None]] = set()
    for name, one in zip(names, dated, strict=False):
        if (one.first, one.last) in seen:
            form.errors.setdefault(name, words("directory.hours_twice"))
        seen.add((one.first, one.last))


def _is_wrong(grid: HoursGrid) -> bool:
    try:
        return not rows_of(grid)
    except WrongHours:
        return True


def _week(form: HoursForm, name: str, words: Words) -> Week:
    return tuple(_day(form, f"{name}-{weekday}", words, f"{name}-{weekday}") for weekday in range(7))


def _day(form: HoursForm, name: str, words: Words, where: str) -> Day:
    try:
        return checked_day(interval for interval in _intervals(form, name) if interval)
    except WrongHours as wrong:
        form.errors[where] = words(f"directory.hours_{wrong.code}")
        return ()


def _intervals(form: HoursForm, name: str) -> Iterator[Interval | None]:
    for number in range(INTERVALS):
        yield as_interval(form.value(f"{name}-{number}-opens"), form.value(f"{name}-{number}-closes"))


def _dates(form: HoursForm, name: str, words: Words) -> tuple[date | None, date | None]:
    try:
        first, last = (form.value(f"{name}-{which}") for which in ("first", "last"))
        return (date.fromisoformat(first) if first else None), (date.fromisoformat(last) if last else None)
    except ValueError:
        form.errors[name] = words("directory.hours_date")
        return None, None


def _count(values: Mapping[str, str], letter: str) -> int:
    """How many periods or exceptions have something in them, counted up to the last."""
    numbers = [
        int(head[1:])
        for head in (name.partition("-")[0] for name, text in values.items() if text)
        if head[:1] == letter and head[1:].isdecimal() and len(head) < 4
    ]
    return max(numbers, default=-1) + 1


def _week_values(name: str, week: Week) -> dict[str, str]:
    values: dict[str, str] = {}
    for weekday, day in enumerate(week):
        values |= _day_values(f"{name}-{weekday}", day)
    return values


def _day_values(name: str, day: Day) -> dict[str, str]:
    """Time fields know no 24:00."""
    values: dict[str, str] = {}
    for number, (opens, closes) in enumerate(day):
        values |= {f"{name}-{number}-opens": opens, f"{name}-{number}-closes": "00:00" if closes == "24:00" else closes}
    return values


def _date_values(name: str, first: date | None, last: date | None) -> dict[str, str]:
    return {
        f"{name}-first": first.isoformat() if first else "",
        f"{name}-last": last.isoformat() if last else "",
    }
