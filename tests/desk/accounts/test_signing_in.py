"""Signing in with name and password, second factor, and what stands in the way of guessing."""

from datetime import datetime, timedelta

import pyotp
import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from desk.accounts.browsers import Browser, short_agent
from desk.accounts.known_browsers import browser_mark
from desk.accounts.models import DeskSession
from desk.accounts.passwords import set_password
from desk.accounts.second_factor import new_recovery_codes, offer, turn_on
from desk.accounts.sessions import CODE_LIMIT, find_session, open_session
from desk.accounts.signing_in import NotSignedIn, Opened, confirm_password, give_code, sign_in
from desk.accounts.throttle import WINDOW
from desk.models import AuditEntry, User
from gateway.addresses import AddressBook
from gateway.network import network_of
from tests.desk.accounts.conftest import GOOD_PASSWORD, NOON

BOX = AddressBook("the installation's secret")
HERE = Browser(network="192.0.2.1", agent="Firefox, Linux", mark="")
STEP = timedelta(seconds=30)


@pytest.fixture
def people(session: Session, amina: User) -> Engine:
    """The database, in which amina has a password."""
    set_password(amina, GOOD_PASSWORD)
    session.commit()
    return session.get_bind().engine


@pytest.fixture
def phone(people: Engine, session: Session, amina: User) -> pyotp.TOTP:
    """amina's app: she uses a second factor."""
    open_session(session, amina, NOON - timedelta(minutes=2))
    row = session.query(DeskSession).one()
    app = pyotp.TOTP(offer(row, BOX))
    turn_on(session, amina, row, app.at(NOON - timedelta(minutes=1)), BOX, NOON - timedelta(minutes=1))
    session.commit()
    return app


def enter(people: Engine, password: str = GOOD_PASSWORD, name: str = "amina", browser: Browser = HERE,
          now: datetime = NOON) -> Opened | str:  # fmt: skip
    """What happens to who types this: a session, or why there is none."""
    try:
        return sign_in(people, BOX, name, password, browser, now)
    except NotSignedIn as refused:
        return refused.key


def second_step(people: Engine, token: str, code: str, now: datetime = NOON) -> Opened | str:
    try:
        return give_code(people, BOX, token, code, HERE, now)
    except NotSignedIn as refused:
        return refused.key


def opened(people: Engine, name: str = "amina") -> Opened:
    result = enter(people, name=name)
    assert isinstance(result, Opened)
    return result


def entries(people: Engine) -> list[tuple[str, str, str, str]]:
    with Session(people) as session:
        return [(e.user_name, e.action, e.subject, str(e.details)) for e in session.scalars(select(AuditEntry))]


def is_signed_in(people: Engine, token: str) -> bool:
    with Session(people) as session:
        return find_session(session, token, NOON) is not None


def test_name_and_password_open_a_session_and_are_noted(people: Engine) -> None:
    result = opened(people, name=" AMINA ")
    assert is_signed_in(people, result.token) and not result.waits_for_code
    assert [entry[:3] for entry in entries(people)] == [("amina", "account.signed_in", "amina")]


def test_a_wrong_password_and_an_unknown_name_are_told_the_same(people: Engine) -> None:
    assert enter(people, "wrong password") == enter(people, name="nobody") == "wrong_password"
    assert enter(people, GOOD_PASSWORD, name="Driss") == "wrong_password"


def test_failures_are_noted_without_what_was_typed(people: Engine) -> None:
    enter(people, "typed password")
    enter(people, "typed password", name="my password by mistake")
    noted = entries(people)
    assert [entry[:3] for entry in noted] == [("", "account.sign_in_failed", name) for name in ("amina", "")]
    assert "typed" not in str(noted) and "mistake" not in str(noted)


def test_who_is_deactivated_is_told_so_with_the_right_password_only(
    people: Engine, session: Session, amina: User
) -> None:
    amina.is_active = False
    session.commit()
    assert enter(people) == "deactivated"
    assert enter(people, "wrong password") == "wrong_password"


def test_after_five_failures_even_the_right_password_waits_and_then_works(people: Engine) -> None:
    assert [enter(people, "wrong password") for _ in range(6)] == ["wrong_password"] * 5 + ["wait"]
    assert enter(people) == "wait"
    assert isinstance(enter(people, now=NOON + WINDOW), Opened)


