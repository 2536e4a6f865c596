"""Any rows at any moment: what is told agrees with a plain minute-by-minute reading of the rows."""

import calendar
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.hours import OpeningRow, Openness, OpenState, describe_openness, describe_rows, openness
from knowledge.models.public_holiday import NOT_A_HOLIDAY, PublicHoliday
from knowledge.public_holidays import PublicHolidays

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LANGUAGES = ("fr", "ar", "en")
DAY = timedelta(days=1)
WHOLE_DAY = (1 << 1440) - 1
FIRST, LAST = date(2027, 1, 20), date(2027, 4, 10)
OFFICE = OpeningRow("MO,TU,WE,TH,FR", "09:00", "15:00")
CALCULATED = PublicHolidays()
NO_HOLIDAYS = PublicHolidays(
    PublicHoliday(date=holiday.date, decision=NOT_A_HOLIDAY, names={})
    for holiday in CALCULATED.between(date(2027, 1, 1), date(2028, 12, 31))
)

clocks = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.sampled_from([0, 1, 30, 59]))
hours = st.tuples(clocks, clocks | st.just("24:00")).filter(lambda pair: pair[0] != pair[1]) | st.just(
    ("00:00", "24:00")
)
weekly = st.sets(st.sampled_from(CODES), min_size=1).map(lambda days: ",".join(sorted(days, key=CODES.index)))
monthly = st.lists(
    st.builds("{}{}".format, st.sampled_from([1, 2, 3, 4, 5, -1]), st.sampled_from(CODES)), min_size=1, max_size=3
).map(",".join)
days = st.dates(FIRST, LAST)


@st.composite
def dates(draw: st.DrawFn) -> tuple[date | None, date | None]:
    first = draw(days | st.sampled_from([date(2027, 2, 8), date(2027, 3, 9)]))
    length = draw(st.sampled_from([0, 1, 29]))
    return draw(
        st.sampled_from([(first, first + length * DAY), (first, first + length * DAY), (first, None), (None, first)])
    )


@st.composite
def rows(draw: st.DrawFn) -> OpeningRow:
    """Any valid row, often with the dates of another: weekly or monthly, usual, dated or closed."""
    kind = draw(st.sampled_from(["usual", "usual", "monthly", "dated", "dated", "dated monthly", "closed"]))
    opens_at, closes_at = draw(hours)
    if kind == "usual":
        return OpeningRow(draw(weekly), opens_at, closes_at)
    if kind == "monthly":
        return OpeningRow(draw(monthly), opens_at, closes_at, "MONTHLY")
    first, last = draw(dates())
    if kind == "closed":
        return OpeningRow(draw(st.none() | _in(weekly, first, last)), None, None, "WEEKLY", first, last)
    if kind == "dated":
        return OpeningRow(draw(st.none() | _in(weekly, first, last)), opens_at, closes_at, "WEEKLY", first, last)
    return OpeningRow(draw(_in(monthly, first, last)), opens_at, closes_at, "MONTHLY", first, last)


def _in(byday: st.SearchStrategy[str], first: date | None, last: date | None) -> st.SearchStrategy[str]:
    """Days that fall into the dates at all."""
    if first is None or last is None:
        return byday
    present = {(first + n * DAY).weekday() for n in range((last - first).days + 1)}
    return byday.filter(lambda text: any(CODES.index(day[-2:]) in present for day in text.split(",")))


moments = st.datetimes(datetime(2027, 1, 18), datetime(2027, 4, 14)) | st.datetimes(
    datetime(2027, 3, 8), datetime(2027, 3, 12)
)
"""Half of them about Eid, estimated for 9 and 10 March."""
timetables = st.lists(rows(), max_size=5)


def names(row: OpeningRow, day: date) -> bool:
    """Whether a row names a day, read off a calendar of the month."""
    code = CODES[day.weekday()]
    same = [week[day.weekday()] for week in calendar.monthcalendar(day.year, day.month) if week[day.weekday()]]
    named = {code, f"{same.index(day.day) + 1}{code}"} | ({f"-1{code}"} if same[-1] == day.day else set())
    return row.byday is None or bool(named & set(row.byday.split(",")))


