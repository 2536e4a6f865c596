"""Codes of an app, and recovery codes."""

import xml.etree.ElementTree as Xml
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy.orm import Session

from desk.accounts.models import DeskSession, RecoveryCode
from desk.accounts.second_factor import (
    WrongCode,
    new_recovery_codes,
    offer,
    offered,
    picture,
    recovery_codes_left,
    take_code,
    turn_off,
    turn_on,
)
from desk.accounts.sessions import open_session
from desk.models import User
from gateway.addresses import AddressBook
from tests.desk.accounts.conftest import NOON

BOX = AddressBook("the installation's secret")
STEP = timedelta(seconds=30)


@pytest.fixture
def row(session: Session, amina: User) -> DeskSession:
    """Where the administrator is signed in."""
    open_session(session, amina, NOON)
    return session.query(DeskSession).one()


@pytest.fixture
def app(session: Session, amina: User, row: DeskSession) -> pyotp.TOTP:
    """The app of the administrator, who turned the second factor on a minute ago."""
    phone = pyotp.TOTP(offer(row, BOX))
    turn_on(session, amina, row, phone.at(NOON - 2 * STEP), BOX, NOON - 2 * STEP)
    return phone


def refused(session: Session, user: User, code: str, box: AddressBook = BOX) -> bool:
    try:
        take_code(session, user, code, box, NOON)
    except WrongCode:
        return True
    return False


def test_it_is_on_only_after_a_code_has_proved_the_app(session: Session, amina: User, row: DeskSession) -> None:
    phone = pyotp.TOTP(offer(row, BOX))
    with pytest.raises(WrongCode):
        turn_on(session, amina, row, "000000" if phone.at(NOON) != "000000" else "111111", BOX, NOON)
    assert amina.totp_secret is None
    codes = turn_on(session, amina, row, phone.at(NOON), BOX, NOON)
    assert amina.totp_secret and len(set(codes)) == 10
    assert offered(row, BOX) is None


def test_no_code_turns_on_what_was_not_offered(session: Session, amina: User, row: DeskSession) -> None:
    with pytest.raises(WrongCode):
        turn_on(session, amina, row, "123456", BOX, NOON)


def test_the_secret_can_be_read_with_the_installations_key_only(
    session: Session, amina: User, row: DeskSession, app: pyotp.TOTP
) -> None:
    assert app.secret not in f"{amina.totp_secret} {vars(row)}"
    assert refused(session, amina, app.at(NOON), AddressBook("another secret"))
    assert not refused(session, amina, app.at(NOON))


@pytest.mark.parametrize("apart", [-1, 0, 1])
def test_the_clock_of_a_phone_may_be_half_a_minute_wrong(
    session: Session, amina: User, app: pyotp.TOTP, apart: int
) -> None:
    assert take_code(session, amina, app.at(NOON + apart * STEP), BOX, NOON) == "code"


@pytest.mark.parametrize("apart", [-3, 2, 20])
def test_the_code_of_another_minute_is_wrong(session: Session, amina: User, app: pyotp.TOTP, apart: int) -> None:
    assert refused(session, amina, app.at(NOON + apart * STEP))


def test_no_code_is_taken_twice_nor_an_older_one_after_it(session: Session, amina: User, app: pyotp.TOTP) -> None:
    assert not refused(session, amina, app.at(NOON))
    assert refused(session, amina, app.at(NOON))
    assert refused(session, amina, app.at(NOON - STEP))
    assert not refused(session, amina, app.at(NOON + STEP))


def test_the_code_that_turned_it_on_does_not_sign_in(session: Session, amina: User, row: DeskSession) -> None:
    phone = pyotp.TOTP(offer(row, BOX))
    turn_on(session, amina, row, phone.at(NOON), BOX, NOON)
    assert refused(session, amina, phone.at(NOON))


def test_spaces_and_digits_of_another_script_make_no_difference(session: Session, amina: User, app: pyotp.TOTP) -> None:
    code = app.at(NOON)
    typed = f"{code[:3]} {code[3:]}".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert not refused(session, amina, typed)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "²²²²²²", "123456 OR 1=1"])
def test_what_is_no_code_is_wrong_and_nothing_worse(session: Session, amina: User, app: pyotp.TOTP, typed: str) -> None:
    assert refused(session, amina, typed)


def test_a_recovery_code_works_once_however_it_is_typed(session: Session, amina: User, app: pyotp.TOTP) -> None:
    first, second, *_ = new_recovery_codes(session, amina)
    assert take_code(session, amina, first.upper().replace("-", " "), BOX, NOON) == "recovery_code"
    assert refused(session, amina, first)
    assert not refused(session, amina, second)
    assert recovery_codes_left(session, amina.id) == 8


def test_new_recovery_codes_replace_the_old_ones(session: Session, amina: User, app: pyotp.TOTP) -> None:
    old = new_recovery_codes(session, amina)
    new = new_recovery_codes(session, amina)
    assert all(refused(session, amina, code) for code in old)
    assert not refused(session, amina, new[0])


def test_recovery_codes_are_stored_nowhere_and_are_nobody_elses(session: Session, amina: User, app: pyotp.TOTP) -> None:
    codes = new_recovery_codes(session, amina)
    session.flush()
    stored = " ".join(str(vars(row)) for row in session.query(RecoveryCode))
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)
    other = session.query(User).filter_by(name="Driss").one()
    assert refused(session, other, codes[0])


def test_turned_off_no_code_works(session: Session, amina: User, app: pyotp.TOTP) -> None:
    code = new_recovery_codes(session, amina)[0]
    turn_off(session, amina)
    session.flush()
    assert refused(session, amina, app.at(NOON))
    assert refused(session, amina, code)


def test_the_picture_for_the_app_is_an_svg_without_styles() -> None:
    drawn = picture("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "سلمى")
    root = Xml.fromstring(drawn)  # noqa: S314 - we made it
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert not any("style" in element.attrib for element in root.iter())
