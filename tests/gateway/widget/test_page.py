"""The page: languages, directions, the keyboard, reload, forgetting, errors."""

import time
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from reply import Reply
from tests.gateway.widget.browser import (
    answers,
    complaints,
    conversation,
    downloads,
    every,
    focused,
    one,
    press,
    tab_to,
    texts,
    until,
    widget,
    write,
)  # fmt: skip
from tests.gateway.widget.conftest import on_screen
from tests.gateway.widget.fake_dalil import FakeDalil
from tests.gateway.widget.replies import PHONE, PLACES

pytestmark = pytest.mark.browser

LANGUAGES = pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("ar", "rtl"), ("en", "ltr")])


def lines_of(browser: webdriver.Chrome, element: WebElement) -> int:
    script = "return arguments[0].getClientRects().length"
    return int(browser.execute_script(script, element))


@LANGUAGES
def test_each_language_runs_in_its_direction_and_no_phone_is_broken_or_turned_round(
    dalil: FakeDalil, browser: webdriver.Chrome, language: str, direction: str
) -> None:
    browser.get(f"{dalil.url}/?lang={language}")
    write(browser, "service")
    (answer,) = answers(browser, 1)
    assert (one(browser, ".frame").value_of_css_property("direction"), answer.get_attribute("lang")) == (
        direction, language,
    )  # fmt: skip
    assert answer.value_of_css_property("direction") == direction
    phones = answer.find_elements(By.CSS_SELECTOR, "a[href^='tel:']")
    assert len(phones) == 3
    assert {phone.value_of_css_property("direction") for phone in phones} == {"ltr"}
    assert {lines_of(browser, phone) for phone in phones} == {1}
    assert complaints(browser) == []
    assert all(address.startswith(dalil.url) for address in downloads(browser))


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("ar", "rtl")])
def test_a_persons_words_stand_at_the_end_of_the_line_in_whatever_script(
    dalil: FakeDalil, browser: webdriver.Chrome, language: str, direction: str
) -> None:
    browser.get(f"{dalil.url}/?lang={language}")
    for text in ("hello", "مرحبا"):
        write(browser, text)
    answers(browser, 2)
    sides = {bubble.rect["x"] + bubble.rect["width"] / 2 > 180 for bubble in every(browser, ".person .bubble")}
    assert sides == {direction == "ltr"}


def test_an_answer_runs_in_its_own_direction_on_any_page(dalil: FakeDalil, browser: webdriver.Chrome) -> None:
    dalil.answer = lambda _: Reply("مرحبا", "ar")
    browser.get(f"{dalil.url}/?lang=fr")
    write(browser, "salam")
    (answer,) = answers(browser, 1)
    assert (answer.get_attribute("lang"), answer.value_of_css_property("direction")) == ("ar", "rtl")


def test_another_language_keeps_the_conversation_and_the_address(dalil: FakeDalil, browser: webdriver.Chrome) -> None:
    browser.get(f"{dalil.url}/?lang=fr")
    write(browser, "bonjour")
    answers(browser, 1)
    before = conversation(browser)
    one(browser, ".languages [lang=ar]").click()
    until(browser, lambda: one(browser, ".frame").get_attribute("lang") == "ar")
    assert browser.title == "دليل: حقوقكم في المغرب"
    assert focused(browser).get_attribute("lang") == "ar"
    assert conversation(browser) == before
    write(browser, "service")
    answers(browser, 2)
    assert [post["language"] for post in dalil.posts] == ["fr", "ar"]
    browser.refresh()
    answers(browser, 2)
    assert one(browser, ".frame").get_attribute("dir") == "rtl"
    assert len(conversation(browser)) == 4


def test_a_language_that_the_person_asked_for_in_words_is_the_widgets_too(
    dalil: FakeDalil, browser: webdriver.Chrome
) -> None:
    dalil.answer = lambda _: Reply("OK, English.", "en", language_chosen=True)
    browser.get(f"{dalil.url}/?lang=fr")
    write(browser, "english please")
    until(browser, lambda: one(browser, ".frame").get_attribute("lang") == "en")
    assert conversation(browser) == ["english please", "OK, English."]


def test_the_whole_conversation_works_with_the_keyboard_alone(dalil: FakeDalil, browser: webdriver.Chrome) -> None:
    browser.get(f"{dalil.url}/?lang=en")
    widget(browser)
    press(browser, Keys.TAB)
    assert "skip" in str(focused(browser).get_attribute("class"))
    press(browser, Keys.ENTER)
    assert focused(browser).get_attribute("id") == "text"
    press(browser, "share", Keys.ENTER)
    answers(browser, 1)
    choice = tab_to(browser, ".turn .choices button:nth-child(2)", back=True)
    assert choice.value_of_css_property("outline-style") != "none", "the focus is not to be seen"
    press(browser, Keys.ENTER)
    answers(browser, 2)
    assert dalil.posts[1]["payload"] == PLACES[0].payload


