"""One's own account."""

import re

import pytest
from sqlalchemy import Engine

from tests.desk.accounts.conftest import GOOD_PASSWORD
from tests.desk.accounts.people import actions, add_person, give_password, led_to, log_in, token_of
from tests.desk.accounts.test_login_pages import set_up_phone
from tests.desk.conftest import Visit
from tests.desk.visitors import Visitor

NEW = "quatre figues au frais"


@pytest.fixture
def driss(visit: Visit, desk_database: Engine) -> Visitor:
    """An editor who is signed in, with a password."""
    visitor = visit("editor", name="Driss")
    give_password(desk_database, "Driss")
    return visitor


@pytest.mark.parametrize("path", ["/desk/account", "/desk/account/password", "/desk/account/second"])
@pytest.mark.parametrize("role", ["staff", "editor", "administrator"])
def test_everybody_has_an_account_page(visit: Visit, role: str, path: str) -> None:
    assert visit(role).get(path).status_code == 200


def test_a_new_password_replaces_the_old_one_and_ends_other_sessions(
    driss: Visitor, visit: Visit, desk_database: Engine
) -> None:
    other = visit("editor", name="Driss")
    form = {"current": GOOD_PASSWORD, "password": NEW, "again": NEW}
    assert led_to(driss.post("/desk/account/password", form)) == ("/desk/account", "accounts.password_changed")
    assert driss.get("/desk/account").status_code == 200
    assert other.get("/desk/account").status_code == 303
    assert log_in(visit(""), "Driss").status_code == 422
    assert log_in(visit(""), "Driss", NEW).status_code == 303
    assert actions(desk_database)[0] == "account.password_changed"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"current": "wrong password"}, "Le nom ou le mot de passe"),
        ({"again": "something else"}, "pas le même mot de passe"),
        ({"password": "Driss-2026", "again": "Driss-2026"}, "ressemble trop à votre nom"),
    ],
)
def test_a_password_that_cannot_be_changed_says_why(driss: Visitor, typed: dict[str, str], said: str) -> None:
    form = {"current": GOOD_PASSWORD, "password": NEW, "again": NEW, **typed}
    answer = driss.post("/desk/account/password", form)
    assert answer.status_code == 422 and said in answer.text
    assert NEW not in answer.text


def test_the_old_password_cannot_be_guessed_here(driss: Visitor) -> None:
    form = {"current": "guess", "password": NEW, "again": NEW}
    assert [driss.post("/desk/account/password", form).status_code for _ in range(6)] == [422] * 5 + [429]


def test_one_sees_where_one_is_signed_in_and_can_end_it(driss: Visitor, visit: Visit, desk_database: Engine) -> None:
    assert "nulle part ailleurs" in driss.get("/desk/account").text
    other = visit("")
    agent = "Mozilla/5.0 (Linux; Android 14) Chrome/142.0 Mobile Safari/537.36"
    other.post("/desk/login", {"name": "Driss", "password": GOOD_PASSWORD}, headers={"user-agent": agent})
    page = driss.get("/desk/account").text
    assert "Chrome, Android" in page and page.count("<tr>") == 3
    assert token_of(other) not in page
    assert led_to(driss.post("/desk/account/sign-out-elsewhere")) == ("/desk/account", "accounts.signed_out_elsewhere")
    assert driss.get("/desk/account").status_code == 200
    assert other.get("/desk/account").status_code == 303
    assert actions(desk_database)[-1] == "account.signed_out_elsewhere"


def test_nobody_sees_the_sessions_of_others(driss: Visitor, visit: Visit) -> None:
    visit("administrator")
    assert driss.get("/desk/account").text.count("<tr>") == 2


def test_the_language_stays_after_the_next_login(driss: Visitor, visit: Visit) -> None:
    driss.post("/desk/language", {"language": "ar", "next": "/desk/account"})
    other = visit("")
    log_in(other, "Driss")
    assert 'dir="rtl"' in other.get("/desk/account").text


def test_the_second_factor_needs_the_password_first(driss: Visitor) -> None:
    for what in ("offer", "codes", "off"):
        assert driss.post("/desk/account/second", {"do": what, "password": "wrong password"}).status_code == 422
    assert led_to(driss.get("/desk/account/second/setup"))[0] == "/desk/account/second"
    assert driss.get("/desk/account/second/qr.svg").status_code == 404


def test_the_picture_for_the_app_is_only_for_who_is_setting_it_up(driss: Visitor, visit: Visit) -> None:
    driss.post("/desk/account/second", {"do": "offer", "password": GOOD_PASSWORD})
    picture = driss.get("/desk/account/second/qr.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert picture.headers["cache-control"] == "no-store"
    assert "style" not in picture.text
    elsewhere = visit("editor", name="Driss")
    assert elsewhere.get("/desk/account/second/qr.svg").status_code == 404


def test_a_wrong_code_leaves_it_off_and_the_picture_the_same(driss: Visitor) -> None:
    driss.post("/desk/account/second", {"do": "offer", "password": GOOD_PASSWORD})
    before = driss.get("/desk/account/second/qr.svg").text
    answer = driss.post("/desk/account/second/setup", {"code": "12345"})
    assert answer.status_code == 422 and "Ce code n&#39;est pas juste" in answer.text
    assert driss.get("/desk/account/second/qr.svg").text == before


def test_recovery_codes_are_shown_once_and_can_be_renewed(driss: Visitor, desk_database: Engine) -> None:
    _, codes = set_up_phone(driss)
    page = driss.get("/desk/account/second").text
    assert "10 codes de secours" in page and codes[0] not in page
    renewed = driss.post("/desk/account/second", {"do": "codes", "password": GOOD_PASSWORD}).text
    assert len(re.findall(r"<li><code>", renewed)) == 10 and codes[0] not in renewed
    assert actions(desk_database) == ["account.second_factor_on", "account.recovery_codes_made"]


def test_turned_off_the_password_is_enough_again(driss: Visitor, visit: Visit, desk_database: Engine) -> None:
    set_up_phone(driss)
    off = driss.post("/desk/account/second", {"do": "off", "password": GOOD_PASSWORD})
    assert led_to(off) == ("/desk/account", "accounts.second_factor_off")
    assert led_to(log_in(visit(""), "Driss")) == ("/desk", "")
    assert "account.second_factor_off" in actions(desk_database)


def test_what_makes_no_sense_now_is_refused(driss: Visitor) -> None:
    for what in ("off", "codes", "nothing"):
        assert driss.post("/desk/account/second", {"do": what, "password": GOOD_PASSWORD}).status_code == 422


def test_one_persons_second_factor_is_not_anothers(driss: Visitor, visit: Visit, desk_database: Engine) -> None:
    set_up_phone(driss)
    add_person(desk_database, "amina")
    assert led_to(log_in(visit(""), "amina")) == ("/desk", "")
