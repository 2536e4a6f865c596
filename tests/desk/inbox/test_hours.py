"""The desk's hours: an honest "when we read again", in Moroccan time, and never one that nobody has set."""

from datetime import datetime

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy.orm import Session

from desk.inbox.hours import DeskOpening, described, opening_rows, reception_at
from desk.inbox.models import InboxSettings
from gateway.handoff.desk_hours import USUAL_PATIENCE, Reception

WEEK = [[day, "09:00", "12:30"] for day in ("MO", "TU", "WE", "TH", "FR")] + [["MO", "14:00", "17:00"]]
FRIDAY_NIGHT = datetime(2026, 11, 27, 20, 0)


def settings(**more: object) -> InboxSettings:
    return InboxSettings(**{"hours": WEEK, "closed_days": [], "patience": 30, "changed_by": "amina", **more})


def reception(at: datetime, language: str = "fr", **more: object) -> Reception | None:
    return reception_at(opening_rows(settings(**more)), at, language)


@pytest.mark.parametrize(("hour", "is_open"), [(8, False), (9, True), (12, True), (13, False), (14, True), (17, False)])
def test_the_desk_is_open_by_its_week_with_a_pause_at_noon(hour: int, is_open: bool) -> None:
    found = reception(datetime(2026, 11, 30, hour, 0))
    assert found and found.is_open is is_open


@pytest.mark.parametrize(
    ("at", "language", "opens"),
    [
        (FRIDAY_NIGHT, "fr", "lundi à 09:00"),
        (FRIDAY_NIGHT, "ar", "يوم الاثنين على الساعة 09:00"),
        (FRIDAY_NIGHT, "en", "on Monday at 09:00"),
        (datetime(2026, 11, 30, 13, 0), "fr", "aujourd'hui à 14:00"),
        (datetime(2026, 11, 30, 18, 0), "fr", "demain à 09:00"),
    ],
)
def test_who_writes_outside_the_hours_is_told_when_somebody_reads_again(
    at: datetime, language: str, opens: str
) -> None:
    assert reception(at, language) == Reception(is_open=False, opens=opens)


def test_a_closed_day_counts_whatever_the_weekday() -> None:
    found = reception(datetime(2026, 11, 30, 10, 0), closed_days=["2026-11-30"])
    assert found == Reception(is_open=False, opens="demain à 09:00")


def test_closed_days_of_more_than_a_week_give_the_date() -> None:
    days = [f"2026-12-{day:02}" for day in range(1, 32)]
    found = reception(datetime(2026, 11, 30, 18, 0), closed_days=days)
    assert found == Reception(is_open=False, opens="le 1er janvier 2027 à 09:00")


def test_a_public_holiday_is_a_day_like_others_until_somebody_closes_it() -> None:
    found = reception(datetime(2026, 11, 6, 10, 0))
    assert found == Reception(is_open=True)


def test_without_a_week_the_desk_is_not_staffed_whatever_else_is_set() -> None:
    assert reception(FRIDAY_NIGHT, hours=[], closed_days=["2026-12-24"]) is None


def test_what_nobody_has_set_is_not_staffed_and_has_the_usual_patience(desk_database: Database) -> None:
    with Session(desk_database) as session:
        assert DeskOpening().reception(session, "fr") is None
        assert DeskOpening().patience(session) == USUAL_PATIENCE


def test_what_is_set_counts_from_the_next_message_on(desk_database: Database) -> None:
    with Session(desk_database) as session:
        session.add(
            settings(hours=[[day, "00:00", "24:00"] for day in ("MO", "TU", "WE", "TH", "FR", "SA", "SU")], patience=5)
        )
        session.flush()
        assert DeskOpening().reception(session, "fr") == Reception(is_open=True)
        assert DeskOpening().patience(session).total_seconds() == 300


def test_the_week_is_told_in_words_without_the_closed_days_that_are_over() -> None:
    rows = opening_rows(settings(closed_days=["2026-11-02", "2026-12-24"]))
    told = described(rows, FRIDAY_NIGHT.date(), "fr")
    assert "mardi–vendredi 09:00–12:30" in told and "24 décembre 2026" in told and "2 novembre" not in told
