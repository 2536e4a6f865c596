"""When somebody at the desk reads: what an administrator has set, in Moroccan time."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from desk.inbox.models import ONLY, InboxSettings
from gateway.handoff.desk_hours import USUAL_PATIENCE, Reception
from knowledge.hours import OpeningRow, OpenState, describe_rows, moroccan_time, openness
from knowledge.hours.moment_wording import moment_in_words
from knowledge.hours.words import hours_words
from knowledge.public_holidays import PublicHolidays


class DeskOpening:
    """See `gateway.handoff.desk_hours.DeskHours`."""

    def reception(self, session: Session, language: str) -> Reception | None:
        """See `DeskHours`."""
        settings = session.get(InboxSettings, ONLY)
        return reception_at(opening_rows(settings), moroccan_time(), language) if settings else None

    def patience(self, session: Session) -> timedelta:
        """See `DeskHours`."""
        settings = session.get(InboxSettings, ONLY)
        return timedelta(minutes=settings.patience) if settings else USUAL_PATIENCE


def opening_rows(settings: InboxSettings) -> tuple[OpeningRow, ...]:
    """The settings as rows of opening hours; none when no weekday has hours: then the desk is not staffed."""
    week = [OpeningRow(weekday, opens, closes) for weekday, opens, closes in settings.hours]
    if not week:
        return ()
    return (*week, *(_closed(date.fromisoformat(day)) for day in settings.closed_days))


def reception_at(rows: tuple[OpeningRow, ...], at: datetime, language: str) -> Reception | None:
    """How it is at a moment of `moroccan_time`; None without rows.

    Only the days that the administrator has closed are closed: a public holiday is a day like others until then.
    """
    if not rows:
        return None
    found = openness(rows, at, PublicHolidays())
    if found.state in (OpenState.OPEN, OpenState.UNCERTAIN):
        return Reception(is_open=True)
    if found.changes_at is None:
        return Reception(is_open=False)
    return Reception(False, moment_in_words(found.changes_at, at, closing=False, words=hours_words(language)))


def described(rows: tuple[OpeningRow, ...], today: date, language: str) -> str:
    """The week and the closed days to come, in words; empty without rows."""
    return describe_rows([row for row in rows if row.last >= today], language)


def closed_days_to_come(days: Iterable[str], today: date) -> list[date]:
    """Those that are not over, in order."""
    return sorted(day for day in map(date.fromisoformat, days) if day >= today)


def _closed(day: date) -> OpeningRow:
    return OpeningRow(None, None, None, valid_from=day, valid_to=day)
