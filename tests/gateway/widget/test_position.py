"""Sharing one's position: said why, asked first, rounded, and told when it does not work."""

import pytest
from selenium import webdriver
from selenium.webdriver.remote.webelement import WebElement

from tests.gateway.widget.browser import answers, conversation, every, focused, one, press, until, write
from tests.gateway.widget.fake_dalil import FakeDalil

pytestmark = pytest.mark.browser


def ask(browser: webdriver.Chrome, dalil: FakeDalil, language: str = "en") -> WebElement:
    """Tap "share my position" and give the question that comes."""
    browser.get(f"{dalil.url}/?lang={language}")
    write(browser, "share")
    answers(browser, 1)
    one(browser, ".turn .choices button").click()
    return one(browser, ".ask")


def allow(browser: webdriver.Chrome, dalil: FakeDalil, setting: str) -> None:
    permission = {"permission": {"name": "geolocation"}, "setting": setting, "origin": dalil.url}
    browser.execute_cdp_cmd("Browser.setPermission", permission)


def test_a_position_is_sent_rounded_and_only_after_the_person_agreed(
    dalil: FakeDalil, browser: webdriver.Chrome
) -> None:
    allow(browser, dalil, "granted")
    place = {"latitude": 34.020882, "longitude": -6.841650, "accuracy": 10}
    browser.execute_cdp_cmd("Emulation.setGeolocationOverride", place)
    question = ask(browser, dalil)
    assert "rounded" in question.text and len(dalil.posts) == 1
    assert focused(browser).text == "OK, share it"
    press(browser, "\ue007")
    answers(browser, 2)
    assert dalil.posts[1]["position"] == {"latitude": 34.021, "longitude": -6.842}
    assert conversation(browser)[2:] == ["My position", "answer to My position"]
    assert "34.0" not in browser.execute_script("return JSON.stringify(sessionStorage)")


@pytest.mark.parametrize(("language", "word"), [("fr", "ville"), ("ar", "مدينتكم"), ("en", "town")])
def test_a_refused_position_leads_to_writing_a_town(
    dalil: FakeDalil, browser: webdriver.Chrome, language: str, word: str
) -> None:
    allow(browser, dalil, "denied")
    ask(browser, dalil, language)
    one(browser, ".ask button").click()
    until(browser, lambda: word in one(browser, ".ask[role=alert]").text)
    assert len(dalil.posts) == 1


def test_a_position_that_cannot_be_found_is_said_so(dalil: FakeDalil, browser: webdriver.Chrome) -> None:
    allow(browser, dalil, "granted")
    browser.execute_cdp_cmd("Emulation.setGeolocationOverride", {})
    ask(browser, dalil)
    one(browser, ".ask button").click()
    until(browser, lambda: "not available" in one(browser, ".ask[role=alert]").text)


def test_somebody_who_declines_goes_on_writing(dalil: FakeDalil, browser: webdriver.Chrome) -> None:
    ask(browser, dalil)
    every(browser, ".ask button")[1].click()
    assert not every(browser, ".ask") and focused(browser).get_attribute("id") == "text"
    assert len(dalil.posts) == 1


def test_where_places_are_offered_so_is_the_position(dalil: FakeDalil, browser: webdriver.Chrome) -> None:
    browser.get(f"{dalil.url}/?lang=en")
    write(browser, "service")
    answers(browser, 1)
    buttons = [button.text for button in every(browser, ".turn .choices button")]
    assert buttons == ["Rabat", "Tanger", "Share my position"]