def test_a_reload_keeps_the_conversation_and_what_was_half_written(dalil: FakeDalil, browser: webdriver.Chrome) -> None:
    browser.get(f"{dalil.url}/?lang=en")
    write(browser, "service")
    answers(browser, 1)
    one(browser, "#text").send_keys("and th")
    before = texts(browser, ".turn")
    browser.refresh()
    answers(browser, 1)
    assert texts(browser, ".turn") == before
    write(browser, "en")
    answers(browser, 2)
    assert conversation(browser)[2:] == ["and then", "answer to and then"]
    assert len({post["conversation"] for post in dalil.posts}) == 1


def test_forgetting_asks_first_and_then_leaves_nothing_anywhere(dalil: FakeDalil, browser: webdriver.Chrome) -> None:
    browser.get(f"{dalil.url}/?lang=en")
    write(browser, "secret")
    answers(browser, 1)
    one(browser, ".forget").click()
    press(browser, Keys.ESCAPE)
    assert len(dalil.stored) == 2
    one(browser, ".forget").click()
    one(browser, ".sure .yes").click()
    until(browser, lambda: not every(browser, ".turn.person"))
    assert "erased" in one(browser, ".status").text
    assert dalil.stored == []
    assert "secret" not in browser.execute_script("return JSON.stringify(sessionStorage)")
    browser.refresh()
    assert not every(browser, ".turn.person")


def test_a_conversation_that_the_server_no_longer_has_is_over(dalil: FakeDalil, browser: webdriver.Chrome) -> None:
    browser.get(f"{dalil.url}/?lang=en")
    write(browser, "hello")
    answers(browser, 1)
    dalil.stored.clear()
    browser.refresh()
    until(browser, lambda: browser.execute_script("return sessionStorage['dalil.conversation']") == '""')
    assert one(browser, ".starters").is_displayed()


def test_after_delete_my_data_a_new_conversation_begins(dalil: FakeDalil, browser: webdriver.Chrome) -> None:
    dalil.answer = lambda posted: Reply(f"done with {posted['text']}", "en", forget=posted["text"] == "delete")
    browser.get(f"{dalil.url}/?lang=en")
    for text in ("secret", "delete"):
        write(browser, text)
    until(browser, lambda: conversation(browser) == ["done with delete"])
    write(browser, "hello again")
    answers(browser, 2)
    assert len({post["conversation"] for post in dalil.posts}) == 2


def test_what_people_write_is_shown_and_never_run(dalil: FakeDalil, browser: webdriver.Chrome) -> None:
    browser.get(f"{dalil.url}/?lang=en")
    text = '<img src=x onerror="document.title=1">hello'
    write(browser, text)
    answers(browser, 1)
    assert conversation(browser) == [text, f"answer to {text}"]
    assert browser.title == "Dalil: your rights in Morocco"


def test_without_its_words_the_page_still_shows_the_emergency_numbers(
    dalil: FakeDalil, browser: webdriver.Chrome
) -> None:
    dalil.missing = "/widget/words/ar.json"
    browser.get(f"{dalil.url}/?lang=ar")
    until(browser, lambda: dalil.missing in dalil.asked)
    shown = [link for link in browser.find_elements(By.CSS_SELECTOR, "a[href^='tel:']") if link.is_displayed()]
    assert [link.text for link in shown] == ["15", "19", "177"]


def test_what_draws_answers_is_fetched_with_the_first_message_and_not_before(
    dalil: FakeDalil, browser: webdriver.Chrome
) -> None:
    dalil.asked.clear()
    browser.get(f"{dalil.url}/?lang=en")
    until(browser, lambda: one(browser, "#text")).send_keys("service")
    time.sleep(0.5)
    assert "/widget-answers.js" not in dalil.asked
    one(browser, "#text").send_keys(Keys.ENTER)
    answers(browser, 1)
    assert "/widget-answers.js" in dalil.asked


def test_an_answer_is_readable_before_the_second_script_is_there(dalil: FakeDalil, browser: webdriver.Chrome) -> None:
    dalil.missing = "/widget-answers.js"
    browser.get(f"{dalil.url}/?lang=en")
    write(browser, "danger")
    assert "call 19 (police)" in until(browser, lambda: one(browser, ".plain").text)
    dalil.missing = ""
    until(browser, lambda: every(browser, ".urgent .calls a"))


