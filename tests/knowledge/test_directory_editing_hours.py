"""Hours as people fill them in: a week, periods, exceptions; what they mean, and what stays as it was."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge.directory_editing.editing import Outdated, edit, version_of
from knowledge.directory_editing.hours import HoursContent, fill_hours, known_hours, owner_of_hours
from knowledge.directory_editing.hours_grid import (
    EMPTY_WEEK,
    Exceptional,
    HoursGrid,
    Period,
    Week,
    WrongHours,
    as_interval,
    checked_day,
    grid_of,
    rows_of,
)
from knowledge.hours import OpeningRow, describe_rows, osm_expression
from knowledge.models import Schedule
from tests.knowledge.directory_desk import CALL, from_call, imported, terms
from tests.knowledge.directory_rows import only_service, prepared_database, row

MORNING, AFTERNOON = ("09:00", "12:00"), ("14:00", "17:00")
RAMADAN = (date(2027, 2, 8), date(2027, 3, 9))
SUMMER = (date(2027, 8, 1), date(2027, 8, 31))


def week(*days: tuple[tuple[str, str], ...]) -> Week:
    return (*days, *EMPTY_WEEK[len(days) :])


@pytest.mark.parametrize(
    ("opens", "closes", "interval"),
    [("09:00", "12:00", MORNING), ("", "", None), ("22:00", "06:00", ("22:00", "06:00")),
     ("14:00", "00:00", ("14:00", "24:00")), ("00:00", "00:00", ("00:00", "24:00"))],
)  # fmt: skip
def test_two_time_fields_are_an_interval_and_midnight_is_the_end_of_the_day(
    opens: str, closes: str, interval: tuple[str, str] | None
) -> None:
    assert as_interval(opens, closes) == interval


@pytest.mark.parametrize(
    ("opens", "closes", "code"),
    [
        ("09:00", "", "half"),
        ("", "12:00", "half"),
        ("09:00", "09:00", "same"),
        ("9h", "12:00", "time"),
        ("09:00", "25:00", "time"),
    ],
)
def test_half_an_interval_and_an_empty_one_are_refused(opens: str, closes: str, code: str) -> None:
    with pytest.raises(WrongHours) as refused:
        as_interval(opens, closes)
    assert refused.value.code == code


def test_intervals_of_a_day_are_put_in_order_and_must_not_overlap() -> None:
    assert checked_day([AFTERNOON, MORNING]) == (MORNING, AFTERNOON)
    for wrong in ([MORNING, ("11:00", "13:00")], [("20:00", "04:00"), ("21:00", "22:00")]):
        with pytest.raises(WrongHours) as refused:
            checked_day(wrong)
        assert refused.value.code == "overlap"


def test_a_week_with_breaks_becomes_rows_that_say_it() -> None:
    grid = HoursGrid(week(*[(MORNING, AFTERNOON)] * 4, (MORNING,)))
    assert describe_rows(rows_of(grid), "fr") == "lundi–jeudi 09:00–12:00 et 14:00–17:00, vendredi 09:00–12:00"


def test_ramadan_and_exceptions_are_dated_periods() -> None:
    grid = HoursGrid(
        week(*[(MORNING,)] * 5),
        periods=(Period(*RAMADAN, week(*[(("10:00", "14:00"),)] * 4)),),
        exceptions=(Exceptional(*SUMMER), Exceptional(date(2026, 12, 24), date(2026, 12, 24), (MORNING,))),
    )
    assert describe_rows(rows_of(grid), "fr") == (
        "lundi–vendredi 09:00–12:00 ; le 24 décembre 2026 : 09:00–12:00 ; "
        "du 8 février 2027 au 9 mars 2027 : lundi–jeudi 10:00–14:00 ; du 1er août 2027 au 31 août 2027 : fermé"
    )


@pytest.mark.parametrize(
    ("first", "last"), [(None, None), (SUMMER[1], SUMMER[0]), (date(1800, 1, 1), date(1800, 1, 2))]
)
def test_dates_in_the_wrong_order_are_refused(first: date | None, last: date | None) -> None:
    for grid in (
        HoursGrid(exceptions=(Exceptional(first, last),)),
        HoursGrid(periods=(Period(first, last, EMPTY_WEEK),)),
    ):
        with pytest.raises(WrongHours) as refused:
            rows_of(grid)
        assert refused.value.code == "order"


def test_what_no_grid_can_show_is_kept_beside_it() -> None:
    monthly = OpeningRow("2TU", "09:00", "12:00", "MONTHLY")
    fridays_closed = OpeningRow("FR", None, None, valid_from=SUMMER[0], valid_to=SUMMER[1])
    usual = OpeningRow("MO", "09:00", "12:00")
    grid = grid_of([monthly, usual, fridays_closed])
    assert set(grid.others) == {monthly, usual, fridays_closed}
    assert set(rows_of(grid)) == {monthly, usual, fridays_closed}


intervals = st.sampled_from([("00:00", "24:00"), MORNING, AFTERNOON, ("08:30", "18:00"), ("22:00", "06:00")])
days = st.lists(intervals, max_size=2).map(lambda pairs: tuple(sorted(set(pairs))))
weeks = st.tuples(*[days] * 7)
dates = st.sampled_from([RAMADAN, SUMMER, (SUMMER[0], None), (None, RAMADAN[1])])
grids = st.builds(
    HoursGrid,
    weeks,
    st.lists(
        st.builds(lambda both, one: Period(*both, one), dates, weeks.map(lambda week: ((MORNING,), *week[1:]))),
        max_size=1,
    ).map(tuple),
    st.lists(st.builds(lambda one: Exceptional(date(2026, 12, 24), date(2026, 12, 26), one), days), max_size=1).map(
        tuple
    ),
)


@given(grids)
def test_a_grid_that_is_stored_and_read_again_is_the_same(grid: HoursGrid) -> None:
    assert grid_of(rows_of(grid)) == grid


@given(grids)
def test_rows_that_were_read_into_a_grid_still_mean_the_same(grid: HoursGrid) -> None:
    rows = rows_of(grid)
    assert osm_expression(tuple(rows_of(grid_of(rows)))) == osm_expression(tuple(rows))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    """A database with a service that has words for its hours, and no rows."""
    with prepared_database(tmp_path) as engine:
        imported(engine, [row()])
        yield engine


def fill(engine: Engine, content: HoursContent, still_fits: bool = True) -> list[Schedule]:
    with Session(engine, expire_on_commit=False) as session, session.begin():
        service = only_service(session)
        owner = owner_of_hours(service, service.service_at_locations[0])
        edit(session, service, lambda _: fill_hours(owner, content, still_fits), from_call(service))
        return list(owner.schedules)


def test_hours_are_stored_with_the_words_of_the_source_in_the_first_row(database: Engine) -> None:
    content = HoursContent(HoursGrid(week((MORNING,), (AFTERNOON,))), "le matin", {"ar": "صباحا", "en": "mornings"})
    fill(database, content)
    with Session(database) as session:
        schedules = only_service(session).service_at_locations[0].schedules
        assert [(one.byday, one.opens_at, one.description) for one in schedules] == [
            ("MO", "09:00", "le matin"), ("TU", "14:00", "")]  # fmt: skip
        assert known_hours(schedules) == content
        told = {one.field: (one.value, one.source) for one in only_service(session).field_sources}
        assert told["schedules"] == ("le matin", CALL.text)


def test_hours_that_stay_keep_their_rows_with_notes(database: Engine) -> None:
    fill(database, HoursContent(HoursGrid(week((MORNING,), (AFTERNOON,))), "x"))
    with Session(database) as session, session.begin():
        first = only_service(session).service_at_locations[0].schedules[0]
        first.notes, kept = "sur rendez-vous", first.id
    after = fill(database, HoursContent(HoursGrid(week((MORNING,), (MORNING,))), "x"))
    assert [(one.id == kept, one.notes, one.byday) for one in after] == [(False, "", "MO,TU")]
    fill(database, HoursContent(HoursGrid(week((MORNING,), (AFTERNOON,))), "x"))
    with Session(database) as session, session.begin():
        first = only_service(session).service_at_locations[0].schedules[0]
        first.notes, kept = "sur rendez-vous", first.id
    after = fill(database, HoursContent(HoursGrid(week((MORNING,), (("15:00", "16:00"),))), "x"))
    assert [(one.id == kept, one.notes) for one in after] == [(True, "sur rendez-vous"), (False, "")]


def test_other_hours_beside_old_words_are_refused_until_somebody_says_that_they_fit(database: Engine) -> None:
    content = HoursContent(HoursGrid(week((MORNING,))), "le matin")
    with pytest.raises(Outdated) as refused:
        fill(database, content, still_fits=False)
    assert refused.value.fields == ["schedules"]
    assert len(fill(database, content)) == 1


def test_hours_that_are_emptied_leave_no_row(database: Engine) -> None:
    fill(database, HoursContent(HoursGrid(week((MORNING,))), "le matin"))
    assert len(fill(database, HoursContent(HoursGrid(), "sur rendez-vous"))) == 1
    assert fill(database, HoursContent(HoursGrid())) == []


def test_hours_without_a_source_are_refused(database: Engine) -> None:
    from knowledge.directory_editing.editing import Unsourced

    with Session(database) as session:
        service = only_service(session)
        link = service.service_at_locations[0]
        content = HoursContent(HoursGrid(week((MORNING,))), "le matin")
        with pytest.raises(Unsourced) as refused:
            edit(session, service, lambda _: fill_hours(link, content, True), terms(version_of(service)))
    assert refused.value.fields == ["schedules"]
