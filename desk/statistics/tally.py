"""What is counted of the message log."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from desk.statistics.models import ASSISTANT, HUMAN, ReplyTimeCount, WeekCount
from gateway.exchanges import Exchange
from gateway.human_turns import HumanTurn, week_of
from gateway.outcomes import outcome_of

TIMES = {
    ASSISTANT: (1, 2, 5, 15, 60, 300, 3600),
    HUMAN: (60, 300, 900, 3600, 4 * 3600, 24 * 3600),
}
"""Limits in seconds within which replies are counted."""
LONGER = 10**9
"""In the place of a limit: longer than all of them."""
_HANDOFF = "handoff"

Row = tuple[tuple[str, Any], ...]
"""Names and values of what a count is of."""


def add_counts(session: Session, exchanges: Iterable[Exchange], human_turns: Iterable[HumanTurn]) -> None:
    """Count exchanges and turns. Only one process may do this at a time."""
    counts: Counter[Row] = Counter()
    times: Counter[Row] = Counter()
    for exchange in exchanges:
        counts[_row_of(exchange)] += 1
        times[_time_row(exchange.at, exchange.channel, ASSISTANT, exchange.seconds)] += 1
    for turn in human_turns:
        if turn.first_of_week:
            counts[_handoff_row(turn)] += 1
        if turn.seconds is not None:
            times[_time_row(turn.at, turn.channel, HUMAN, turn.seconds)] += 1
    _add(session, WeekCount, counts)
    _add(session, ReplyTimeCount, times)


def _row_of(exchange: Exchange) -> Row:
    trace = exchange.reply.trace
    return _week_row(
        exchange.at,
        exchange.channel,
        exchange.reply.language,
        kind=trace.kind,
        topic=trace.topic or "",
        outcome=outcome_of(exchange.reply),
        category=trace.category or "",
        place=trace.place or "",
    )


def _handoff_row(turn: HumanTurn) -> Row:
    nothing = {"topic": "", "category": "", "place": ""}
    return _week_row(turn.at, turn.channel, turn.language, kind=_HANDOFF, outcome=HUMAN, **nothing)


def _week_row(at: datetime, channel: str, language: str, **more: str) -> Row:
    return tuple(sorted({"week": _monday(at), "channel": channel, "language": language, **more}.items()))


def _time_row(at: datetime, channel: str, replier: str, seconds: float) -> Row:
    within = next((limit for limit in TIMES[replier] if seconds <= limit), LONGER)
    return tuple(sorted({"week": _monday(at), "channel": channel, "replier": replier, "within": within}.items()))


def _monday(at: datetime) -> date:
    return week_of(at).date()


def _add(session: Session, table: type[WeekCount] | type[ReplyTimeCount], counts: Counter[Row]) -> None:
    for row, count in counts.items():
        known = update(table).where(*(getattr(table, name) == value for name, value in row))
        changed = session.execute(known.values(count=table.count + count).returning(table.id)).first()
        if changed is None:
            session.add(table(**dict(row), count=count))