def test_danger_shows_numbers_to_tap_first(dalil: FakeDalil, browser: webdriver.Chrome) -> None:
    browser.get(f"{dalil.url}/?lang=en")
    write(browser, "danger")
    (answer,) = answers(browser, 1)
    assert "urgent" in str(answer.get_attribute("class"))
    calls = answer.find_elements(By.CSS_SELECTOR, ".calls a")
    assert [call.get_attribute("href") for call in calls] == ["tel:19", "tel:15"]
    assert all(call.size["height"] >= 44 for call in calls)


def test_a_service_card_calls_and_leads_to_a_map_only_when_opened(dalil: FakeDalil, browser: webdriver.Chrome) -> None:
    browser.get(f"{dalil.url}/?lang=fr")
    write(browser, "service")
    answers(browser, 1)
    call, place = one(browser, ".services .phone"), one(browser, ".services .map")
    assert call.get_attribute("href") == "tel:" + PHONE.replace(" ", "")
    assert str(place.get_attribute("href")).startswith("https://www.openstreetmap.org/search?query=12%20rue")
    assert place.get_attribute("rel") == "noopener noreferrer"
    details = one(browser, "details")
    details.find_element(By.TAG_NAME, "summary").click()
    assert details.find_element(By.TAG_NAME, "a").is_displayed()
    assert all(address.startswith(dalil.url) for address in downloads(browser))


@pytest.mark.parametrize(("width", "height"), [(320, 568), (640, 400)])
def test_nothing_is_cut_off_at_the_side_of_small_screens_and_big_zoom(
    dalil: FakeDalil, browser: webdriver.Chrome, width: int, height: int
) -> None:
    with on_screen(browser, width, height):
        browser.get(f"{dalil.url}/?lang=fr")
        for number, text in enumerate(("service", "danger", "share"), 1):
            write(browser, text)
            answers(browser, number)
        parts = "arguments[0].querySelectorAll('.panel, .scroller')"
        script = f"return Array.from({parts}, part => part.scrollWidth - part.clientWidth)"
        assert max(browser.execute_script(script, widget(browser))) <= 0


def test_everything_to_tap_is_big_enough(dalil: FakeDalil, browser: webdriver.Chrome) -> None:
    browser.get(f"{dalil.url}/?lang=fr")
    for number, text in enumerate(("service", "danger"), 1):
        write(browser, text)
        answers(browser, number)
    every(browser, ".choices .own")[0].click()
    tapped = [
        item
        for item in every(browser, "button:not(.skip), summary, dd a, .emergency a, .calls a")
        if item.is_displayed()
    ]
    small = {item.text: item.size["height"] for item in tapped if round(item.size["height"]) < 44}
    assert len(tapped) > 15 and small == {}


@pytest.mark.parametrize(
    ("voices", "shown"), [([], True), ([{"lang": "en-GB"}], True), ([{"lang": "de-DE"}], False), (None, False)]
)
def test_an_answer_is_read_aloud_when_the_phone_may_have_a_voice_for_it(
    dalil: FakeDalil, browser: webdriver.Chrome, voices: list[dict[str, str]] | None, shown: bool
) -> None:
    with fake_voices(browser, voices):
        browser.get(f"{dalil.url}/?lang=en")
        write(browser, "service")
        answers(browser, 1)
        buttons = [node for node in every(browser, ".listen") if node.is_displayed()]
        assert bool(buttons) == shown
        if shown:
            buttons[0].click()
            assert buttons[0].get_attribute("aria-pressed") == "true"
            spoken = browser.execute_script("return window.spoken")
            assert f"call {PHONE}" in spoken[0] and "Rabat" in spoken[-2]
            browser.execute_script("window.cancelled = false")
            buttons[0].click()
            assert buttons[0].get_attribute("aria-pressed") == "false"
            assert browser.execute_script("return window.cancelled")


class fake_voices:  # noqa: N801 (used like a function)
    """Give pages a made-up speech synthesis, or none."""

    def __init__(self, browser: webdriver.Chrome, voices: Any) -> None:
        self._browser = browser
        self._source = (
            "const voices = %s; window.spoken = [];"
            "Object.defineProperty(window, 'speechSynthesis', { value: voices && { getVoices: () => voices,"
            "speak: one => spoken.push(one.text), cancel: () => { window.cancelled = true }, addEventListener() {} } })"
        ) % ("null" if voices is None else str(voices))

    def __enter__(self) -> None:
        added = self._browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": self._source})
        self._id = added["identifier"]

    def __exit__(self, *_: object) -> None:
        self._browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": self._id})
