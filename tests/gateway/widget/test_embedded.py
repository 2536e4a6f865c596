"""The widget on an association's own site, which allows nothing but Dalil's address."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

import pytest
from selenium import webdriver
from selenium.webdriver.common.keys import Keys

from tests.gateway.widget.browser import (
    answers,
    complaints,
    conversation,
    downloads,
    every,
    focused,
    one,
    press,
    until,
    widget,
    write,
)  # fmt: skip
from tests.gateway.widget.conftest import on_screen
from tests.gateway.widget.fake_dalil import FakeDalil, served

pytestmark = pytest.mark.browser

_SITE = """<!doctype html><html lang="fr"><head><title>Association</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width"></head>
<body><main><h1>Association</h1><p><a href="#">Contact</a></p></main>{script}</body></html>"""


@contextmanager
def site(dalil: FakeDalil, attributes: str) -> Iterator[str]:
    """A site on another origin with Dalil's line in it."""
    html = _SITE.format(script=f'<script src="{dalil.url}/widget.js" {attributes} async></script>').encode()
    policy = f"default-src 'none'; script-src {dalil.url}; connect-src {dalil.url}; img-src data:"

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(html)

        def log_message(self, format: str, *values: object) -> None:
            """Say nothing."""

    with served(Site) as url:
        yield url


def test_one_line_in_a_strict_site_gives_the_whole_conversation(dalil: FakeDalil, browser: webdriver.Chrome) -> None:
    with site(dalil, 'data-lang="ar"') as url:
        browser.get(url)
        one(browser, ".launcher").click()
        write(browser, "service")
        (answer,) = answers(browser, 1)
        assert answer.value_of_css_property("direction") == "rtl"
        assert one(browser, ".panel").value_of_css_property("background-color") != "rgba(0, 0, 0, 0)"
        browser.refresh()
        answers(browser, 1)
        assert complaints(browser) == []
        assert all(address.startswith((dalil.url, url)) for address in downloads(browser))


def test_the_panel_opens_with_the_keyboard_and_escape_gives_the_focus_back(
    dalil: FakeDalil, browser: webdriver.Chrome
) -> None:
    with site(dalil, "") as url:
        browser.get(url)
        widget(browser)
        press(browser, Keys.TAB, Keys.TAB)
        assert "launcher" in str(focused(browser).get_attribute("class"))
        press(browser, Keys.ENTER)
        assert focused(browser).get_attribute("id") == "text"
        press(browser, Keys.ESCAPE)
        assert "launcher" in str(focused(browser).get_attribute("class"))
        assert not one(browser, ".panel").is_displayed()


def test_where_the_panel_covers_the_page_the_focus_stays_inside(dalil: FakeDalil, browser: webdriver.Chrome) -> None:
    with site(dalil, "data-open") as url:
        browser.get(url)
        assert not one(browser, ".panel").is_displayed(), "opened by itself over the whole page"
        one(browser, ".launcher").click()
        browser.refresh()
        assert one(browser, ".panel").rect["width"] == 360
        passed = []
        for _ in range(20):
            press(browser, Keys.TAB)
            assert browser.execute_script("return document.activeElement.tagName") == "DALIL-CHAT"
            passed.append(focused(browser).id)
        assert passed.count(passed[0]) == 2 and len(set(passed)) > 10


def test_on_a_desk_the_panel_stands_in_the_corner_and_leaves_the_page_usable(
    dalil: FakeDalil, browser: webdriver.Chrome
) -> None:
    with on_screen(browser, 1280, 800), site(dalil, 'data-open data-lang="en"') as url:
        browser.get(url)
        panel = one(browser, ".panel").rect
        assert (panel["width"], panel["height"]) == (400, 640)
        assert panel["x"] + panel["width"] == 1280 - 16
        assert browser.execute_script("return document.elementFromPoint(30, 780).closest('dalil-chat')") is None


def test_the_sites_own_language_is_taken_and_a_change_of_it_lasts(dalil: FakeDalil, browser: webdriver.Chrome) -> None:
    with site(dalil, "") as url:
        browser.get(url)
        assert one(browser, ".frame").get_attribute("lang") == "fr"
        one(browser, ".launcher").click()
        write(browser, "bonjour")
        answers(browser, 1)
        one(browser, ".languages [lang=en]").click()
        until(browser, lambda: one(browser, ".frame").get_attribute("lang") == "en")
        assert conversation(browser) == ["bonjour", "answer to bonjour"]
        browser.refresh()
        assert one(browser, ".frame").get_attribute("lang") == "en"
        assert browser.title == "Association"


def test_a_closed_widget_asks_the_server_nothing_but_its_words(dalil: FakeDalil, browser: webdriver.Chrome) -> None:
    with site(dalil, "") as url:
        browser.get(url)
        one(browser, ".launcher")
        assert sorted(dalil.asked) == ["/widget.js", "/widget/words/fr.json"]
        assert not every(browser, ".person")


def test_an_answer_that_comes_while_the_panel_is_closed_shows_on_the_button(
    dalil: FakeDalil, browser: webdriver.Chrome
) -> None:
    with site(dalil, "") as url:
        browser.get(url)
        one(browser, ".launcher").click()
        dalil.holds_answers = True
        write(browser, "question")
        until(browser, lambda: dalil.held and dalil.resumed)
        press(browser, Keys.ESCAPE)
        dalil.release()
        until(browser, lambda: every(browser, ".launcher.news"))


def test_an_old_browser_gets_its_styles_as_a_file(dalil: FakeDalil, browser: webdriver.Chrome) -> None:
    script = "delete ShadowRoot.prototype.adoptedStyleSheets; delete Document.prototype.adoptedStyleSheets"
    added = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
    try:
        browser.get(f"{dalil.url}/?lang=fr")
        write(browser, "danger")
        (answer,) = answers(browser, 1)
        until(browser, lambda: answer.find_elements("css selector", ".calls a")[0].size["height"] >= 44)
        assert complaints(browser) == []
    finally:
        browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)
