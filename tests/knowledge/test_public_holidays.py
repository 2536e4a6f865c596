"""Public holidays: calculated, then decided by administrators."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge.database import connect
from knowledge.models.base import Base, Revision, current_revision
from knowledge.models.public_holiday import PublicHoliday
from knowledge.public_holidays import Holiday, PublicHolidays, add, confirm, not_a_holiday, withdraw

EID = date(2027, 3, 9)
ORDINARY = date(2027, 3, 12)
NAMES = {"fr": "Aïd al-Fitr", "ar": "عيد الفطر", "en": "Eid al-Fitr"}


@pytest.fixture
def session() -> Iterator[Session]:
    """A small database in memory, for what is refused before anything is written."""
    engine = connect("sqlite://")
    Base.metadata.create_all(
        engine, tables=[Base.metadata.tables[model.__tablename__] for model in (PublicHoliday, Revision)]
    )
    with Session(engine) as session:
        yield session
    engine.dispose()


def known(engine: Engine) -> PublicHolidays:
    with Session(engine) as session:
        return PublicHolidays.from_database(session)


def certain(holiday: Holiday | None) -> bool | None:
    return holiday.certain if holiday else None


def test_a_holiday_with_a_fixed_date_is_certain_and_has_its_name_in_three_languages() -> None:
    assert PublicHolidays().on(date(2027, 7, 30)) == Holiday(
        date(2027, 7, 30), {"fr": "Fête du Trône", "ar": "عيد العرش", "en": "Throne Day"}, certain=True
    )
    assert PublicHolidays().on(date(2026, 11, 23)) is None


def test_a_religious_holiday_is_an_estimate_and_its_name_does_not_say_so() -> None:
    assert PublicHolidays().on(EID) == Holiday(
        EID, {"fr": "Fête de la rupture du jeûne", "ar": "عيد الفطر", "en": "Eid al-Fitr"}, certain=False
    )


def test_no_name_of_twenty_years_holds_a_mark_and_all_languages_have_one() -> None:
    holidays = PublicHolidays().between(date(2026, 1, 1), date(2045, 12, 31))
    assert len(holidays) > 300
    assert all(holiday.names.keys() == {"fr", "ar", "en"} for holiday in holidays)
    assert [name for holiday in holidays for name in holiday.names.values() if set(name) & set("();%")] == []


def test_a_fixed_holiday_on_the_day_of_an_estimated_one_is_certain_and_alone() -> None:
    holiday = PublicHolidays().on(date(2027, 8, 14))
    assert holiday
    assert holiday.certain
    assert holiday.names["en"] == "Oued Ed-Dahab Day"


def test_the_holidays_between_two_days_come_in_order_with_both_ends() -> None:
    days = [holiday.date for holiday in PublicHolidays().between(date(2026, 12, 1), date(2027, 3, 9))]
    assert days == [date(2027, 1, 1), date(2027, 1, 11), date(2027, 1, 14), EID]
    assert PublicHolidays().between(date(2026, 11, 19), date(2026, 12, 31)) == []


def test_eid_a_day_later_than_estimated_is_three_decisions(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        not_a_holiday(session, EID)
        confirm(session, date(2027, 3, 10))
        add(session, date(2027, 3, 11), NAMES)
    decided = known(engine).between(date(2027, 3, 1), date(2027, 3, 31))
    assert [(holiday.date.day, holiday.certain) for holiday in decided] == [(10, True), (11, True)]
    assert decided[0].names["fr"] == "Fête de la rupture du jeûne"
    assert decided[1].names == NAMES


def test_a_withdrawn_decision_leaves_what_is_calculated(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        confirm(session, EID)
        add(session, ORDINARY, NAMES)
    assert (certain(known(engine).on(EID)), certain(known(engine).on(ORDINARY))) == (True, True)
    with Session(engine) as session, session.begin():
        withdraw(session, EID)
        withdraw(session, ORDINARY)
    assert (certain(known(engine).on(EID)), certain(known(engine).on(ORDINARY))) == (False, None)


def test_each_decision_tells_readers_that_the_knowledge_changed(engine: Engine) -> None:
    with Session(engine) as session:
        confirm(session, EID)
        session.commit()
        assert current_revision(session) == 1
        not_a_holiday(session, date(2027, 3, 10))
        session.commit()
        assert current_revision(session) == 2
        add(session, ORDINARY, NAMES)
        session.commit()
        assert current_revision(session) == 3
        withdraw(session, ORDINARY)
        session.commit()
        assert current_revision(session) == 4


@pytest.mark.parametrize("decide", [confirm, not_a_holiday])
@pytest.mark.parametrize(
    ("day", "reason"), [(ORDINARY, "no estimated public holiday"), (date(2027, 7, 30), "fixed date (Throne Day)")]
)
def test_only_estimated_days_can_be_decided(
    session: Session, decide: Callable[[Session, date], None], day: date, reason: str
) -> None:
    with pytest.raises(ValueError) as refused:
        decide(session, day)
    assert str(day) in str(refused.value)
    assert reason in str(refused.value)


def test_a_decided_day_is_not_decided_again(session: Session) -> None:
    confirm(session, EID)
    for again in (confirm, not_a_holiday):
        with pytest.raises(ValueError, match=r"2027-03-09 is decided already \(confirmed\): withdraw"):
            again(session, EID)
    with pytest.raises(ValueError, match="decided already"):
        add(session, EID, NAMES)


@pytest.mark.parametrize(
    ("names", "missing"),
    [({"fr": "Aïd", "en": "Eid"}, "missing: ar"), ({**NAMES, "en": "  "}, "missing: en"), ({}, "missing: fr, ar, en")],
)
def test_an_added_holiday_needs_its_name_in_every_language(
    session: Session, names: dict[str, str], missing: str
) -> None:
    with pytest.raises(ValueError, match=missing):
        add(session, ORDINARY, names)


@pytest.mark.parametrize(
    ("day", "reason"), [(EID, "already (Eid al-Fitr); confirm it"), (date(2027, 7, 30), "already (Throne Day)")]
)
def test_a_calculated_holiday_is_not_added_a_second_time(session: Session, day: date, reason: str) -> None:
    with pytest.raises(ValueError) as refused:
        add(session, day, NAMES)
    assert reason in str(refused.value)


def test_nothing_is_withdrawn_from_a_day_without_a_decision(session: Session) -> None:
    with pytest.raises(ValueError, match="nothing was decided about 2027-03-09"):
        withdraw(session, EID)
