"""The chat page in a real browser, used as people use it."""

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from tests.running_stack import Stack

pytestmark = [pytest.mark.stack, pytest.mark.browser]

QUESTION = "هل يمكن لابني أن يدرس في المدرسة بدون بطاقة إقامة؟"
MOST_BYTES = 12 * 1024
_OPTIONS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--window-size=360,740",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip

_DRIVER = "/usr/bin/chromedriver"


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[webdriver.Chrome]:
    """A fresh browser of a small phone's size; on a developer's machine without Chromium these tests are left out."""
    if not Path(_DRIVER).exists() and not os.environ.get("CI"):
        pytest.skip("Chromium is missing: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for option in (*_OPTIONS, f"--user-data-dir={tmp_path / 'profile'}"):
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options, webdriver.ChromeService(_DRIVER))
    yield driver
    driver.quit()


def answers(browser: webdriver.Chrome, number: int) -> list[WebElement]:
    """The assistant's turns, waited for until there are that many; the greeting is not one of them."""

    def there(_: Any) -> list[WebElement]:
        found = browser.find_elements(By.CSS_SELECTOR, ".turn.assistant:not(#greeting)")
        return found if len(found) >= number else []

    found: list[WebElement] = WebDriverWait(browser, 20).until(there)
    return found


def focused(browser: webdriver.Chrome) -> WebElement:
    return browser.switch_to.active_element


def write(browser: webdriver.Chrome, text: str) -> None:
    """Write into the field with the keyboard and send with Enter."""
    field = browser.find_element(By.ID, "text")
    field.send_keys(text, Keys.ENTER)


def logged(browser: webdriver.Chrome, kind: str) -> list[dict[str, Any]]:
    """What the browser noted since the last look."""
    return list(browser.get_log(kind))  # type: ignore[no-untyped-call]


def complaints(browser: webdriver.Chrome) -> list[str]:
    """What the browser's console says, such as breaches of the content security policy."""
    return [entry["message"] for entry in logged(browser, "browser") if entry["level"] in ("SEVERE", "WARNING")]


def downloads(browser: webdriver.Chrome) -> list[str]:
    """The addresses that were asked for since the last look."""
    messages = [json.loads(entry["message"])["message"] for entry in logged(browser, "performance")]
    sent = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    return [address for address in sent if address.startswith("http")]


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


def test_an_answer_runs_in_its_own_direction_on_any_page(stack: Stack, browser: webdriver.Chrome) -> None:
    browser.get(f"{stack.url}/?lang=fr")
    write(browser, QUESTION)
    (answer,) = answers(browser, 1)
    assert (answer.get_attribute("lang"), answer.value_of_css_property("direction")) == ("ar", "rtl")
    assert browser.find_element(By.TAG_NAME, "body").value_of_css_property("direction") == "ltr"


def test_the_whole_conversation_works_with_the_keyboard_alone(stack: Stack, browser: webdriver.Chrome) -> None:
    browser.get(f"{stack.url}/?lang=fr")
    keyboard = webdriver.ActionChains(browser)
    keyboard.send_keys(Keys.TAB).perform()
    assert focused(browser).get_attribute("class") == "skip"
    keyboard.send_keys(Keys.ENTER).perform()
    for _ in range(3):
        if focused(browser).get_attribute("id") == "text":
            break
        keyboard.send_keys(Keys.TAB).perform()
    assert focused(browser).get_attribute("id") == "text"
    keyboard.send_keys("menu", Keys.ENTER).perform()
    (menu,) = answers(browser, 1)
    choice = menu.find_element(By.CSS_SELECTOR, ".choices button")
    for _ in range(40):
        if focused(browser) == choice:
            break
        keyboard.key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()
    assert focused(browser) == choice, "the first choice cannot be reached"
    assert choice.value_of_css_property("outline-style") != "none", "the focus is not to be seen"
    keyboard.send_keys(Keys.ENTER).perform()
    assert answers(browser, 2)[1].find_elements(By.CSS_SELECTOR, ".choices button")


def test_a_reload_keeps_the_conversation(stack: Stack, browser: webdriver.Chrome) -> None:
    browser.get(f"{stack.url}/?lang=ar")
    write(browser, QUESTION)
    before = answers(browser, 1)[0].text
    browser.refresh()
    after = answers(browser, 1)
    assert [answer.text for answer in after] == [before]
    assert QUESTION in browser.find_element(By.CSS_SELECTOR, ".turn.person").text
    write(browser, "شكرا")
    assert len(answers(browser, 2)) == 2


def test_erasing_empties_the_page_and_a_reload_brings_nothing_back(stack: Stack, browser: webdriver.Chrome) -> None:
    browser.get(f"{stack.url}/?lang=en")
    write(browser, "hello")
    answers(browser, 1)
    browser.find_element(By.ID, "forget").click()
    browser.find_element(By.ID, "yes").click()
    WebDriverWait(browser, 10).until(lambda _: not browser.find_elements(By.CSS_SELECTOR, ".turn.person"))
    browser.refresh()
    assert not browser.find_elements(By.CSS_SELECTOR, ".turn.person")


def test_what_people_write_is_shown_and_never_run(stack: Stack, browser: webdriver.Chrome) -> None:
    browser.get(f"{stack.url}/?lang=en")
    write(browser, '<img src=x onerror="document.title=1">hello')
    answers(browser, 1)
    assert '<img src=x onerror="document.title=1">hello' in browser.find_element(By.CSS_SELECTOR, ".turn.person").text
    assert browser.title == "Dalil: your rights in Morocco"


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
    addresses = set(downloads(browser))
    assert len(addresses) >= 3
    assert all(address.startswith(stack.url) for address in addresses), addresses
    sizes = {address: transferred(address) for address in addresses}
    assert sum(sizes.values()) <= MOST_BYTES, sizes


def transferred(address: str) -> int:
    """Bytes that go over the network for an address, as the server really compresses it."""
    with httpx.stream("GET", address, headers={"Accept-Encoding": "gzip"}) as response:
        raw = b"".join(response.iter_raw())
    assert response.status_code == httpx.codes.OK
    if response.headers.get("Content-Encoding") == "gzip":
        assert gzip.decompress(raw)
    return len(raw)


def test_the_page_of_the_api_shows_its_addresses_and_asks_nobody_else(stack: Stack, browser: webdriver.Chrome) -> None:
    browser.get(f"{stack.url}/api/docs")
    WebDriverWait(browser, 20).until(lambda page: page.find_elements(By.CSS_SELECTOR, ".opblock-summary-path"))
    shown = [path.text.replace("\u200b", "") for path in browser.find_elements(By.CLASS_NAME, "opblock-summary-path")]
    assert {"/services", "/articles/{key}", "/organizations"} <= set(shown)
    assert complaints(browser) == []
    assert all(address.startswith(stack.url) for address in downloads(browser))
