"""One browser and one small server for all tests of the widget; each test begins as a new visitor."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields

import pytest
from selenium import webdriver

from tests.gateway.widget.browser import chromium, connected, logged
from tests.gateway.widget.fake_dalil import FakeDalil, Handler, served
from tests.gateway.widget.replies import canned


@pytest.fixture(scope="package")
def shared_dalil() -> Iterator[FakeDalil]:
    dalil = FakeDalil()
    with served(type("DalilHandler", (Handler,), {"dalil": dalil})) as url:
        dalil.url = url
        yield dalil
        dalil.break_streams()


@pytest.fixture(scope="package")
def shared_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    with chromium(tmp_path_factory.mktemp("browser") / "profile") as driver:
        yield driver


@pytest.fixture
def dalil(shared_dalil: FakeDalil) -> FakeDalil:
    """The server as if new, with the canned replies."""
    shared_dalil.break_streams()
    new = FakeDalil(url=shared_dalil.url, answer=canned, generation=shared_dalil.generation)
    for item in fields(FakeDalil):
        setattr(shared_dalil, item.name, getattr(new, item.name))
    return shared_dalil


@pytest.fixture
def browser(shared_browser: webdriver.Chrome, dalil: FakeDalil) -> Iterator[webdriver.Chrome]:
    """The browser as a new visitor's small phone."""
    shared_browser.execute_cdp_cmd("Browser.resetPermissions", {})
    with on_screen(shared_browser, 360, 740):
        yield shared_browser
    connected(shared_browser, online=True)
    shared_browser.get(f"{dalil.url}/static/icon.svg")
    shared_browser.execute_script("sessionStorage.clear()")
    for kind in ("browser", "performance"):
        logged(shared_browser, kind)


@contextmanager
def on_screen(browser: webdriver.Chrome, width: int, height: int) -> Iterator[None]:
    """A screen of that size in CSS pixels until the block ends."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    yield
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
