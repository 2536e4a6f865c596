"""How often somebody may try to sign in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from desk.accounts.known_browsers import browser_mark, known_to
from desk.accounts.models import SignInAttempt
from desk.accounts.throttle import (
    WINDOW,
    Attempt,
    Counted,
    attempt,
    by_address,
    by_browser,
    by_code,
    by_name,
    forget,
    succeeded,
)
from desk.tables import Base
from gateway.addresses import AddressBook
from knowledge.database import connect
from tests.desk.accounts.conftest import NOON
from tests.postgres import new_database

SECOND = timedelta(seconds=1)
AMINA = by_name("amina")


def fail(database: Engine, counted: Counted, times: int, now: datetime = NOON) -> Attempt:
    for _ in range(times):
        last = attempt(database, [counted], now)
    return last


@pytest.mark.parametrize("counted", [AMINA, by_browser("x"), by_address("192.0.2.1"), by_code(1)])
def test_after_the_last_allowed_attempt_the_next_has_to_wait(accounts_database: Engine, counted: Counted) -> None:
    assert fail(accounts_database, counted, counted.limit).wait is None
    assert fail(accounts_database, counted, 1).wait == WINDOW


def test_the_waiting_time_shrinks_and_then_one_may_try_again(accounts_database: Engine) -> None:
    fail(accounts_database, AMINA, AMINA.limit)
    refused = fail(accounts_database, AMINA, 1, NOON + timedelta(minutes=3, seconds=1))
    assert (refused.wait, refused.minutes) == (timedelta(minutes=6, seconds=59), 7)
    assert fail(accounts_database, AMINA, 1, NOON + WINDOW - SECOND).minutes == 1
    assert fail(accounts_database, AMINA, 1, NOON + WINDOW).wait is None


def test_who_tries_all_the_time_waits_no_longer_than_who_waits(accounts_database: Engine) -> None:
    fail(accounts_database, AMINA, AMINA.limit)
    for minute in range(1, 10):
        fail(accounts_database, AMINA, 20, NOON + timedelta(minutes=minute))
    assert fail(accounts_database, AMINA, 1, NOON + WINDOW).wait is None


def test_attempts_are_counted_by_one_process_and_refused_by_the_next(accounts_database: Engine) -> None:
    fail(accounts_database, AMINA, AMINA.limit)
    other = connect(accounts_database.url.render_as_string())
    assert fail(other, AMINA, 1).wait == WINDOW
    other.dispose()


def test_who_signs_in_starts_anew(accounts_database: Engine) -> None:
    address = by_address("192.0.2.1")
    fail(accounts_database, AMINA, AMINA.limit - 1)
    fail(accounts_database, address, 3)
    last = attempt(accounts_database, [AMINA, address], NOON)
    with Session(accounts_database) as session, session.begin():
        succeeded(session, last, [AMINA])
    assert fail(accounts_database, AMINA, AMINA.limit).wait is None
    with Session(accounts_database) as session:
        left = session.scalar(select(func.count()).where(SignInAttempt.key == address.key))
    assert left == 3, "who has an account could otherwise try other names for ever"


def test_one_name_does_not_wait_for_another(accounts_database: Engine) -> None:
    fail(accounts_database, AMINA, AMINA.limit + 1)
    assert fail(accounts_database, by_name("driss"), 1).wait is None


def test_an_address_that_tries_many_names_has_to_wait(accounts_database: Engine) -> None:
    address = by_address("192.0.2.1")
    waits = [
        attempt(accounts_database, [by_name(f"name {number}"), address], NOON).wait
        for number in range(address.limit + 1)
    ]
    assert waits == [None] * address.limit + [WINDOW]


def test_failures_that_somebody_forgave_do_not_count(accounts_database: Engine) -> None:
    fail(accounts_database, AMINA, AMINA.limit + 1)
    with Session(accounts_database) as session, session.begin():
        forget(session, AMINA)
    assert fail(accounts_database, AMINA, 1).wait is None


def test_a_clock_that_is_set_back_by_a_day_locks_nobody_out(accounts_database: Engine) -> None:
    fail(accounts_database, AMINA, AMINA.limit, NOON + timedelta(days=1))
    assert fail(accounts_database, AMINA, 1).wait is None


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_of_many_attempts_at_the_same_moment_no_more_than_allowed_are_looked_at(
    kind: str, accounts_database: Engine, request: pytest.FixtureRequest
) -> None:
    if kind == "sqlite":
        assert passed_of_forty(accounts_database) <= AMINA.limit
        return
    with new_database(request.getfixturevalue("postgres_url")) as url:
        engine = connect(url)
        Base.metadata.create_all(engine)
        assert passed_of_forty(engine) <= AMINA.limit
        engine.dispose()


def passed_of_forty(database: Engine) -> int:
    with ThreadPoolExecutor(8) as pool:
        tried = list(pool.map(lambda _: attempt(database, [AMINA], NOON), range(40)))
    return sum(each.wait is None for each in tried)


def test_a_browser_is_known_to_the_person_who_signed_in_there_only() -> None:
    box = AddressBook("the installation's secret")
    mark = browser_mark(box, 7)
    assert known_to(box, mark, 7)
    assert known_to(box, mark, 7) != known_to(box, browser_mark(box, 7), 7)
    assert known_to(box, mark, 77) is None
    assert known_to(AddressBook("another secret"), mark, 7) is None
    assert known_to(box, "", 7) is None
    assert known_to(box, box.seal(b"JBSWY3DPEHPK3PXP").decode(), 7) is None


def test_what_is_stored_tells_neither_names_nor_addresses(accounts_database: Engine) -> None:
    attempt(accounts_database, [AMINA, by_address("192.0.2.1")], NOON)
    with Session(accounts_database) as session:
        stored = " ".join(str(vars(row)) for row in session.scalars(select(SignInAttempt)))
    assert "amina" not in stored and "192.0.2.1" not in stored
