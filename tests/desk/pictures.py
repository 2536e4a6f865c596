"""`make pictures`: the pictures of docs/, made from the real pages of a running Dalil with a little of everything."""

import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from PIL import Image
from selenium import webdriver
from selenium.webdriver.common.by import By

from app.settings import ROOT
from tests.gateway.widget.browser import until
from tests.running_stack import DALIL, Stack

FOLDER = ROOT / "docs" / "pictures"
PASSWORD = "une phrase assez longue"
DESK_WIDTH, PHONE_WIDTH = 1180, 375
_HIGHEST = {DESK_WIDTH: 1100, PHONE_WIDTH: 740}
_COLOURS = 64
_FOLDERS = ("models", "search", "training")
ASKED = (
    "mon fils peut aller à l'école sans papiers ?",
    "combien coûte une moto neuve",
    "papiers",
    "كيفاش نجدد لاكارط ديالي؟",
    "where can I find a lawyer in Oujda",
)
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
        script = "return document.documentElement.scrollHeight"
        self._resize(width, min(_HIGHEST[width], int(self._browser.execute_script(script))))
        file = FOLDER / f"{name}.png"
        self._browser.save_screenshot(str(file))
        with Image.open(file) as picture:
            picture.convert("RGB").quantize(_COLOURS).save(file, optimize=True)
        print(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1024} KB", flush=True)

    def fill(self, selector: str, text: str) -> None:
        """Write into a field."""
        field = until(self._browser, lambda: self._browser.find_element(By.CSS_SELECTOR, selector), f"no {selector}")
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

    def speak(self, language: str) -> None:
        """Choose the language of the pages."""
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
