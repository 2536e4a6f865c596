"""Signing in and out in the browser."""

import re

import pyotp
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.testclient import TestClient

from tests.desk.accounts.conftest import GOOD_PASSWORD
from tests.desk.accounts.people import actions, add_person, led_to, log_in, token_of
from tests.desk.conftest import Visit
from tests.desk.visitors import Visitor


@pytest.fixture
def nobody(visit: Visit, desk_database: Engine) -> Visitor:
    """Somebody who is not signed in; there is an account for amina."""
    add_person(desk_database)
    return visit("")


def test_who_signs_in_gets_to_the_page_they_wanted(nobody: Visitor) -> None:
    wanted = nobody.get("/desk/admin/audit?user=amina").headers["location"]
    assert 'value="/desk/admin/audit?user=amina"' in nobody.get(wanted).text
    answer = log_in(nobody, next="/desk/admin/audit?user=amina")
    assert answer.headers["location"] == "/desk/admin/audit?user=amina"
    assert nobody.get("/desk/admin/audit").status_code == 200


@pytest.mark.parametrize(
    "wanted",
    ["https://elsewhere.example/desk", "//elsewhere.example", "/api", "/desk/login?next=x", "/desk/logout"],
)
def test_signing_in_leads_to_no_other_site_and_not_in_circles(nobody: Visitor, wanted: str) -> None:
    assert log_in(nobody, next=wanted).headers["location"] == "/desk"


def test_the_cookie_is_for_the_desk_only_and_out_of_reach_of_scripts(nobody: Visitor) -> None:
    cookies = log_in(nobody).headers.get_list("set-cookie")
    session = next(cookie for cookie in cookies if cookie.startswith("dalil_desk="))
    assert "HttpOnly" in session and "SameSite=lax" in session and "Path=/desk" in session
    assert "Secure" not in session and "Max-Age" not in session


def test_over_https_the_cookies_go_over_https_only(application: FastAPI, desk_database: Engine) -> None:
    add_person(desk_database)
    client = TestClient(application, base_url="https://testserver", follow_redirects=False)
    token = re.search(r'name="csrf" value="([^"]+)"', client.get("/desk/login").text)
    assert token
    form = {"csrf": token[1], "name": "amina", "password": GOOD_PASSWORD}
    cookies = client.post("/desk/login", data=form).headers.get_list("set-cookie")
    assert len(cookies) == 2 and all("Secure" in cookie for cookie in cookies)


def test_a_wrong_password_says_so_beside_the_field_and_keeps_the_name(nobody: Visitor) -> None:
    answer = log_in(nobody, password="wrong password")
    assert answer.status_code == 422
    assert "Le nom ou le mot de passe n&#39;est pas juste." in answer.text
    assert 'value="amina"' in answer.text
    assert "wrong password" not in answer.text
    assert not token_of(nobody)


def test_empty_fields_are_named(nobody: Visitor) -> None:
    assert log_in(nobody, name="", password="").text.count('class="error"') == 2


def test_too_many_attempts_are_told_how_long_to_wait(nobody: Visitor) -> None:
    for _ in range(5):
        log_in(nobody, password="wrong password")
    answer = log_in(nobody)
    assert answer.status_code == 429
    assert "Attendez 10 minutes" in answer.text


def test_a_login_that_another_site_sends_is_refused(nobody: Visitor, desk_database: Engine) -> None:
    good = {"name": "amina", "password": GOOD_PASSWORD}
    assert nobody.post_without_token("/desk/login", good).status_code == 403
    for origin in (
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
    ):
        assert nobody.post("/desk/login", good, headers=origin).status_code == 403
    assert not token_of(nobody) and actions(desk_database) == []
    assert nobody.post("/desk/login", good, headers={"sec-fetch-site": "same-origin"}).status_code == 303


def test_each_login_gives_a_new_session_and_ends_the_one_before(nobody: Visitor, visit: Visit) -> None:
    nobody.cookies.set("dalil_desk", "planted", domain="testserver.local", path="/desk")
    log_in(nobody)
    first = token_of(nobody)
    assert first not in ("", "planted")
    log_in(nobody)
    assert token_of(nobody) != first
    other = visit("")
    other.cookies.set("dalil_desk", first, domain="testserver.local", path="/desk")
    assert led_to(other.get("/desk")) == ("/desk/login", "")


