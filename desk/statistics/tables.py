"""The tables of the statistics, with every count as it may be shown: pages, pictures and exports have only these."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from desk.statistics.hiding import Hiding, Shown
from desk.statistics.models import HUMAN, ReplyTimeCount, WeekCount
from desk.statistics.period import Period
from desk.statistics.tally import LONGER, TIMES
from gateway import outcomes
from knowledge.topics import topics

QUESTIONS = (outcomes.ANSWERED, outcomes.CHOICES, outcomes.UNANSWERED)
SEARCHES = (outcomes.SERVICE_FOUND, outcomes.NO_SERVICE)
REQUESTS = (*QUESTIONS, *SEARCHES, outcomes.URGENT)
"""What people want. A search that still lacks a town is not counted, the one that follows is."""
ALL = "all"
"""The column with the sum of the others."""


@dataclass(frozen=True)
class Row:
    """A line: what it is about, and its counts in the order of the columns."""

    key: str
    cells: tuple[Shown, ...]


@dataclass(frozen=True)
class Table:
    """A table; `key` and the keys of columns and rows have words."""

    key: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def cell(self, row: Row, column: str) -> Shown:
        """The count of a row in a column."""
        return row.cells[self.columns.index(column)]

    @property
    def most(self) -> float:
        """The largest size of a cell, at least 1: what a picture's full length stands for."""
        return max((cell.size for row in self.rows for cell in row.cells), default=1) or 1


def overview(session: Session, period: Period, hiding: Hiding) -> Table:
    """One row per outcome, one for conversations that humans answered, and one for all that people want."""
    counts: Counter[str] = Counter()
    for found in _outcomes_by(session, period, WeekCount.channel).values():
        counts += found
    rows = [(key, [counts[key]]) for key in (*REQUESTS, outcomes.HUMAN_ASKED, HUMAN, outcomes.NOT_READ)]
    return _table(hiding, "outcomes", (ALL,), [(ALL, [sum(counts[key] for key in REQUESTS)]), *rows])


def weeks(session: Session, period: Period, hiding: Hiding) -> Table:
    """Questions per week and outcome: every week of the period, in order."""
    found = _outcomes_by(session, period, WeekCount.week)
    return _questions(hiding, "weeks", found, [week.isoformat() for week in period.weeks])


def by_topic(session: Session, period: Period, hiding: Hiding) -> Table:
    """Questions per topic, most first. Where nothing was found there is no topic: these are in none of the rows."""
    return _most_first(
        _questions(hiding, "topics", _outcomes_by(session, period, WeekCount.topic), list(topics()), QUESTIONS[:2])
    )


def by_language(session: Session, period: Period, hiding: Hiding) -> Table:
    """Questions per language of the reply, most first."""
    found = _outcomes_by(session, period, WeekCount.language)
    return _most_first(_questions(hiding, "languages", found, sorted(found)))


def by_channel(session: Session, period: Period, hiding: Hiding) -> Table:
    """Questions per channel, most first."""
    found = _outcomes_by(session, period, WeekCount.channel)
    return _most_first(_questions(hiding, "channels", found, sorted(found)))


def reply_times(session: Session, period: Period, hiding: Hiding, replier: str) -> Table:
    """How many replies took how long: a row per limit that the one before was too short for, a column per channel."""
    query = (
        select(ReplyTimeCount.channel, ReplyTimeCount.within, func.sum(ReplyTimeCount.count))
        .where(ReplyTimeCount.week.in_(period.weeks), ReplyTimeCount.replier == replier)
        .group_by(ReplyTimeCount.channel, ReplyTimeCount.within)
    )
    counts = {(channel, within): int(count) for channel, within, count in session.execute(query)}
    channels = sorted({channel for channel, _ in counts})
    limits = (*TIMES[replier], LONGER)
    rows = [(str(limit), [counts.get((channel, limit), 0) for channel in channels]) for limit in limits]
    return _table(hiding, f"times_{replier}", channels, rows if channels else [])


def _outcomes_by(
    session: Session, period: Period, column: InstrumentedAttribute[str] | InstrumentedAttribute[date]
) -> dict[str, Counter[str]]:
    """Value of a column → outcome → count; without what has no value."""
    query = (
        select(column, WeekCount.outcome, func.sum(WeekCount.count))
        .where(WeekCount.week.in_(period.weeks))
        .group_by(column, WeekCount.outcome)
    )
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for value, outcome, count in session.execute(query):
        if value:
            found[str(value)][outcome] += int(count)
    return found


def _questions(
    hiding: Hiding,
    key: str,
    found: Mapping[str, Counter[str]],
    keys: Iterable[str],
    kept: Sequence[str] = QUESTIONS,
) -> Table:
    """A row per key, a column per outcome and one for their sum."""
    counted = ((name, [found.get(name, Counter())[outcome] for outcome in kept]) for name in keys)
    return _table(hiding, key, (*kept, ALL), [(name, [*counts, sum(counts)]) for name, counts in counted])


def _table(hiding: Hiding, key: str, columns: Sequence[str], rows: Iterable[tuple[str, Sequence[int]]]) -> Table:
    hidden = (
        Row(name, tuple(hiding.shown(count, key, name, column) for column, count in zip(columns, counts, strict=True)))
        for name, counts in rows
    )
    return Table(key, tuple(columns), tuple(hidden))


def _most_first(table: Table) -> Table:
    """By what is shown, rows that are shown alike in the order they had: the order must not tell what is hidden."""
    return replace(table, rows=tuple(sorted(table.rows, key=lambda row: -table.cell(row, ALL).size)))
