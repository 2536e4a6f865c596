"""Open, closed, uncertain or unknown: examples from the calendar of Morocco."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from knowledge.hours import OpeningRow, Openness, OpenState, openness
from knowledge.models.public_holiday import CONFIRMED, NOT_A_HOLIDAY, PublicHoliday
from knowledge.public_holidays import PublicHolidays

CALCULATED = PublicHolidays()
OFFICE = OpeningRow("MO,TU,WE,TH,FR", "09:00", "15:00")
NIGHT = OpeningRow("MO,TU,WE,TH,FR,SA,SU", "21:00", "06:00")
ALWAYS = OpeningRow("MO,TU,WE,TH,FR,SA,SU", "00:00", "24:00")
RAMADAN: dict[str, Any] = {"valid_from": date(2027, 2, 8), "valid_to": date(2027, 3, 9)}
RAMADAN_DAYS = OpeningRow("MO,TU,WE,TH", "10:00", "14:00", **RAMADAN)
EID = {language: "Eid" for language in ("fr", "ar", "en")}


def closed(first: date, last: date | None = None, byday: str | None = None) -> OpeningRow:
    return OpeningRow(byday, None, None, valid_from=first, valid_to=last or first)


def at(rows: OpeningRow | list[OpeningRow], moment: str, holidays: PublicHolidays = CALCULATED) -> Openness:
    return openness([rows] if isinstance(rows, OpeningRow) else rows, datetime.fromisoformat(moment), holidays)


def told(found: Openness) -> tuple[str, str | None, str | None]:
    """State, change and the holiday's name."""
    change = f"{found.changes_at:%Y-%m-%d %H:%M}" if found.changes_at else None
    return str(found.state), change, found.holiday.names["en"] if found.holiday else None


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23 12:00", ("open", "2026-11-23 15:00", None)),
        ("2026-11-23 08:59:59", ("closed", "2026-11-23 09:00", None)),
        ("2026-11-23 09:00", ("open", "2026-11-23 15:00", None)),
        ("2026-11-23 14:59:59", ("open", "2026-11-23 15:00", None)),
        ("2026-11-23 15:00", ("closed", "2026-11-24 09:00", None)),
        ("2026-11-27 16:00", ("closed", "2026-11-30 09:00", None)),
        ("2026-09-18 15:30", ("closed", "2026-09-21 09:00", None)),
        ("2026-09-20 12:00", ("closed", "2026-09-21 09:00", None)),
    ],
)
def test_an_office_opens_and_closes_by_the_minute(moment: str, expected: tuple[str, str | None, str | None]) -> None:
    assert told(at(OFFICE, moment)) == expected


def test_without_rows_nothing_is_guessed() -> None:
    assert openness([], datetime(2026, 11, 23, 12), CALCULATED) == Openness(OpenState.UNKNOWN)


def test_a_time_with_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        openness([OFFICE], datetime(2026, 11, 23, 12, tzinfo=UTC), CALCULATED)


def test_several_rows_on_a_day_add_up() -> None:
    rows = [OpeningRow("FR", "09:00", "12:00"), OpeningRow("FR", "14:30", "18:00"), OpeningRow("FR", "12:00", "12:30")]
    assert told(at(rows, "2026-11-27 11:00")) == ("open", "2026-11-27 12:30", None)
    assert told(at(rows, "2026-11-27 12:30")) == ("closed", "2026-11-27 14:30", None)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23 23:00", ("open", "2026-11-24 06:00", None)),
        ("2026-11-24 05:59", ("open", "2026-11-24 06:00", None)),
        ("2026-11-24 06:00", ("closed", "2026-11-24 21:00", None)),
        ("2026-11-30 23:30", ("open", "2026-12-01 06:00", None)),
    ],
)
def test_a_night_goes_past_midnight_and_past_the_end_of_the_month(
    moment: str, expected: tuple[str, str | None, str | None]
) -> None:
    assert told(at(NIGHT, moment)) == expected


def test_the_night_before_a_closed_day_ends_in_its_morning_and_the_closed_night_is_closed() -> None:
    rows = [NIGHT, closed(date(2026, 12, 24))]
    assert told(at(rows, "2026-12-24 05:00")) == ("open", "2026-12-24 06:00", None)
    assert told(at(rows, "2026-12-24 22:00")) == ("closed", "2026-12-25 21:00", None)
    assert told(at(rows, "2026-12-25 05:00")) == ("closed", "2026-12-25 21:00", None)