def test_who_is_signed_in_does_not_see_the_login_page(nobody: Visitor) -> None:
    log_in(nobody)
    assert led_to(nobody.get("/desk/login?next=/desk/account")) == ("/desk/account", "")
    assert led_to(nobody.get("/desk/login?next=/desk/login")) == ("/desk", "")


def test_signing_out_ends_the_session_and_is_said(nobody: Visitor, desk_database: Engine, visit: Visit) -> None:
    log_in(nobody)
    token = token_of(nobody)
    assert led_to(nobody.post("/desk/logout")) == ("/desk/login", "accounts.signed_out")
    other = visit("")
    other.cookies.set("dalil_desk", token, domain="testserver.local", path="/desk")
    assert other.get("/desk").status_code == 303
    assert actions(desk_database) == ["account.signed_in", "account.signed_out"]


def test_the_login_page_speaks_the_browsers_language(visit: Visit) -> None:
    page = visit("", "ar").get("/desk/login").text
    assert 'dir="rtl"' in page and "تسجيل الدخول" in page


def set_up_phone(visitor: Visitor) -> tuple[pyotp.TOTP, list[str]]:
    """Turn the second factor on by the pages; returns the app and the recovery codes."""
    assert led_to(visitor.post("/desk/account/second", {"do": "offer", "password": GOOD_PASSWORD}))[0].endswith("setup")
    secret = re.search(r'<code class="ltr secret">([A-Z2-7 ]+)</code>', visitor.get("/desk/account/second/setup").text)
    assert secret
    phone = pyotp.TOTP(secret[1].replace(" ", ""))
    page = visitor.post("/desk/account/second/setup", {"code": phone.now()})
    assert page.status_code == 200
    return phone, re.findall(r"<li><code>([a-z0-9-]{19})</code></li>", page.text)


def test_with_a_second_factor_the_login_has_two_steps(nobody: Visitor, visit: Visit, desk_database: Engine) -> None:
    log_in(nobody)
    _, codes = set_up_phone(nobody)
    assert len(codes) == 10
    other = visit("")
    assert led_to(log_in(other, next="/desk/account"))[0] == "/desk/login/second"
    assert other.get("/desk/account").status_code == 303, "the password alone opens nothing"
    assert other.post("/desk/login/second", {"code": "12345"}).status_code == 422
    before = token_of(other)
    answer = other.post("/desk/login/second", {"code": codes[0], "next": "/desk/account"})
    assert led_to(answer) == ("/desk/account", "accounts.codes_left_few")
    assert token_of(other) != before
    assert other.get("/desk/account").status_code == 200
    assert actions(desk_database)[-2:] == ["account.sign_in_failed", "account.signed_in"]


def test_a_code_that_was_used_is_not_taken_again(nobody: Visitor, visit: Visit) -> None:
    log_in(nobody)
    phone, codes = set_up_phone(nobody)
    used = phone.now()  # to set it up
    first, second = visit(""), visit("")
    log_in(first)
    log_in(second)
    assert first.post("/desk/login/second", {"code": codes[0]}).status_code == 303
    for code in (used, codes[0]):
        answer = second.post("/desk/login/second", {"code": code})
        assert answer.status_code == 422 and "a déjà servi" in answer.text


def test_a_recovery_code_that_is_not_taken_is_called_one_and_nobody_is_told_to_wait(
    nobody: Visitor, visit: Visit
) -> None:
    log_in(nobody)
    _, codes = set_up_phone(nobody)
    other = visit("")
    log_in(other)
    other.post("/desk/login/second", {"code": codes[0]})
    again = visit("")
    log_in(again)
    for code in (codes[0], "aaaa-bbbb-cccc-dddd"):
        said = again.post("/desk/login/second", {"code": code}).text
        assert "pas un de vos codes de secours" in said and "Attendez le code suivant" not in said
    assert "Attendez le code suivant" in again.post("/desk/login/second", {"code": "12345"}).text


