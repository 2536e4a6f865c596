"""What each role does every day, in a real browser: in two directions of writing, on a desk and on a phone.

After each step the page must be accessible, must not scroll sideways, and the browser must have nothing to complain of.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.accounts.passwords import set_password
from desk.context import Desk
from desk.inbox.models import ONLY, InboxSettings
from desk.models import ROLES, User
from desk.test_bench.models import RegressionQuestion
from knowledge.models import Article, DirectoryImport
from tests.desk.test_bench import replies
from tests.desk.test_bench.serving import served
from tests.desk.visitors import desk_on, pages_of
from tests.gateway.handoff_house import ASKED, DeskHouse
from tests.gateway.small_engine import SmallEngine, running
from tests.gateway.widget.browser import chromium, complaints, until
from tests.gateway.widget.test_accessibility import violations
from tests.knowledge.articles import KEY, make_live, right_content
from tests.knowledge.directory_desk import imported
from tests.knowledge.directory_rows import csv_text, prepared, row

pytestmark = pytest.mark.browser
PASSWORD = "une phrase assez longue"
LANGUAGES = pytest.mark.parametrize("language", ["fr", "ar"])
WINDOWS = pytest.mark.parametrize(("language", "width"), [("fr", 1280), ("ar", 360)])
ALWAYS = [[day, "00:00", "24:00"] for day in ("MO", "TU", "WE", "TH", "FR", "SA", "SU")]


@pytest.fixture(scope="module")
def shared_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    with chromium(tmp_path_factory.mktemp("browser") / "profile") as driver:
        yield driver


@pytest.fixture
def engine() -> Iterator[SmallEngine]:
    reply = replies.answer("fr")
    answer = replace(reply, trace=replace(reply.trace, topic="health", article=KEY))
    with running(SmallEngine(lambda _: [{"custom": answer.to_dict()}])) as small:
        yield small


@pytest.fixture
def desk(desk_database: object, engine: SmallEngine) -> Desk:
    """A desk with an article, two services, opening hours, one person who waits, and a user of each role."""
    desk = desk_on(desk_database, engine.url)  # type: ignore[arg-type]
    imported(prepared(desk.database), [row(), row(city="Oujda", service_description_fr="Cours du soir.")])
    make_live(desk.database, right_content())
    with Session(desk.database) as session, session.begin():
        session.add(InboxSettings(id=ONLY, hours=ALWAYS, closed_days=[], patience=30, changed_by="amina", version=1))
        for role in ROLES:
            user = User(name=role, role=role)
            set_password(user, PASSWORD)
            session.add(user)
    house = DeskHouse(desk.database)
    house.answer(house.turn("je veux parler à quelqu'un"), ASKED)
    return desk


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    with served(pages_of(desk, with_chat=True)) as url:
        yield url


class Worker:
    """Somebody at the desk, who sees every page as it is judged here."""

    def __init__(self, browser: webdriver.Chrome, address: str, width: int) -> None:
        self._browser = browser
        self._address = address
        size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def sign_in(self, role: str, language: str) -> None:
        """On the login's page, in a language."""
        self._browser.get(f"{self._address}/desk/login")
        self._browser.delete_all_cookies()
        self.open("/desk/login")
        self.one(f'.languages button[value="{language}"]').click()
        self.one(f'html[lang="{language}"]')
        self.judge()
        self.fill('[name="name"]', role)
        self.fill('[name="password"]', PASSWORD)
        self.go("main form button")
        self.one("details.who")

    def open(self, path: str) -> None:
        """Go to a page."""
        self._browser.get(self._address + path)
        self.judge()

    def go(self, selector: str) -> None:
        """Press what leads to another page, which is then judged."""
        before = self.one("html")
        self.press(selector)
        until(self._browser, lambda: self.one("html") != before, f"{selector} leads nowhere")
        self.judge()

    def press(self, selector: str) -> None:
        """Press something that changes the page; questions are answered with yes."""
        self._browser.execute_script("window.confirm = () => true; arguments[0].click()", self.one(selector))

    def fill(self, selector: str, text: str) -> None:
        """Write into a field, or choose a file."""
        field = self.one(selector)
        if field.get_attribute("type") != "file":
            field.clear()
        field.send_keys(text)

    def one(self, selector: str) -> WebElement:
        """The first element that fits, as soon as there is one."""
        return until(self._browser, lambda: self._browser.find_element(By.CSS_SELECTOR, selector), f"no {selector}")

    def judge(self) -> None:
        """What every page must be."""
        until(self._browser, lambda: self._browser.execute_script("return document.readyState") == "complete")
        width = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self._browser.execute_script(width) <= 0, f"{self._browser.current_url} scrolls sideways"
        found = violations(self._browser)
        assert found == [], f"{self._browser.current_url}: {found}"
        assert complaints(self._browser) == [], self._browser.current_url