def counting(table: list[OpeningRow], day: date) -> list[OpeningRow] | None:
    """The rows that count on a day; None when no row speaks of it."""
    groups: dict[tuple[date | None, date | None], list[OpeningRow]] = {}
    for row in table:
        if (row.valid_from or day) <= day <= (row.valid_to or day):
            groups.setdefault((row.valid_from, row.valid_to), []).append(row)
    usual = groups.pop((None, None), None)
    order = sorted(
        groups,
        key=lambda ends: (
            (ends[1] or date.max) - (ends[0] or date(1900, 1, 1)),
            date.max - (ends[0] or date(1900, 1, 1)),
        ),
    )
    for ends in order:
        if any(row.opens_at for row in groups[ends]) or any(names(row, day) for row in groups[ends]):
            return groups[ends]
    return usual


def begun(table: list[OpeningRow], day: date) -> int:
    """The minutes from midnight for which something is open that opens on the day, as bits."""
    named = [row for row in counting(table, day) or [] if names(row, day)]
    bits = 0
    if any(row.opens_at is None for row in named):
        return bits
    for row in named:
        start, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in (row.opens_at or "", row.closes_at or ""))
        end += 0 if start < end else 1440
        bits |= (1 << end) - (1 << start)
    return bits


def minutes_open(table: list[OpeningRow], day: date) -> int:
    return (begun(table, day) | begun(table, day - DAY) >> 1440) & WHOLE_DAY


def expected(table: list[OpeningRow], at: datetime) -> Openness:
    """State and change without holidays, read minute by minute for a year."""
    minute = at.hour * 60 + at.minute
    is_open = minutes_open(table, at.date()) >> minute & 1
    if not is_open and counting(table, at.date()) is None:
        return Openness(OpenState.UNKNOWN)
    state = OpenState.OPEN if is_open else OpenState.CLOSED
    for day in (at.date() + number * DAY for number in range(366)):
        unknown = counting(table, day) is None
        bits = minutes_open(table, day)
        other = (bits ^ WHOLE_DAY if is_open else WHOLE_DAY if unknown else bits) >> minute << minute
        minute = 0
        if other:
            first = (other & -other).bit_length() - 1
            change = datetime(day.year, day.month, day.day) + timedelta(minutes=first)
            known = not unknown or bits >> first & 1
            return Openness(state, change if known else None)
    return Openness(state)


@settings(max_examples=60, deadline=None)
@given(timetables, moments)
@example([OpeningRow("5TU", "22:00", "06:00", "MONTHLY")], datetime(2026, 4, 1, 1))
@example([OpeningRow("-1WE", "22:00", "06:00", "MONTHLY")], datetime(2027, 4, 1, 1))
@example([OpeningRow(None, "22:00", "06:00", valid_from=FIRST, valid_to=FIRST)], datetime(2027, 1, 21, 1))
@example([OFFICE, OpeningRow(None, None, None, valid_to=date(2028, 2, 28))], datetime(2027, 3, 1, 7))
@example([OFFICE, OpeningRow(None, None, None, valid_to=date(2028, 2, 29))], datetime(2027, 3, 1, 10))
def test_state_and_change_agree_with_a_reading_minute_by_minute(table: list[OpeningRow], at: datetime) -> None:
    found = openness(table, at, NO_HOLIDAYS)
    assert found == expected(table, at)
    if found.changes_at:
        assert found.changes_at > at
        assert openness(table, found.changes_at, NO_HOLIDAYS).state is not found.state
        assert openness(table, found.changes_at - timedelta(minutes=1), NO_HOLIDAYS).state is found.state


