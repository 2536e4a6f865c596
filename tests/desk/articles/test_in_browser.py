"""The editor in a real browser: the answer while somebody types, and a phone that never scrolls sideways."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from selenium import webdriver
from selenium.webdriver.common.by import By
from sqlalchemy import Engine as Database
from sqlalchemy.orm import Session

from desk.access import SESSION_COOKIE
from desk.context import Desk
from knowledge.editing.versions import open_version
from tests.desk.articles.conftest import KEY
from tests.desk.articles.pages import ARTICLES, TITLE, editor
from tests.desk.conftest import Visit
from tests.desk.test_bench.serving import served
from tests.desk.visitors import pages_of
from tests.gateway.widget.browser import chromium, logged, until
from tests.gateway.widget.conftest import on_screen

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def shared_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    with chromium(tmp_path_factory.mktemp("browser") / "profile") as driver:
        yield driver


@pytest.fixture
def application(desk: Desk, live: None) -> FastAPI:
    """The desk's pages with the articles there, and the widget's files."""
    return pages_of(desk, with_chat=True)


@pytest.fixture
def url(application: FastAPI) -> Iterator[str]:
    """The address at which the desk is served."""
    with served(application) as address:
        yield address


@pytest.fixture
def browser(shared_browser: webdriver.Chrome, url: str) -> webdriver.Chrome:
    logged(shared_browser, "browser")
    return shared_browser


def opened(browser: webdriver.Chrome, url: str, visit: Visit, path: str, language: str = "fr") -> None:
    """Open a page as an editor who reads that language."""
    token = visit("editor", language).cookies.get(SESSION_COOKIE)
    browser.get(f"{url}/desk/static/desk.css")
    browser.add_cookie({"name": SESSION_COOKIE, "value": token, "path": "/desk"})
    browser.get(f"{url}{path}")


def test_the_preview_follows_what_is_typed_in_the_language_that_is_typed(
    browser: webdriver.Chrome, url: str, visit: Visit
) -> None:
    with on_screen(browser, 1280, 900):
        opened(browser, url, visit, editor(KEY))
        browser.find_element(By.ID, "texts-1-answer").send_keys(" اتصلوا بالرقم 141.")
        shown = "#preview-shown .phone[dir=rtl]"
        until(browser, lambda: "اتصلوا بالرقم 141." in browser.find_element(By.CSS_SELECTOR, shown).text)
        assert [entry for entry in logged(browser, "browser") if "icon" not in entry["message"]] == []


def test_characters_are_counted_and_too_many_are_marked(browser: webdriver.Chrome, url: str, visit: Visit) -> None:
    opened(browser, url, visit, editor(KEY))
    label = browser.find_element(By.ID, "texts-0-label")
    label.clear()
    label.send_keys("x" * 25)
    browser.find_element(By.ID, "texts-0-steps").send_keys("\n\n" + "x" * 141)
    for field, number in (("label", "25 / 24"), ("steps", "2 / 5")):
        count = browser.find_element(By.CSS_SELECTOR, f"#texts-0-{field} + .count")
        assert (count.text, "over" in (count.get_attribute("class") or "")) == (number, True)


def test_a_source_in_an_added_row_is_saved(
    browser: webdriver.Chrome, url: str, visit: Visit, desk_database: Database
) -> None:
    with on_screen(browser, 1280, 900):
        opened(browser, url, visit, editor(KEY))
        browser.execute_script("document.querySelector('[data-add-source]').click()")
        for field, text in (("title", "Loi 27-14"), ("year", "2016")):
            browser.find_element(By.ID, f"sources-1-{field}").send_keys(text)
        browser.execute_script("document.querySelector('.dock button[value=save]').click()")
        until(browser, lambda: "done=articles.saved" in browser.current_url)
    with Session(desk_database) as session:
        version = open_version(session, KEY)
        assert version and version.content["sources"][1] == {"title": "Loi 27-14", "year": "2016"}


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("path", [ARTICLES, f"{ARTICLES}/{KEY}", f"{ARTICLES}/{KEY}/history", editor(KEY)])
def test_no_page_scrolls_sideways_on_a_phone(
    browser: webdriver.Chrome, url: str, visit: Visit, path: str, language: str
) -> None:
    with on_screen(browser, 360, 740):
        opened(browser, url, visit, path, language)
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 360
        assert browser.find_element(By.TAG_NAME, "html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")


def test_leaving_with_unsaved_text_is_asked_about(browser: webdriver.Chrome, url: str, visit: Visit) -> None:
    opened(browser, url, visit, editor(KEY))
    browser.find_element(By.ID, TITLE).send_keys("x")
    leaving = "const leaving = new Event('beforeunload', {cancelable: true}); window.dispatchEvent(leaving);"
    assert browser.execute_script(f"{leaving} return leaving.defaultPrevented")
    browser.execute_script("document.querySelector('#article').requestSubmit()")
    until(browser, lambda: "done=articles.saved" in browser.current_url)


def test_asking_before_anything_is_written_shows_what_is_missing_beside_the_title(
    browser: webdriver.Chrome, url: str, visit: Visit
) -> None:
    opened(browser, url, visit, f"{ARTICLES}/new", "ar")
    browser.execute_script("document.querySelector('[data-answered]').click()")
    until(browser, lambda: browser.find_elements(By.ID, "texts-1-title-error"))
    assert browser.find_element(By.ID, "texts-1-title").get_attribute("aria-invalid") == "true"