@pytest.fixture
def worker(shared_browser: webdriver.Chrome, address: str) -> Callable[[int], Worker]:
    """`worker(width)` is somebody with a window of that width."""
    complaints(shared_browser)
    return lambda width: Worker(shared_browser, address, width)


@WINDOWS
def test_staff_try_an_answer_and_say_that_it_is_right(
    worker: Callable[[int], Worker], desk: Desk, language: str, width: int
) -> None:
    awa = worker(width)
    awa.sign_in("staff", language)
    awa.open("/desk/test")
    awa.fill("#text", "mon fils peut aller à l'école ?")
    awa.press("#try button.primary")
    awa.one("#judge")
    awa.judge()
    awa.press('#judge button[value="right"]')
    awa.one(".notice.good")
    awa.judge()
    with Session(desk.database) as session:
        assert [question.text for question in session.scalars(select(RegressionQuestion))] == [
            "mon fils peut aller à l'école ?"
        ]


@WINDOWS
def test_staff_take_over_a_conversation_and_answer(
    worker: Callable[[int], Worker], desk: Desk, language: str, width: int
) -> None:
    awa = worker(width)
    awa.sign_in("staff", language)
    awa.open("/desk/inbox")
    awa.go("main h3 a")
    awa.go('form[action$="/take"] button, button[formaction$="/take"]')
    awa.fill("#write textarea", "Bonjour, je suis là.")
    awa.go("#write button.primary")
    assert "Bonjour, je suis là." in DeskHouse(desk.database).texts()


@LANGUAGES
def test_an_editor_writes_and_hands_in_and_an_administrator_publishes(
    worker: Callable[[int], Worker], desk: Desk, language: str
) -> None:
    youssef = worker(1280)
    youssef.sign_in("editor", language)
    youssef.open("/desk/admin/articles")
    youssef.go(f'main a[href$="{KEY}"]')
    youssef.go(f'a[href$="{KEY}/edit"]')
    youssef.fill('[name="texts-0-title"]', "Voir quelqu'un qui soigne")
    youssef.go('button[value="hand_in"]:not(.visually-hidden)')
    youssef.go('form[action$="/hand-in"] button.primary')

    nadia = worker(360)
    nadia.sign_in("administrator", language)
    nadia.open(f"/desk/admin/articles/{KEY}")
    nadia.go('form[action$="/publish"] button.primary')
    with Session(desk.database) as session:
        article = session.scalars(select(Article).where(Article.key == KEY)).one()
        assert article.text_in("fr").title == "Voir quelqu'un qui soigne"


@LANGUAGES
def test_an_editor_imports_services_and_an_administrator_takes_that_back(
    worker: Callable[[int], Worker], desk: Desk, language: str, tmp_path: Path
) -> None:
    table = tmp_path / "services.csv"
    table.write_bytes(
        csv_text(
            [row(city="Oujda", service_description_fr="Un toit pour une nuit."), row(service_category="nothing such")]
        ).encode()
    )
    youssef = worker(1280)
    youssef.sign_in("editor", language)
    youssef.open("/desk/admin/directory/import")
    youssef.fill('input[type="file"]', str(table))
    youssef.go("main form button.primary")
    assert youssef.one("article.import-row ul.problems").text
    youssef.go('button[formaction$="/run"]')

    nadia = worker(360)
    nadia.sign_in("administrator", language)
    with Session(desk.database) as session:
        number = session.scalars(select(DirectoryImport.id).order_by(DirectoryImport.id.desc())).first()
    nadia.open(f"/desk/admin/directory/import/{number}")
    nadia.go('form[action$="/undo"] button')
    with Session(desk.database) as session:
        assert session.get_one(DirectoryImport, number).undone_at


@LANGUAGES
def test_an_administrator_lets_somebody_in_and_looks_around(
    worker: Callable[[int], Worker], desk: Desk, language: str
) -> None:
    nadia = worker(360)
    nadia.sign_in("administrator", language)
    for path in ("review", "statistics", "admin/directory", "admin/directory/map", "admin/users", "admin/audit"):
        nadia.open(f"/desk/{path}")
    nadia.open("/desk/admin/users/new")
    nadia.fill('[name="name"]', "Fatou")
    nadia.go("main form button.primary")
    with Session(desk.database) as session:
        assert session.scalars(select(User.name).where(User.name == "Fatou")).one()
