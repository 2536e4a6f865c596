"""The test bench in a real browser: the widget draws its part, taps go on, one click judges, nothing is loaded anew."""

import json
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from sqlalchemy import Engine as Database
from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.access import SESSION_COOKIE
from desk.test_bench.models import BENCH, RegressionQuestion
from desk.test_bench.questions import keep
from reply.gold import Gold
from tests.desk.conftest import Visit
from tests.desk.test_bench import replies
from tests.desk.test_bench.serving import served
from tests.gateway.small_engine import Body, SmallEngine
from tests.gateway.widget.browser import chromium, complaints, downloads, logged, until

pytestmark = pytest.mark.browser
SIZES = pytest.mark.parametrize("width", [1280, 360])
_MADE = {
    "answer": replies.answer,
    "services": replies.services,
    "choices": replies.choices,
    "urgent": replies.urgent,
    "long": replies.long,
}


def canned(body: Body) -> list[Body]:
    """The reply whose name the message says, in French or Arabic; else an answer."""
    name, _, language = body["message"].partition(" ")
    return [{"custom": _MADE.get(name, replies.answer)(language if language in ("fr", "ar") else "fr").to_dict()}]


@pytest.fixture(scope="module")
def shared_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    with chromium(tmp_path_factory.mktemp("browser") / "profile") as driver:
        yield driver


class Bench:
    """The page, as somebody of the staff uses it."""

    def __init__(self, browser: webdriver.Chrome, address: str) -> None:
        self.browser = browser
        self.address = address

    def open(self, path: str = "/desk/test", width: int = 1280) -> None:
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self.browser.get(self.address + path)
        self.browser.execute_script("window.sameDocument = true")

    def one(self, selector: str) -> WebElement:
        return until(self.browser, lambda: self.browser.find_element(By.CSS_SELECTOR, selector), f"no {selector}")

    def send(self, text: str) -> None:
        """Write a message, press Enter, wait for the answer."""
        self.browser.execute_script("document.querySelector('#result').className = 'old'")
        self.one("#text").send_keys(text, Keys.ENTER)
        self.until_answered()

    def until_answered(self) -> None:
        until(self.browser, lambda: self.browser.find_elements(By.CSS_SELECTOR, "#result:not(.old)"), "no answer")

    def in_widget(self, selector: str, number: int = 0) -> list[str]:
        """The texts of what the widget draws in its preview, waited for."""
        return until(self.browser, lambda: self.drawn(selector, number), selector)

    def drawn(self, selector: str, number: int = 0) -> list[str]:
        """The same as it is now."""
        script = (
            "const root = document.querySelectorAll('dalil-chat')[arguments[1]].shadowRoot;"
            "return Array.from(root ? root.querySelectorAll(arguments[0]) : [], (node) => node.textContent.trim())"
        )
        found: list[str] = self.browser.execute_script(script, selector, number)
        return found

    def click_in_widget(self, selector: str) -> None:
        self.in_widget(selector)
        script = "document.querySelector('dalil-chat').shadowRoot.querySelector(arguments[0]).click()"
        self.browser.execute_script(script, selector)

    @property
    def direction_in_widget(self) -> str:
        script = "getComputedStyle(document.querySelector('dalil-chat').shadowRoot.querySelector('.turn')).direction"
        return str(self.browser.execute_script(f"return {script}"))

    @property
    def is_same_document(self) -> bool:
        return bool(self.browser.execute_script("return window.sameDocument === true"))

    @property
    def scrolls_sideways(self) -> bool:
        width = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        return bool(self.browser.execute_script(f"return {width}"))


@pytest.fixture
def bench(
    shared_browser: webdriver.Chrome, application: FastAPI, visit: Visit, small_engine: SmallEngine
) -> Iterator[Bench]:
    """The bench of somebody who is signed in, with an engine of canned answers."""
    small_engine.answers = canned
    token = visit("staff", name="Amal").cookies[SESSION_COOKIE]
    with served(application) as address:
        cookie = {"name": SESSION_COOKIE, "value": token, "url": f"{address}/desk", "path": "/desk"}
        shared_browser.execute_cdp_cmd("Network.setCookie", cookie)
        for kind in ("browser", "performance"):
            logged(shared_browser, kind)
        yield Bench(shared_browser, address)
        shared_browser.get("about:blank")


def kept(database: Database) -> list[RegressionQuestion]:
    with Session(database) as session:
        return list(session.scalars(select(RegressionQuestion)))


@SIZES
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_widget_itself_draws_every_kind_of_answer(bench: Bench, language: str, width: int) -> None:
    bench.open(width=width)
    for name, make in _MADE.items():
        bench.send(f"{name} {language}")
        reply = make(language)
        (drawn,) = bench.in_widget(".turn.assistant")
        for part in (reply.text.split("\n")[0][:60], *(card.name for card in reply.services)):
            assert part in drawn.replace("\u00a0", " ")
        assert len(bench.drawn(".choices button")) == len(reply.choices)
        assert bool(bench.drawn(".calls a")) == reply.urgent
        assert bench.direction_in_widget == ("rtl" if language == "ar" else "ltr")
        assert not bench.scrolls_sideways
    assert complaints(bench.browser) == []


def test_nothing_is_asked_of_another_site_and_nothing_of_the_chat(bench: Bench) -> None:
    bench.open()
    bench.send("services fr")
    bench.in_widget(".services > li")
    paths = {address.removeprefix(bench.address) for address in downloads(bench.browser)}
    assert all(path.startswith("/") for path in paths), paths
    assert not any(path.startswith("/chat") or path == "/widget.js" for path in paths)


