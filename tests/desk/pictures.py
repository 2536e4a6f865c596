"""`make pictures`: the pictures of docs/, made from the real pages of a running Dalil with a little of everything."""

import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import httpx
from PIL import Image
from selenium import webdriver
from selenium.webdriver.common.by import By
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.settings import ROOT
from desk.statistics.collector import Collector
from gateway.models import Message
from knowledge.database import connect
from tests.gateway.widget.browser import chromium, until
from tests.running_stack import DALIL, Stack
from tests.stack.test_working_at_the_desk import table_of_services

FOLDER = ROOT / "docs" / "pictures"
PASSWORD = "une phrase assez longue"
DESK_WIDTH, PHONE_WIDTH = 1180, 375
_HIGHEST = {DESK_WIDTH: 1100, PHONE_WIDTH: 740}
_LOWEST = 300
_COLOURS = 64
_FOLDERS = ("models", "search", "training")
ASKED = (
    "mon fils peut aller à l'école sans papiers ?",
    "combien coûte une moto neuve",
    "papiers",
    "كيفاش نجدد لاكارط ديالي؟",
    "where can I find a lawyer in Oujda",
)
PEOPLE = 12
"""How many ask each of them: fewer than five of a kind are hidden."""
RIGHT = "mon fils peut aller à l'école sans papiers ?"


class Photographer:
    """Opens pages of the desk and keeps what they look like."""

    def __init__(self, browser: webdriver.Chrome, url: str) -> None:
        self._browser = browser
        self._url = url

    def open(self, path: str, width: int = DESK_WIDTH) -> None:
        """Show a page in a window of that width."""
        self._resize(width, _HIGHEST[width])
        self._browser.get(self._url + path)

    def take(self, name: str, width: int = DESK_WIDTH) -> None:
        """Keep what is shown, as high as the page, within limits."""
        self._resize(width, _LOWEST)
        script = "window.scrollTo(0, 0); return document.documentElement.scrollHeight"
        self._resize(width, min(_HIGHEST[width], int(self._browser.execute_script(script))))
        file = FOLDER / f"{name}.png"
        self._browser.save_screenshot(str(file))
        with Image.open(file) as picture:
            picture.convert("RGB").quantize(_COLOURS).save(file, optimize=True)
        print(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1024} KB", flush=True)

    def fill(self, selector: str, text: str) -> None:
        """Write into a field."""
        field = until(self._browser, lambda: self._browser.find_element(By.CSS_SELECTOR, selector), f"no {selector}")
        if field.get_attribute("type") != "file":
            field.clear()
        field.send_keys(text)

    def press(self, selector: str) -> None:
        """Press a button, and wait for the page or the part that it brings."""
        button = until(self._browser, lambda: self._browser.find_element(By.CSS_SELECTOR, selector), f"no {selector}")
        self._browser.execute_script("arguments[0].click()", button)

    def wait_for(self, selector: str) -> None:
        """Until it is there."""
        until(self._browser, lambda: self._browser.find_element(By.CSS_SELECTOR, selector), f"no {selector}", 30)

    def href(self, selector: str) -> str:
        """Where a link leads, without the address of the machine."""
        link = until(self._browser, lambda: self._browser.find_element(By.CSS_SELECTOR, selector), f"no {selector}")
        return str(link.get_attribute("href")).removeprefix(self._url)

    def set_value(self, selector: str, value: str) -> None:
        """Give a field a value that cannot be typed everywhere alike, such as a time."""
        self._browser.execute_script("document.querySelector(arguments[0]).value = arguments[1]", selector, value)

    def value(self, selector: str) -> str:
        """What a field holds."""
        field = until(self._browser, lambda: self._browser.find_element(By.CSS_SELECTOR, selector), f"no {selector}")
        return str(field.get_attribute("value"))

    def speak(self, language: str) -> None:
        """Choose the language of the pages."""
        if self._browser.find_elements(By.CSS_SELECTOR, f'html[lang="{language}"]'):
            return
        self.press(f'.languages button[value="{language}"]')
        self.wait_for(f'html[lang="{language}"]')

    def _resize(self, width: int, height: int) -> None:
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


@contextmanager
def running() -> Iterator[Stack]:
    """A stack of its own that shares what is trained, with users."""
    with tempfile.TemporaryDirectory() as folder:
        stack = Stack(Path(folder))
        for name in _FOLDERS:
            trained = ROOT / "var" / "test" / name
            if trained.exists():
                (stack.data / name).symlink_to(trained)
        stack.start()
        try:
            for name, role in (("Nadia", "administrator"), ("Youssef", "editor"), ("Awa", "staff")):
                command = [DALIL, "user", "add", name, "--role", role, "--password-stdin"]
                subprocess.run(command, cwd=ROOT, env=stack.environment, input=PASSWORD, text=True, check=True)
            yield stack
        finally:
            stack.stop()


def say(stack: Stack, *texts: str) -> None:
    """What somebody writes in the chat page, as one conversation."""
    person = str(uuid.uuid4())
    for text in texts:
        body = {"conversation": person, "id": str(uuid.uuid4()), "text": text}
        httpx.post(f"{stack.url}/chat/messages", json=body, timeout=60).raise_for_status()


