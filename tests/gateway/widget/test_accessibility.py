"""No violation that axe-core finds, in any language, by day and by night, on the page and in a site."""

import os
from typing import Any

import pytest
from selenium import webdriver

from app.settings import ROOT
from tests.gateway.widget.browser import answers, every, one, until, write
from tests.gateway.widget.fake_dalil import FakeDalil
from tests.gateway.widget.test_embedded import site

pytestmark = pytest.mark.browser

_AXE = ROOT / "tests" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
LANGUAGES = pytest.mark.parametrize("language", ["fr", "ar", "en"])


def violations(browser: webdriver.Chrome) -> list[str]:
    """What axe-core finds, by rule and place; what stands in shadow trees included."""
    if not _AXE.exists() and not os.environ.get("CI"):
        pytest.skip("axe-core is missing: npm ci --prefix tests/browser")
    browser.execute_script(_AXE.read_text(encoding="utf-8"))
    script = (
        "const done = arguments[arguments.length - 1]; axe.run(document).then(done, error => done({error: '' + error}))"
    )
    result: dict[str, Any] = browser.execute_async_script(script)
    assert len(result["passes"]) > 20, result
    return [f"{rule['id']}: {node['target']}" for rule in result["violations"] for node in rule["nodes"]]


def in_both_lights(browser: webdriver.Chrome) -> list[str]:
    found = []
    for scheme in ("light", "dark"):
        features = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", features)
        found += violations(browser)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    return found


def converse(browser: webdriver.Chrome) -> None:
    """Bring every part of the widget on the screen."""
    for number, text in enumerate(("danger", "service"), 1):
        write(browser, text)
        answers(browser, number)
    one(browser, "details summary").click()
    every(browser, ".choices .own")[0].click()
    one(browser, ".forget").click()
    until(browser, lambda: one(browser, ".sure").is_displayed())


@LANGUAGES
def test_the_page_is_accessible(dalil: FakeDalil, browser: webdriver.Chrome, language: str) -> None:
    browser.get(f"{dalil.url}/?lang={language}")
    one(browser, ".starters")
    assert violations(browser) == []
    converse(browser)
    assert in_both_lights(browser) == []


@LANGUAGES
def test_the_widget_in_a_site_is_accessible(dalil: FakeDalil, browser: webdriver.Chrome, language: str) -> None:
    with site(dalil, f'data-lang="{language}"') as url:
        browser.get(url)
        one(browser, ".launcher")
        assert violations(browser) == []
        one(browser, ".launcher").click()
        converse(browser)
        assert violations(browser) == []
