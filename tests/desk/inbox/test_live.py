"""The inbox in a real browser: it keeps up by itself, and loses nothing that somebody is typing."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from starlette.staticfiles import StaticFiles

from app.settings import ROOT
from desk.access import SESSION_COOKIE
from gateway.handoff.staff import StaffMember
from gateway.models import HUMAN, Conversation
from tests.desk.inbox.conftest import WEB, Inbox, Visit
from tests.desk.test_bench.serving import served
from tests.desk.visitors import Visitor
from tests.gateway.house import address
from tests.gateway.widget.browser import chromium, complaints, until

pytestmark = pytest.mark.browser
KARIM = StaffMember(99, "karim")


@pytest.fixture(scope="module")
def shared_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    with chromium(tmp_path_factory.mktemp("browser") / "profile") as driver:
        yield driver


@pytest.fixture
def url(application: FastAPI) -> Iterator[str]:
    """The desk behind a real port."""
    application.mount("/static", StaticFiles(directory=ROOT / "gateway" / "web_chat" / "static"))
    with served(application) as address:
        yield address


@pytest.fixture
def samira(visit: Visit) -> Visitor:
    return visit()


@pytest.fixture
def browser(shared_browser: webdriver.Chrome, url: str, samira: Visitor) -> webdriver.Chrome:
    """Samira's browser, a small phone."""
    shared_browser.get(f"{url}/desk/login")
    shared_browser.execute_script("localStorage.clear()")
    shared_browser.add_cookie({"name": SESSION_COOKIE, "value": samira.cookies[SESSION_COOKIE], "path": "/desk"})
    complaints(shared_browser)
    return shared_browser


@pytest.fixture
def taken(inbox: Inbox, samira: Visitor) -> int:
    number = inbox.wanted()
    assert samira.post(f"/desk/inbox/{number}/take").status_code == 303
    return number


def one(browser: webdriver.Chrome, selector: str) -> WebElement:
    return until(browser, lambda: browser.find_element(By.CSS_SELECTOR, selector), f"no {selector}")


def says(browser: webdriver.Chrome, selector: str, text: str) -> None:
    until(browser, lambda: text in one(browser, selector).text, f"{selector} never says {text}")


def test_what_a_person_writes_appears_while_an_answer_is_being_typed(
    browser: webdriver.Chrome, url: str, inbox: Inbox, taken: int
) -> None:
    browser.get(f"{url}/desk/inbox/{taken}")
    one(browser, "#text").send_keys("Bonjour A")
    inbox.store("a new message")
    says(browser, ".talk", "a new message")
    assert one(browser, "#text").get_attribute("value") == "Bonjour A"
    one(browser, "#text").send_keys("nna", Keys.CONTROL, Keys.ENTER)
    says(browser, ".notice.good", "enregistré")
    assert inbox.said(taken, HUMAN) == ["Bonjour Anna"]
    assert complaints(browser) == []


def test_the_list_and_the_title_show_who_has_come(browser: webdriver.Chrome, url: str, inbox: Inbox) -> None:
    browser.get(f"{url}/desk/inbox")
    says(browser, "[data-list]", "apparaîtra ici")
    inbox.set_hours([["MO", "09:00", "12:00"]])
    inbox.wanted()
    says(browser, "[data-list]", "1 nouveau message")
    until(browser, lambda: browser.title.startswith("(1) "))


def test_a_colleague_who_takes_over_is_seen_at_once_and_the_typed_text_stays(
    browser: webdriver.Chrome, url: str, inbox: Inbox, taken: int
) -> None:
    browser.get(f"{url}/desk/inbox/{taken}")
    one(browser, "#text").send_keys("mon texte")
    (conversation,) = inbox.rows(Conversation)
    inbox.take(taken, KARIM, from_id=conversation.staff_id)
    says(browser, "[data-changed]", "La situation a changé")
    says(browser, "[data-talk]", "karim a cette conversation")
    assert one(browser, "#text").get_attribute("value") == "mon texte"


def test_a_conversation_that_is_deleted_while_it_is_open_says_so(
    browser: webdriver.Chrome, url: str, inbox: Inbox, taken: int
) -> None:
    browser.get(f"{url}/desk/inbox/{taken}")
    one(browser, ".talk")
    inbox.forgetting.forget(WEB, address("anna"))
    says(browser, "[data-talk]", "effacer ses données")
    assert not browser.find_elements(By.CSS_SELECTOR, ".talk")


def test_a_prepared_answer_goes_where_the_cursor_is(
    browser: webdriver.Chrome, url: str, visit: Visit, taken: int
) -> None:
    form = {"version": "0", "name": "Accueil", "text_0": "je vous lis", "text_1": "", "text_2": ""}
    visit("editor", name="amina").post("/desk/inbox/answers/new", form)
    browser.get(f"{url}/desk/inbox/{taken}")
    one(browser, "#text").send_keys("Bonjour,  et à bientôt", *[Keys.LEFT] * len(" et à bientôt"))
    one(browser, "details summary bdi").click()
    one(browser, "[data-canned]").click()
    assert one(browser, "#text").get_attribute("value") == "Bonjour, je vous lis et à bientôt"


def test_alerts_are_on_only_after_somebody_wanted_them_and_stay_so(browser: webdriver.Chrome, url: str) -> None:
    browser.get(f"{url}/desk/inbox")
    button = one(browser, "[data-alerts]")
    assert button.get_attribute("aria-pressed") == "false"
    button.click()
    browser.refresh()
    until(browser, lambda: one(browser, "[data-alerts]").get_attribute("aria-pressed") == "true")
    assert complaints(browser) == []


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("page", ["", "/{number}", "/hours", "/answers", "/answers/new", "/name"])
def test_nothing_scrolls_sideways_on_a_phone(
    browser: webdriver.Chrome, url: str, visit: Visit, taken: int, page: str, language: str
) -> None:
    size = {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    boss = visit("administrator", language, "amina")
    browser.add_cookie({"name": SESSION_COOKIE, "value": boss.cookies[SESSION_COOKIE], "path": "/desk"})
    browser.get(f"{url}/desk/inbox{page.format(number=taken)}")
    one(browser, "main")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 360
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