def test_an_answer_comes_without_a_new_page_and_the_field_is_empty_again(bench: Bench) -> None:
    bench.open()
    bench.send("answer fr")
    assert bench.is_same_document
    assert bench.one("#text").get_attribute("value") == ""
    assert "affichée" in bench.one("#busy").text
    bench.send("answer fr")
    assert bench.in_widget(".turn.assistant"), "a second answer is drawn, too"


def test_a_tap_in_the_widget_goes_on_with_the_conversation(bench: Bench, small_engine: SmallEngine) -> None:
    bench.open()
    bench.send("choices fr")
    bench.browser.execute_script("document.querySelector('#result').className = 'old'")
    bench.click_in_widget(".choices button:nth-child(2)")
    bench.until_answered()
    assert small_engine.messages == ["choices fr", replies.choices("fr").choices[1].payload]
    assert len({body["sender"] for body in small_engine.requests}) == 1


def test_a_tap_on_whatsapp_goes_on_with_the_conversation(bench: Bench, small_engine: SmallEngine) -> None:
    bench.open()
    bench.send("choices ar")
    bench.one(".phone summary").click()
    bench.browser.execute_script("document.querySelector('#result').className = 'old'")
    bench.one(".phone li button").click()
    bench.until_answered()
    assert small_engine.messages[1] == replies.choices("ar").choices[0].payload
    assert bench.is_same_document


def test_one_click_says_that_it_was_right(bench: Bench, desk_database: Database) -> None:
    bench.open()
    bench.send("answer fr")
    bench.one("#judge button[value=right]").click()
    assert "questions de contrôle" in bench.one("#judge .notice").text
    assert bench.is_same_document and bench.in_widget(".turn.assistant")
    assert [question.article for question in kept(desk_database)] == ["schooling.no_papers"]


def test_another_article_is_looked_for_and_chosen_with_the_keyboard(bench: Bench, desk_database: Database) -> None:
    bench.open(width=360)
    bench.send("answer fr")
    bench.one("#judge summary").send_keys(Keys.ENTER)
    bench.one("#query").send_keys("il saigne", Keys.ENTER)
    found = bench.one("#found button")
    until(bench.browser, lambda: bench.browser.switch_to.active_element == found, "no focus")
    found.send_keys(Keys.ENTER)
    assert "Urgence à l'hôpital" in bench.one("#judge .notice").text
    assert [question.article for question in kept(desk_database)] == ["health.emergency"]


def test_what_is_refused_is_said_where_it_was_chosen(bench: Bench) -> None:
    bench.open()
    bench.send("answer fr")
    bench.one("#judge summary").click()
    bench.one("#judge button[value=service]").click()
    assert "Choisissez le type de service" in bench.one("#judge .notice.bad").text
    assert bench.one("#category").is_displayed(), "what was open stays open"


def test_when_the_server_is_gone_the_text_stays(bench: Bench) -> None:
    bench.open()
    conditions = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    bench.browser.execute_cdp_cmd("Network.enable", {})
    bench.browser.execute_cdp_cmd("Network.emulateNetworkConditions", conditions)
    try:
        bench.one("#text").send_keys("mon texte", Keys.ENTER)
        assert "Votre texte est gardé" in bench.one("#result .notice.bad").text
        assert bench.one("#text").get_attribute("value") == "mon texte"
    finally:
        bench.browser.execute_cdp_cmd("Network.emulateNetworkConditions", {**conditions, "offline": False})


def test_somebody_who_was_signed_out_is_told_and_keeps_the_text(bench: Bench) -> None:
    bench.open()
    bench.browser.execute_cdp_cmd("Network.deleteCookies", {"name": SESSION_COOKIE, "url": f"{bench.address}/desk"})
    bench.one("#text").send_keys("mon texte", Keys.ENTER)
    assert bench.one("#result .notice.bad").text
    assert bench.one("#text").get_attribute("value") == "mon texte"


def test_the_progress_of_a_run_moves_and_its_result_comes_by_itself(
    bench: Bench, small_engine: SmallEngine, desk_database: Database
) -> None:
    with Session(desk_database) as session, session.begin():
        for number in range(40):
            keep(session, "Amal", Gold("", f"question {number}", "question", article="schooling.no_papers"), BENCH)
    small_engine.seconds = 0.2
    bench.open("/desk/test/runs")
    bench.one("main form .primary").click()
    bar = bench.one("#bar")
    first = float(str(bar.get_attribute("value")))
    until(bench.browser, lambda: float(str(bar.get_attribute("value"))) > first, "the bar does not move")
    until(bench.browser, lambda: not bench.browser.find_elements(By.CSS_SELECTOR, "#bar"), "no end", 30)
    assert bench.one('[data-count="right"]').text == "40"


def test_several_previews_on_one_page_are_each_drawn_in_their_language(bench: Bench) -> None:
    bench.open()
    script = (
        "document.querySelector('#result').replaceChildren(...arguments[0].map((reply) => {"
        "const one = document.createElement('dalil-chat'); one.dataset.reply = reply; return one; }))"
    )
    three = (replies.answer("fr"), replies.urgent("ar"), replies.long("fr"))
    bench.browser.execute_script(script, [json.dumps(reply.to_dict()) for reply in three])
    bench.in_widget(".turn", 2)
    assert bench.in_widget("summary", 0) == ["Sources"] and bench.in_widget("summary", 1) == ["المصادر"]
    assert complaints(bench.browser) == []