def write_to_people(stack: Stack) -> None:
    """A day of questions, some without a good answer, and one person who asks for a human."""
    for text in ASKED * PEOPLE:
        say(stack, text)
    say(stack, "je veux parler à quelqu'un de votre équipe", "C'est pour l'inscription de ma fille à l'école.")
    say(stack, "بغيت نهضر مع شي حد")


def open_all_day(camera: Photographer) -> None:
    """Opening hours, so that somebody is there whenever the pictures are made."""
    camera.open("/desk/inbox/hours")
    for day in range(7):
        for field, value in (("opens", "00:00"), ("closes", "00:00")):
            camera.set_value(f'[name="day_{day}-{field}"]', value)
    camera.press("main form button.primary")


def sign_in(camera: Photographer, name: str) -> None:
    """With the password that all users of these pictures have."""
    camera.open("/desk/login")
    camera.fill('[name="name"]', name)
    camera.fill('[name="password"]', PASSWORD)
    camera.press("main form button")
    camera.wait_for("details.who")


def photograph_bench(camera: Photographer) -> None:
    """Trying answers, and a run of the regression set."""
    for language, text, name in (("en", RIGHT, "bench"), ("ar", "كيفاش نجدد لاكارط ديالي؟", "bench-arabic")):
        camera.speak(language)
        camera.open("/desk/test")
        camera.fill("#text", text)
        camera.press("#try button.primary")
        camera.wait_for("#judge")
        camera.take(name)
        camera.press('#judge button[value="right"]')
        camera.wait_for(".notice.good")
    camera.speak("en")
    camera.open("/desk/test/runs")
    camera.press("main form button.primary")
    camera.wait_for("main:not(:has(#progress)) dl.counts")
    camera.take("regression-run")
    camera.open("/desk/test", PHONE_WIDTH)
    camera.fill("#text", RIGHT)
    camera.press("#try button.primary")
    camera.wait_for("#judge")
    camera.take("phone-bench", PHONE_WIDTH)


def photograph_inbox(camera: Photographer) -> None:
    """Who waits, and a conversation."""
    camera.open("/desk/inbox")
    camera.take("inbox")
    camera.open(camera.href("main h3 a"))
    camera.press('form[action$="/take"] button, button[formaction$="/take"]')
    camera.fill("#write textarea", "Bonjour, je suis Nadia. Quel âge a votre fille ?")
    camera.take("conversation")
    camera.speak("ar")
    camera.open("/desk/inbox", PHONE_WIDTH)
    camera.take("phone-inbox-arabic", PHONE_WIDTH)
    camera.speak("en")


def photograph_articles(camera: Photographer) -> None:
    """The list, the editor, and what a draft changes."""
    article = "/desk/admin/articles/schooling.no_papers"
    camera.open("/desk/admin/articles")
    camera.take("articles")
    camera.open(f"{article}/edit")
    camera.take("article-editor")
    camera.fill('[name="texts-2-title"]', "School without papers: what you can do")
    camera.press('button.primary[value="save"]')
    camera.wait_for(".notice.good")
    camera.open(f"{article}/history")
    camera.take("article-history")


def photograph_directory(camera: Photographer, url: str) -> None:
    """Services, hours, an import, the map, and an association's own page."""
    camera.open("/desk/admin/directory")
    camera.take("directory")
    service = camera.href('main a[href*="/directory/services/"]:not([href$="/new"])')
    camera.open(service)
    camera.take("service")
    camera.open(camera.href('a[href*="/places/"][href$="/hours"]'))
    camera.take("hours")
    camera.open("/desk/admin/directory/map")
    camera.take("map")
    with tempfile.NamedTemporaryFile(suffix=".csv") as table:
        table.write(table_of_services())
        table.flush()
        camera.open("/desk/admin/directory/import")
        camera.fill('input[type="file"]', table.name)
        camera.press("main form button.primary")
        camera.wait_for("article.import-row")
    camera.take("import-preview")
    camera.open("/desk/admin/directory/organizations")
    camera.open(camera.href('main a[href*="/organizations/"]:not([href$="/new"])'))
    camera.press('form[action$="/links"] button')
    link = camera.value("#address").removeprefix(url)
    camera.open(f"{link}?lang=ar")
    camera.take("association-arabic")


def count(stack: Stack) -> None:
    """Let the collector see all that was written, as if hours had passed."""
    database = connect(f"sqlite:///{stack.data / 'dalil.db'}")
    with Session(database) as session, session.begin():
        for message in session.scalars(select(Message)):
            message.created_at -= timedelta(hours=3)
    collector = Collector(database)
    while collector.collect():
        pass
    database.dispose()


def main() -> None:
    """Make all pictures."""
    FOLDER.mkdir(exist_ok=True)
    with running() as stack, tempfile.TemporaryDirectory() as profile, chromium(Path(profile)) as browser:
        camera = Photographer(browser, stack.url)
        camera.open("/desk/login")
        camera.speak("en")
        camera.take("login")
        sign_in(camera, "Nadia")
        camera.speak("en")
        camera.open("/desk")
        camera.take("home")
        open_all_day(camera)
        write_to_people(stack)
        photograph_bench(camera)
        photograph_inbox(camera)
        count(stack)
        photograph_articles(camera)
        photograph_directory(camera, stack.url)
        for path in ("statistics", "review", "admin/users", "admin/audit"):
            camera.open(f"/desk/{path}")
            camera.take(path.removeprefix("admin/"))


if __name__ == "__main__":
    sys.exit(main())
