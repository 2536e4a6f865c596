"""A real browser for tests, used as people use it."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.shadowroot import ShadowRoot
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

_OPTIONS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--window-size=360,740",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--hide-scrollbars", "--force-prefers-reduced-motion",
)  # fmt: skip
_Found = TypeVar("_Found")
_DRIVER = "/usr/bin/chromedriver"


@contextmanager
def chromium(profile: Path) -> Iterator[webdriver.Chrome]:
    """A browser of a small phone's size; on a developer's machine without Chromium these tests are left out."""
    if not Path(_DRIVER).exists() and not os.environ.get("CI"):
        pytest.skip("Chromium is missing: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for option in (*_OPTIONS, f"--user-data-dir={profile}"):
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options, webdriver.ChromeService(_DRIVER))
    try:
        yield driver
    finally:
        driver.quit()


def until(browser: webdriver.Chrome, found: Callable[[], _Found], what: str = "", seconds: float = 15) -> _Found:
    """What `found` gives as soon as it gives something; what is not there yet does not count."""
    ignored = (NoSuchElementException, StaleElementReferenceException)
    wait = WebDriverWait(browser, seconds, poll_frequency=0.03, ignored_exceptions=ignored)
    return wait.until(lambda _: found(), what)


def widget(browser: webdriver.Chrome) -> ShadowRoot:
    """The inside of the element, as soon as it is drawn."""
    script = "const host = document.querySelector('dalil-chat'); return host && host.shadowRoot"
    root: ShadowRoot = until(browser, lambda: browser.execute_script(script), "no widget")
    return root


def one(browser: webdriver.Chrome, selector: str) -> WebElement:
    """The first element inside the widget that fits, as soon as there is one."""
    root = widget(browser)
    return until(browser, lambda: root.find_element(By.CSS_SELECTOR, selector), f"no {selector}")


def every(browser: webdriver.Chrome, selector: str) -> list[WebElement]:
    """All elements inside the widget that fit, now."""
    return widget(browser).find_elements(By.CSS_SELECTOR, selector)


def answers(browser: webdriver.Chrome, number: int) -> list[WebElement]:
    """The assistant's turns in full, waited for until there are that many; the greeting is not one of them."""

    script = (
        "const [root, number] = arguments, all = root.querySelectorAll('.turn.assistant:not(.greeting)');"
        "return all.length >= number && !root.querySelector('.plain') ? Array.from(all) : []"
    )
    root = widget(browser)
    found = until(browser, lambda: browser.execute_script(script, root, number), f"fewer than {number} answers", 20)
    return list(found)


def texts(browser: webdriver.Chrome, selector: str) -> list[str]:
    """The texts of all elements inside the widget that fit."""
    script = "return Array.from(arguments[0].querySelectorAll(arguments[1]), node => node.textContent)"
    return list(browser.execute_script(script, widget(browser), selector))


def conversation(browser: webdriver.Chrome) -> list[str]:
    """What both sides said, in the order of the screen, without names and buttons."""
    return [text.strip() for text in texts(browser, ".turn:not(.greeting) .bubble > p:first-of-type")]


def write(browser: webdriver.Chrome, text: str) -> None:
    """Write into the field with the keyboard and send with Enter."""
    one(browser, "#text").send_keys(text, Keys.ENTER)


def press(browser: webdriver.Chrome, *keys: str) -> None:
    """Press keys wherever the focus is."""
    webdriver.ActionChains(browser).send_keys(*keys).perform()


def focused(browser: webdriver.Chrome) -> WebElement:
    """Where the focus is, also inside the widget."""
    script = "const on = document.activeElement; return (on.shadowRoot && on.shadowRoot.activeElement) || on"
    found: WebElement = browser.execute_script(script)
    return found


def tab_to(browser: webdriver.Chrome, selector: str, most: int = 40, back: bool = False) -> WebElement:
    """Press Tab (back: with Shift) until an element has the focus; fails when it never gets it."""
    for _ in range(most):
        if browser.execute_script("return arguments[0].matches(arguments[1])", focused(browser), selector):
            return focused(browser)
        press(browser, *((Keys.SHIFT, Keys.TAB, Keys.NULL) if back else (Keys.TAB,)))
    raise AssertionError(f"{selector} cannot be reached with the keyboard")


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


def connected(browser: webdriver.Chrome, online: bool) -> None:
    """Cut the browser's network, or bring it back."""
    conditions = {"offline": not online, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    browser.execute_cdp_cmd("Network.enable", {})
    browser.execute_cdp_cmd("Network.emulateNetworkConditions", conditions)