@settings(max_examples=60, deadline=None)
@given(timetables, moments)
@example([OpeningRow("MO,TU,WE,TH,FR,SA,SU", "21:00", "06:00")], datetime(2027, 3, 11, 2))
def test_a_holiday_makes_open_uncertain_and_nothing_else(table: list[OpeningRow], at: datetime) -> None:
    without, found = openness(table, at, NO_HOLIDAYS), openness(table, at, CALCULATED)
    assert found.changes_at == without.changes_at
    if found.state is OpenState.UNCERTAIN:
        assert without.state is OpenState.OPEN
        begins_today = begun(table, at.date()) >> (at.hour * 60 + at.minute) & 1
        assert found.holiday == CALCULATED.on(at.date() if begins_today else at.date() - DAY)
        assert found.holiday is not None
    else:
        assert found.state is without.state
        assert found.holiday in (None, CALCULATED.on(found.changes_at.date()) if found.changes_at else None)


@settings(max_examples=60, deadline=None)
@given(timetables, st.sampled_from(LANGUAGES))
def test_the_week_in_words_holds_every_time_of_every_row(table: list[OpeningRow], language: str) -> None:
    text = describe_rows(table, language)
    assert bool(text) == bool(table)
    around_the_clock = describe_rows([OpeningRow(",".join(CODES), "00:00", "24:00")], language)
    if around_the_clock in text:
        return
    for row in table:
        period = [other for other in table if (row.valid_from, row.valid_to) == (other.valid_from, other.valid_to)]
        if row.opens_at and row.closes_at and all(other.opens_at for other in period):
            assert row.opens_at in text
            assert row.closes_at in text


@settings(max_examples=60, deadline=None)
@given(timetables, moments, st.sampled_from(LANGUAGES))
def test_openness_in_words_holds_its_time_and_its_holiday(table: list[OpeningRow], at: datetime, language: str) -> None:
    found = openness(table, at, CALCULATED)
    text = describe_openness(found, at, language)
    assert bool(text) == (found.state is not OpenState.UNKNOWN)
    if found.changes_at:
        clock = f"{found.changes_at:%H:%M}"
        closes_at_midnight = found.state is not OpenState.CLOSED and clock == "00:00"
        assert ("24:00" if closes_at_midnight else clock) in text
    assert found.holiday is None or found.holiday.names[language] in text


@settings(max_examples=100, deadline=None)
@given(
    st.none() | st.text(max_size=8) | weekly | monthly,
    st.none() | st.text(max_size=6) | clocks,
    st.none() | st.text(max_size=6) | clocks,
    st.sampled_from(["WEEKLY", "MONTHLY", "DAILY", ""]),
    st.none() | st.dates(),
    st.none() | st.dates(),
    moments,
)
def test_a_row_is_refused_with_a_value_error_or_works_everywhere(
    byday: str | None,
    opens_at: str | None,
    closes_at: str | None,
    freq: str,
    valid_from: date | None,
    valid_to: date | None,
    at: datetime,
) -> None:
    try:
        row = OpeningRow(byday, opens_at, closes_at, freq, valid_from, valid_to)
    except ValueError as refused:
        assert str(refused)
        return
    found = openness([row], at, CALCULATED)
    assert all(describe_rows([row], language) for language in LANGUAGES)
    assert all(bool(describe_openness(found, at, language)) == (found.state != "unknown") for language in LANGUAGES)


@settings(max_examples=60, deadline=None)
@given(
    rows(), st.sampled_from(["day", "opens_at", "closes_at", "half", "order"]), st.text("MOTUFR0123-,: x", max_size=6)
)
def test_a_good_row_with_one_bad_value_is_refused_with_a_value_error(row: OpeningRow, kind: str, bad: str) -> None:
    changed: dict[str, dict[str, Any]] = {
        "day": {"byday": f"{bad}X"},
        "opens_at": {"opens_at": f"{bad}h"},
        "closes_at": {"closes_at": f"{bad}h"},
        "half": {"opens_at": None, "closes_at": "09:00"},
        "order": {"valid_from": date(2027, 3, 2), "valid_to": date(2027, 3, 1)},
    }
    with pytest.raises(ValueError):
        replace(row, **changed[kind])
