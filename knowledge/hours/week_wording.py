"""Rows → the week in words: "lundi–vendredi 09:00–15:00 ; le 24 décembre 2026 : fermé"."""

from collections import defaultdict
from collections.abc import Sequence

from knowledge.hours.expression import never_closes
from knowledge.hours.periods import Period, periods
from knowledge.hours.row import FIRST_DAY, LAST_DAY, OpeningRow, weekdays_between
from knowledge.hours.words import HoursWords, hours_words

_SHORTEST_SPAN = 3
"""Two days are named, three or more are "Monday–Wednesday"."""

Named = tuple[int, int]
"""Occurrence in the month (0: each) and weekday, as in `OpeningRow.days`."""


def describe_rows(rows: Sequence[OpeningRow], language: str) -> str:
    """The usual week, then each dated period in the order of time, on one line; empty without rows.

    Raises KeyError for a language without words.
    """
    words = hours_words(language)
    in_time = sorted(periods(tuple(rows)), key=lambda period: (period.is_dated, period.first, period.last))
    return words.say("semicolon").join(_period(period, words) for period in in_time)


def _period(period: Period, words: HoursWords) -> str:
    week = _week(period, words)
    return words.say("period", dates=_dates(period, words), week=week) if period.is_dated else week


def _dates(period: Period, words: HoursWords) -> str:
    first, last = words.date(period.first), words.date(period.last)
    if period.first == period.last:
        return words.say("one_day", first=first)
    if period.last == LAST_DAY:
        return words.say("from", first=first)
    if period.first == FIRST_DAY:
        return words.say("to", last=last)
    return words.say("from_to", first=first, last=last)


def _week(period: Period, words: HoursWords) -> str:
    if never_closes(period):
        return words.say("always")
    groups: dict[str, list[Named]] = defaultdict(list)
    for named, hours in sorted(_hours(period, words).items(), key=lambda item: _in_order(item[0])):
        groups[hours].append(named)
    return words.say("comma").join(_group(period, hours, named, words) for hours, named in groups.items())


def _in_order(named: Named) -> tuple[int, int]:
    """Days of the week, then the first to the fifth, then the last of the month."""
    occurrence, weekday = named
    return (6 if occurrence < 0 else occurrence), weekday


def _hours(period: Period, words: HoursWords) -> dict[Named, str]:
    """The hours of each day the period names."""
    present = weekdays_between(period.first, period.last)
    hours: dict[Named, set[tuple[str, str]]] = defaultdict(set)
    for row in period.opening:
        for named in row.days:
            if named[1] in present - period.closed and row.opens_at and row.closes_at:
                hours[named].add((row.opens_at, row.closes_at))
    told = {
        named: words.say("and").join(
            words.say("hours", opens_at=first, closes_at=last) for first, last in sorted(pairs)
        )
        for named, pairs in hours.items()
    }
    return told | {(0, weekday): words.say("no_hours") for weekday in present & period.closed}


def _group(period: Period, hours: str, named: list[Named], words: HoursWords) -> str:
    """Days that have the same hours; a dated period says "every day" by naming none."""
    if {weekday for occurrence, weekday in named if not occurrence} < weekdays_between(period.first, period.last):
        return words.say("on_days", days=_days(named, words), hours=hours)
    return hours if period.is_dated else words.say("on_days", days=words.say("every_day"), hours=hours)


def _days(named: list[Named], words: HoursWords) -> str:
    """ "lundi–mercredi, vendredi et dernier samedi du mois"."""
    names = [
        name for run in _runs([weekday for occurrence, weekday in named if not occurrence]) for name in _run(run, words)
    ]
    names += [
        words.say(f"monthly_{occurrence}", weekday=words.weekday(weekday))
        for occurrence, weekday in named
        if occurrence
    ]
    *before, last = names
    return words.say("and").join([words.say("comma").join(before), last]) if before else last


def _runs(weekdays: list[int]) -> list[list[int]]:
    """The weekdays, cut where they do not follow each other."""
    runs: list[list[int]] = []
    for weekday in weekdays:
        if runs and runs[-1][-1] + 1 == weekday:
            runs[-1].append(weekday)
        else:
            runs.append([weekday])
    return runs


def _run(run: list[int], words: HoursWords) -> list[str]:
    names = [words.weekday(weekday) for weekday in run]
    return names if len(run) < _SHORTEST_SPAN else [words.say("weekdays", first=names[0], last=names[-1])]