def test_the_waiting_time_is_told_in_minutes(people: Engine) -> None:
    for _ in range(5):
        enter(people, "wrong password")
    with pytest.raises(NotSignedIn) as refused:
        sign_in(people, BOX, "amina", GOOD_PASSWORD, HERE, NOON + timedelta(minutes=4))
    assert (refused.value.key, refused.value.minutes) == ("wait", 6)


def test_an_unknown_name_has_to_wait_like_a_known_one(people: Engine) -> None:
    assert [enter(people, name="nobody") for _ in range(6)] == ["wrong_password"] * 5 + ["wait"]


def test_an_attacker_elsewhere_cannot_keep_somebody_out_of_the_browser_they_use(people: Engine, amina: User) -> None:
    home = Browser("198.51.100.7", "Firefox, Linux", browser_mark(BOX, amina.id))
    for minute in range(30):
        enter(people, "guess", browser=HERE, now=NOON + timedelta(minutes=minute))
    at_last = NOON + timedelta(minutes=29, seconds=59)
    assert enter(people, browser=HERE, now=at_last) == "wait"
    assert isinstance(enter(people, browser=home, now=at_last), Opened)


def test_the_mark_of_a_browser_gives_no_endless_attempts(people: Engine, amina: User) -> None:
    stolen = Browser("198.51.100.7", "", browser_mark(BOX, amina.id))
    assert [enter(people, "guess", browser=stolen) for _ in range(6)] == ["wrong_password"] * 5 + ["wait"]


def test_one_address_cannot_try_one_password_on_everybody(people: Engine) -> None:
    tried = [enter(people, "Soleil-2026", name=f"person {number}") for number in range(31)]
    assert tried == ["wrong_password"] * 30 + ["wait"]


def test_with_a_second_factor_the_password_alone_signs_nobody_in(people: Engine, phone: pyotp.TOTP) -> None:
    first = opened(people)
    assert first.waits_for_code
    assert not is_signed_in(people, first.token)
    assert "account.signed_in" not in str(entries(people))
    second = second_step(people, first.token, phone.at(NOON))
    assert isinstance(second, Opened)
    assert is_signed_in(people, second.token)
    assert "'second_factor': 'code'" in entries(people)[-1][3]


def test_the_session_is_a_new_one_after_the_code(people: Engine, phone: pyotp.TOTP) -> None:
    first = opened(people)
    second = second_step(people, first.token, phone.at(NOON))
    assert isinstance(second, Opened) and second.token != first.token
    assert second_step(people, first.token, phone.at(NOON + STEP)) == "too_late"


def test_a_code_has_to_come_within_ten_minutes(people: Engine, phone: pyotp.TOTP) -> None:
    token = opened(people).token
    late = NOON + CODE_LIMIT
    assert second_step(people, token, phone.at(late), late) == "too_late"
    assert second_step(people, "no token", phone.at(NOON)) == "too_late"


def test_codes_cannot_be_guessed_one_after_the_other(people: Engine, phone: pyotp.TOTP) -> None:
    token = opened(people).token
    wrong = "000000" if phone.at(NOON) != "000000" else "111111"
    assert [second_step(people, token, wrong) for _ in range(6)] == ["wrong_code"] * 5 + ["wait"]
    assert second_step(people, token, phone.at(NOON)) == "wait"
    assert second_step(people, opened(people).token, phone.at(NOON)) == "wait"


def test_a_recovery_code_signs_in_and_the_log_says_how_many_are_left(
    people: Engine, phone: pyotp.TOTP, session: Session, amina: User
) -> None:
    code = new_recovery_codes(session, amina)[0]
    session.commit()
    assert isinstance(second_step(people, opened(people).token, code), Opened)
    assert "'codes_left': 9" in entries(people)[-1][3]


def test_asking_for_the_password_again_cannot_be_used_to_guess_it(people: Engine, amina: User) -> None:
    confirm_password(people, amina.id, GOOD_PASSWORD, NOON)
    told = []
    for _ in range(6):
        with pytest.raises(NotSignedIn) as refused:
            confirm_password(people, amina.id, "guess", NOON)
        told.append(refused.value.key)
    assert told == ["wrong_password"] * 5 + ["wait"]


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.1"),
        ("testclient", "testclient"),
    ],
)
def test_one_caller_has_one_address_or_all_of_its_network(host: str, network: str) -> None:
    assert network_of(host) == network


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36",
         "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) Version/26.0 Mobile/15E148 Safari/604.1",
         "Safari, iPhone"),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_browser_and_system_are_named_for_people(header: str, shown: str) -> None:
    assert short_agent(header) == shown
