"""Counts for tests of what is made of them."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Engine as Database
from sqlalchemy.orm import Session

from desk.statistics.models import ReplyTimeCount, WeekCount
from knowledge.hours import moroccan_time

_NOTHING = {"channel": "web", "language": "fr", "kind": "question", "topic": "", "category": "", "place": ""}


def this_week() -> date:
    """The Monday."""
    today = moroccan_time().date()
    return today - timedelta(days=today.weekday())


def count(database: Database, number: int, weeks_ago: int = 0, **values: Any) -> None:
    """So many messages of a week, alike in everything else."""
    week = this_week() - timedelta(weeks=weeks_ago)
    with Session(database) as session, session.begin():
        session.add(WeekCount(week=week, count=number, **{**_NOTHING, "outcome": "answered", **values}))


def count_time(database: Database, number: int, within: int, channel: str = "web", replier: str = "assistant") -> None:
    """So many replies of this week within so many seconds."""
    with Session(database) as session, session.begin():
        session.add(ReplyTimeCount(week=this_week(), channel=channel, replier=replier, within=within, count=number))