def test_around_the_clock_is_open_without_an_end_also_as_a_row_per_day_or_per_shift() -> None:
    per_day = [OpeningRow(day, "00:00", "24:00") for day in ("MO", "TU", "WE", "TH", "FR", "SA", "SU")]
    shifts = [
        OpeningRow("MO,TU,WE,TH,FR,SA,SU", "08:00", "20:00"),
        OpeningRow("MO,TU,WE,TH,FR,SA,SU", "20:00", "08:00"),
    ]
    for rows in ([ALWAYS], per_day, shifts):
        assert told(at(rows, "2026-11-23 03:00")) == ("open", None, None)
        assert told(at(rows, "2027-07-30 03:00")) == ("open", None, None)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2027-02-05 14:30", ("open", "2027-02-05 15:00", None)),
        ("2027-02-05 15:00", ("closed", "2027-02-08 10:00", None)),
        ("2027-02-08 09:30", ("closed", "2027-02-08 10:00", None)),
        ("2027-02-08 13:00", ("open", "2027-02-08 14:00", None)),
        ("2027-02-12 11:00", ("closed", "2027-02-15 10:00", None)),
        ("2027-03-08 14:00", ("closed", "2027-03-09 10:00", "Eid al-Fitr")),
        ("2027-03-11 09:30", ("open", "2027-03-11 15:00", None)),
    ],
)
def test_ramadan_2027_replaces_the_usual_week(moment: str, expected: tuple[str, str | None, str | None]) -> None:
    assert told(at([OFFICE, RAMADAN_DAYS], moment)) == expected


def test_the_narrower_of_two_periods_wins_and_of_equal_ones_the_later() -> None:
    exception = OpeningRow(None, "12:00", "13:00", valid_from=date(2027, 2, 16), valid_to=date(2027, 2, 17))
    later = closed(date(2027, 2, 17), date(2027, 2, 18))
    rows = [later, exception, OFFICE, RAMADAN_DAYS]
    assert told(at(rows, "2027-02-16 11:00")) == ("closed", "2027-02-16 12:00", None)
    assert told(at(rows, "2027-02-17 12:30")) == ("closed", "2027-02-22 10:00", None)


def test_closing_a_weekday_for_a_time_leaves_the_other_days_as_they_are() -> None:
    rows = [OFFICE, closed(date(2026, 12, 1), date(2026, 12, 31), byday="FR")]
    assert told(at(rows, "2026-12-03 16:00")) == ("closed", "2026-12-07 09:00", None)
    assert at(rows, "2026-12-07 10:00").state is OpenState.OPEN


def test_new_hours_from_a_day_on_need_no_end() -> None:
    rows = [OFFICE, OpeningRow("MO", "10:00", "11:00", valid_from=date(2027, 1, 1))]
    assert told(at(rows, "2026-12-31 16:00")) == ("closed", "2027-01-04 10:00", None)
    assert told(at(rows, "2027-01-04 11:00")) == ("closed", "2027-01-11 10:00", "Proclamation of Independence Day")


def test_days_outside_all_dates_are_unknown_when_there_is_no_usual_week() -> None:
    assert at(RAMADAN_DAYS, "2027-02-07 12:00") == Openness(OpenState.UNKNOWN)
    assert told(at(RAMADAN_DAYS, "2027-03-09 15:00")) == ("closed", None, None)


def test_an_opening_more_than_a_year_away_is_not_told() -> None:
    rows = [closed(date(2026, 1, 1), date(2029, 1, 1)), OFFICE]
    assert told(at(rows, "2026-11-23 12:00")) == ("closed", None, None)
    assert told(at([closed(date(2026, 1, 1), date(2027, 11, 21)), OFFICE], "2026-11-23 12:00")) == (
        "closed",
        "2027-11-22 09:00",
        None,
    )


@pytest.mark.parametrize(
    ("moment", "day"),
    [("2026-12-08 21:00", "2026-12-08 22:00"), ("2026-12-09 03:00", "2026-12-31 22:00")],
)
def test_monthly_rows_open_on_the_second_tuesday_and_the_last_thursday(moment: str, day: str) -> None:
    rows = OpeningRow("2TU,-1TH", "22:00", "02:00", freq="MONTHLY")
    assert told(at(rows, moment)) == ("closed", day, None)
    assert at(rows, "2027-01-01 01:00").state is OpenState.OPEN


def test_a_certain_holiday_makes_ordinary_hours_uncertain_only_while_they_say_open() -> None:
    found = at(OFFICE, "2027-07-30 12:00")
    assert told(found) == ("uncertain", "2027-07-30 15:00", "Throne Day")
    assert found.holiday
    assert found.holiday.certain
    assert told(at(OFFICE, "2027-07-30 16:00")) == ("closed", "2027-08-02 09:00", None)


