"""Which rows of opening hours are accepted, and what the others are told."""

from datetime import date
from typing import Any

import pytest

from knowledge.hours import OpeningRow, osm_expression

DAY = date(2026, 12, 24)  # a Thursday


def row(**fields: Any) -> OpeningRow:
    return OpeningRow(**{"byday": "MO", "opens_at": "09:00", "closes_at": "15:00", **fields})


@pytest.mark.parametrize("byday", ["", "XX", "mo", "MO;TU", "MO,", "Lundi", "MO-FR", "2TU", "MO,-1FR", "MO\n"])
def test_a_bad_day_is_named(byday: str) -> None:
    with pytest.raises(ValueError) as refused:
        row(byday=byday)
    assert repr(byday) in str(refused.value)


@pytest.mark.parametrize("byday", ["TU", "0TU", "6TU", "-2TU", "2TU,FR"])
def test_a_monthly_row_says_which_day_of_the_month(byday: str) -> None:
    with pytest.raises(ValueError) as refused:
        row(byday=byday, freq="MONTHLY")
    assert repr(byday) in str(refused.value)


@pytest.mark.parametrize(
    "time", ["", "9:00", "9h", "25:00", "09:60", "09:00:00", "24:30", "٠٩:٠٠", " 09:00", "09:00\n"]
)
@pytest.mark.parametrize("field", ["opens_at", "closes_at"])
def test_a_bad_time_is_named(field: str, time: str) -> None:
    with pytest.raises(ValueError) as refused:
        row(**{field: time})
    assert repr(time) in str(refused.value)


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"opens_at": "24:00"}, "'24:00'"),
        ({"opens_at": "15:00"}, "'15:00'"),
        ({"opens_at": None}, "'15:00'"),
        ({"closes_at": None}, "'09:00'"),
        ({"opens_at": None, "closes_at": None}, "needs dates"),
        ({"byday": None}, "without days"),
        ({"freq": "DAILY"}, "'DAILY'"),
        ({"byday": None, "freq": "MONTHLY", "valid_from": DAY}, "without days"),
        ({"byday": "2MO", "freq": "MONTHLY", "opens_at": None, "closes_at": None, "valid_from": DAY}, "'2MO'"),
        ({"valid_from": DAY, "valid_to": date(2026, 12, 23)}, "from 2026-12-24 to 2026-12-23"),
        ({"valid_from": date(206, 12, 24)}, "0206-12-24"),
        ({"valid_to": date(206, 12, 24)}, "0206-12-24"),
        ({"valid_from": DAY, "valid_to": DAY}, "no MO from 2026-12-24 to 2026-12-24"),
    ],
)
def test_a_row_without_a_clear_meaning_is_refused_with_what_is_wrong(fields: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError) as refused:
        row(**fields)
    assert named in str(refused.value)


def test_the_usual_week_is_one_expression_of_openstreetmap() -> None:
    usual = (row(byday="MO,TU,WE,TH,FR"), row(byday="2SA,-1SA", freq="MONTHLY", opens_at="22:00", closes_at="06:00"))
    assert osm_expression(usual) == "Mo,Tu,We,Th,Fr 09:00-15:00, Sa[-1],Sa[2] 22:00-06:00"


def test_a_dated_row_cuts_the_usual_week_in_two() -> None:
    closed = OpeningRow(None, None, None, valid_from=DAY, valid_to=DAY)
    assert osm_expression((row(), closed)) == (
        "1900 Jan 01-2026 Dec 23 Mo 09:00-15:00, 2026 Dec 25-9999 Dec 31 Mo 09:00-15:00"
    )
