from datetime import UTC, datetime

import pytest

from desk import pages
from tests.desk.conftest import Visit


def test_a_page_is_mirrored_for_who_reads_from_the_right_and_only_for_them(visit: Visit) -> None:
    assert '<html lang="ar" dir="rtl">' in visit("staff", "ar").get("/desk").text
    assert '<html lang="fr" dir="ltr">' in visit("staff", "fr", "other").get("/desk").text


def test_only_what_a_role_may_open_is_in_its_menu(visit: Visit) -> None:
    assert "/desk/admin/users" not in visit("editor").get("/desk").text
    assert "/desk/admin/users" in visit("administrator").get("/desk").text


def test_a_change_without_the_pages_token_is_refused_and_says_so(visit: Visit) -> None:
    answer = visit("staff").post_without_token("/desk/language", {"language": "ar"})
    assert answer.status_code == 403
    assert "formulaire" in answer.text


def test_a_chosen_language_stays(visit: Visit) -> None:
    visitor = visit("staff")
    assert visitor.post("/desk/language", {"language": "ar", "next": "/desk"}).headers["location"] == "/desk"
    assert 'lang="ar"' in visitor.get("/desk").text


def test_the_choice_of_a_language_never_leads_to_another_site(visit: Visit) -> None:
    for wished in ("https://elsewhere.example/desk", "//elsewhere.example/desk", "/desk\\..\\x", "/deskother"):
        answer = visit("staff").post("/desk/language", {"language": "ar", "next": wished})
        assert answer.headers["location"] == "/desk"


def test_who_is_not_signed_in_is_led_to_the_login_and_back(visit: Visit) -> None:
    answer = visit("").get("/desk?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/login?next=%2Fdesk%3Fx%3D1")


def test_a_page_that_does_not_exist_says_so_in_the_readers_language(visit: Visit) -> None:
    answer = visit("staff", "ar").get("/desk/nothing")
    assert answer.status_code == 404
    assert "هذه الصفحة غير موجودة" in answer.text


def test_pages_are_never_kept_by_the_browser_and_hold_no_inline_script_or_style(visit: Visit) -> None:
    answer = visit("administrator").get("/desk")
    assert answer.headers["cache-control"] == "no-store"
    assert "unsafe-inline" not in answer.headers["content-security-policy"]
    assert "style=" not in answer.text
    assert "<script>" not in answer.text


@pytest.mark.parametrize(("language", "told"), [("fr", "27 nov. 2026, 09:05"), ("en", "27 Nov 2026, 09:05")])
def test_a_moment_is_told_with_day_and_time(language: str, told: str) -> None:
    assert pages._moment(datetime(2026, 11, 27, 9, 5, tzinfo=UTC), language) == told


def test_a_moment_in_the_script_from_the_right_has_the_comma_of_that_script() -> None:
    told = pages._moment(datetime(2026, 11, 27, 9, 5, tzinfo=UTC), "ar")
    assert told.endswith("2026، 09:05") and "," not in told