def test_a_next_opening_on_a_holiday_is_kept_and_marked() -> None:
    assert told(at(OFFICE, "2027-07-29 16:00")) == ("closed", "2027-07-30 09:00", "Throne Day")


def test_a_night_belongs_to_the_day_on_which_it_begins_also_on_holidays() -> None:
    assert told(at(NIGHT, "2027-07-30 02:00")) == ("open", "2027-07-30 06:00", None)
    assert told(at(NIGHT, "2027-07-30 22:00")) == ("uncertain", "2027-07-31 06:00", "Throne Day")
    assert told(at(NIGHT, "2027-07-31 02:00")) == ("uncertain", "2027-07-31 06:00", "Throne Day")


@pytest.mark.parametrize(
    ("byday", "moment", "state"),
    [
        ("5FR", "2027-07-30 02:00", "uncertain"),
        ("-1FR", "2027-07-30 02:00", "uncertain"),
        ("4FR", "2027-07-30 02:00", "open"),
        ("2SA", "2027-08-14 02:00", "uncertain"),
        ("3SA", "2027-08-14 02:00", "open"),
    ],
)
def test_a_monthly_opening_on_a_holiday_counts_only_in_its_week(byday: str, moment: str, state: str) -> None:
    """Beside it, the night from the ordinary day before is open."""
    assert told(at([NIGHT, OpeningRow(byday, "00:00", "03:00", "MONTHLY")], moment))[0] == state


def test_a_closed_day_wins_over_hours_of_the_same_dates() -> None:
    rows = [RAMADAN_DAYS, OpeningRow("TH", None, None, **RAMADAN), OFFICE]
    assert told(at(rows, "2027-02-10 15:00")) == ("closed", "2027-02-15 10:00", None)


def test_around_the_clock_but_for_a_closed_day_is_uncertain_on_a_holiday() -> None:
    july: dict[str, Any] = {"valid_from": date(2027, 7, 1), "valid_to": date(2027, 7, 31)}
    rows = [replace(ALWAYS, **july), OpeningRow("SU", None, None, **july)]
    assert at(rows, "2027-07-30 12:00").state is OpenState.UNCERTAIN


def test_what_never_closes_is_open_on_holidays_too() -> None:
    assert told(at([ALWAYS, closed(date(2026, 12, 24))], "2027-07-30 12:00")) == ("open", None, None)


def test_a_row_made_for_the_holiday_decides() -> None:
    throne_day = date(2027, 7, 30)
    short = OpeningRow(None, "10:00", "12:00", valid_from=throne_day, valid_to=throne_day)
    assert told(at([OFFICE, short], "2027-07-30 11:00")) == ("open", "2027-07-30 12:00", None)
    assert told(at([OFFICE, closed(throne_day)], "2027-07-30 11:00")) == ("closed", "2027-08-02 09:00", None)
    assert told(at([OFFICE, short], "2027-07-29 16:00")) == ("closed", "2027-07-30 10:00", None)


def test_summer_hours_say_nothing_about_a_holiday_in_summer() -> None:
    summer = OpeningRow("MO,TU,WE,TH,FR", "08:00", "14:00", valid_from=date(2027, 7, 1), valid_to=date(2027, 8, 31))
    assert told(at([OFFICE, summer], "2027-07-30 11:00")) == ("uncertain", "2027-07-30 14:00", "Throne Day")


def test_an_estimated_holiday_is_uncertain_and_moves_when_it_is_confirmed_a_day_later() -> None:
    estimated = at(OFFICE, "2027-03-09 12:00")
    assert estimated.state is OpenState.UNCERTAIN
    assert estimated.holiday
    assert not estimated.holiday.certain
    decided = PublicHolidays(
        [
            PublicHoliday(date=date(2027, 3, 9), decision=NOT_A_HOLIDAY, names=EID),
            PublicHoliday(date=date(2027, 3, 10), decision=CONFIRMED, names=EID),
            PublicHoliday(date=date(2027, 3, 11), decision=CONFIRMED, names=EID),
        ]
    )
    assert told(at(OFFICE, "2027-03-09 12:00", decided)) == ("open", "2027-03-09 15:00", None)
    for day in ("2027-03-10", "2027-03-11"):
        found = at(OFFICE, f"{day} 12:00", decided)
        assert found.state is OpenState.UNCERTAIN
        assert found.holiday
        assert found.holiday.certain
    assert at(OFFICE, "2027-03-12 12:00", decided).state is OpenState.OPEN
