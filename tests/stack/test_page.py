"""The chat page of the whole running stack, in a real browser. How the widget behaves: tests/gateway/widget."""

from collections.abc import Iterator

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from tests.gateway.widget.browser import (
    answers,
    chromium,
    complaints,
    conversation,
    downloads,
    every,
    one,
    until,
    widget,
    write,
)  # fmt: skip
from tests.gateway.widget.test_assets import MOST_BYTES, transferred
from tests.running_stack import Stack

pytestmark = [pytest.mark.stack, pytest.mark.browser]

QUESTION = "هل يمكن لابني أن يدرس في المدرسة بدون بطاقة إقامة؟"


@pytest.fixture(scope="module")
def shared_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    with chromium(tmp_path_factory.mktemp("browser") / "profile") as driver:
        yield driver


@pytest.fixture
def browser(stack: Stack, shared_browser: webdriver.Chrome) -> webdriver.Chrome:
    """The browser as a new visitor's, on a page of ours that names its icon: for one without, the browser looks for
    /favicon.ico when it likes."""
    shared_browser.get(f"{stack.url}/desk/login")
    shared_browser.execute_script("sessionStorage.clear()")
    complaints(shared_browser)
    downloads(shared_browser)
    return shared_browser


def test_a_question_in_a_right_to_left_script_is_answered_so_without_complaints(
    stack: Stack, browser: webdriver.Chrome
) -> None:
    browser.get(f"{stack.url}/?lang=ar")
    write(browser, QUESTION)
    (answer,) = answers(browser, 1)
    assert answer.get_attribute("lang") == "ar"
    bubble = answer.find_element(By.CLASS_NAME, "bubble")
    assert (answer.value_of_css_property("direction"), bubble.value_of_css_property("direction")) == ("rtl", "rtl")
    assert "139-18" in bubble.text
    assert answer.find_element(By.CLASS_NAME, "note").text
    assert complaints(browser) == []


def test_a_tapped_choice_is_answered_and_a_reload_keeps_the_conversation(
    stack: Stack, browser: webdriver.Chrome
) -> None:
    browser.get(f"{stack.url}/?lang=fr")
    write(browser, "menu")
    (menu,) = answers(browser, 1)
    menu.find_element(By.CSS_SELECTOR, ".choices button").click()
    answers(browser, 2)
    before = conversation(browser)
    browser.refresh()
    answers(browser, 2)
    assert conversation(browser) == before
    write(browser, "merci")
    answers(browser, 3)


def test_forgetting_empties_the_page_and_a_reload_brings_nothing_back(stack: Stack, browser: webdriver.Chrome) -> None:
    browser.get(f"{stack.url}/?lang=en")
    write(browser, "hello")
    answers(browser, 1)
    one(browser, ".forget").click()
    one(browser, ".sure .yes").click()
    until(browser, lambda: not every(browser, ".turn.person"))
    browser.refresh()
    assert not every(browser, ".turn.person")


def test_danger_shows_numbers_to_tap_first(stack: Stack, browser: webdriver.Chrome) -> None:
    browser.get(f"{stack.url}/?lang=en")
    write(browser, "Help, my husband is beating me, he will kill me")
    (answer,) = answers(browser, 1)
    assert "urgent" in str(answer.get_attribute("class"))
    first = answer.find_element(By.CSS_SELECTOR, "a[href^='tel:']")
    assert first.get_attribute("href") in ("tel:19", "tel:15", "tel:177")


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_all_that_is_downloaded_before_the_first_message_is_small(
    stack: Stack, browser: webdriver.Chrome, language: str
) -> None:
    browser.get(f"{stack.url}/?lang={language}")
    widget(browser)
    addresses = {*downloads(browser), f"{stack.url}/static/icon.svg"}  # an icon is not always asked for again
    assert len(addresses) >= 4
    assert all(address.startswith(stack.url) for address in addresses), addresses
    sizes = {address: transferred(address) for address in addresses}
    assert sum(sizes.values()) <= MOST_BYTES, sizes


def test_the_page_of_the_api_shows_its_addresses_and_asks_nobody_else(stack: Stack, browser: webdriver.Chrome) -> None:
    browser.get(f"{stack.url}/api/docs")
    WebDriverWait(browser, 20).until(lambda page: page.find_elements(By.CSS_SELECTOR, ".opblock-summary-path"))
    shown = [path.text.replace("\u200b", "") for path in browser.find_elements(By.CLASS_NAME, "opblock-summary-path")]
    assert {"/services", "/articles/{key}", "/organizations"} <= set(shown)
    assert complaints(browser) == []
    assert all(address.startswith(stack.url) for address in downloads(browser))