def test_after_a_recovery_code_one_reads_how_many_are_left_and_at_three_the_way_to_new_ones(
    nobody: Visitor, visit: Visit
) -> None:
    log_in(nobody)
    _, codes = set_up_phone(nobody)
    said = []
    for code in codes:
        other = visit("")
        log_in(other, next="/desk/account?x=1")
        answer = other.post("/desk/login/second", {"code": code, "next": "/desk/account?x=1"})
        page = other.get(answer.headers["location"]).text
        said += re.findall(r'<p class="notice good" role="status">(.*?)</p>', page)
    way = ' <a href="/desk/account/second">Faire de nouveaux codes de secours</a>'
    assert said[0] == "Il vous reste 9 codes de secours."
    assert said[5] == "Il vous reste 4 codes de secours."
    assert said[6] == f"Il vous reste seulement 3 codes de secours : faites-en de nouveaux.{way}"
    assert said[8] == f"Il vous reste un seul code de secours : faites-en de nouveaux.{way}"
    assert said[9] == f"C&#39;était votre dernier code de secours : faites-en de nouveaux maintenant.{way}"


def language_after(visitor: Visitor) -> str:
    found = re.search(r'<html lang="(..)"', visitor.get("/desk").text)
    assert found
    return found[1]


def test_a_language_chosen_on_the_sign_in_page_is_the_accounts_from_then_on(nobody: Visitor, visit: Visit) -> None:
    assert nobody.post("/desk/language", {"language": "ar", "next": "/desk/login?next=/desk"}).status_code == 303
    log_in(nobody, password="wrong password")
    log_in(nobody)
    assert language_after(nobody) == "ar"
    elsewhere = visit("")
    log_in(elsewhere)
    assert language_after(elsewhere) == "ar"


def test_it_is_kept_over_the_second_step_where_it_can_be_chosen_too(nobody: Visitor, visit: Visit) -> None:
    log_in(nobody)
    _, codes = set_up_phone(nobody)
    other = visit("")
    other.post("/desk/language", {"language": "ar", "next": "/desk/login"})
    log_in(other)
    other.post("/desk/language", {"language": "en", "next": "/desk/login/second"})
    other.post("/desk/login/second", {"code": codes[0]})
    assert language_after(other) == "en"


def test_without_a_choice_the_account_keeps_its_language(nobody: Visitor, desk_database: Engine) -> None:
    add_person(desk_database, "Driss", language="en")
    nobody.post("/desk/language", {"language": "ar", "next": "/desk/login"})
    log_in(nobody)
    nobody.post("/desk/logout")
    assert 'lang="ar"' in nobody.get("/desk/login").text, "the browser still speaks as its last user"
    log_in(nobody, "Driss")
    assert language_after(nobody) == "en"


def test_a_language_in_the_address_is_for_that_page_and_gives_way_to_a_choice(nobody: Visitor) -> None:
    assert '<html lang="ar"' in nobody.get("/desk/login?lang=ar").text
    led = nobody.post("/desk/language", {"language": "en", "next": "/desk/login?lang=ar&next=%2Fdesk%3Fx%3D1"})
    assert led.headers["location"] == "/desk/login?next=%2Fdesk%3Fx%3D1"
    assert '<html lang="en"' in nobody.get(led.headers["location"]).text


def test_a_language_in_the_address_changes_no_account(nobody: Visitor) -> None:
    nobody.get("/desk/login?lang=ar")
    log_in(nobody)
    assert language_after(nobody) == "fr"


def test_a_cookie_with_no_language_of_ours_is_no_choice(nobody: Visitor, visit: Visit) -> None:
    other = visit("", "ar")  # whose pages an account without a language of ours would speak
    other.cookies.set("dalil_desk_chosen", "xx", domain="testserver.local", path="/desk")
    log_in(other)
    assert language_after(other) == "fr"


def test_without_a_password_there_is_no_second_step(nobody: Visitor) -> None:
    assert led_to(nobody.get("/desk/login/second")) == ("/desk/login", "")
    assert led_to(nobody.post("/desk/login/second", {"code": "123456"})) == ("/desk/login", "accounts.too_late")
