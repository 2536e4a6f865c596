"""What a visitor downloads: few bytes, for old browsers too, with all words in all languages."""

import gzip
import os
import re
import shutil
import subprocess
from collections.abc import Callable

import httpx
import pytest
from selenium import webdriver

from app.settings import ROOT
from gateway.web_chat.assets import answers_script, page_words, widget_script, widget_styles
from gateway.words import LANGUAGES
from tests.gateway.widget.browser import downloads, one, widget
from tests.gateway.widget.fake_dalil import FakeDalil
from tests.gateway.widget.test_embedded import site

MOST_BYTES = 12 * 1024
SCRIPTS = pytest.mark.parametrize("script", [widget_script, answers_script])
_ACORN = ROOT / "tests" / "browser" / "node_modules" / "acorn" / "bin" / "acorn"
_NEWER_THAN_2019 = {
    "optional chaining": r"\?\.(?!\d)",
    "?? and ??=": r"\?\?",
    "&&= and ||=": r"(?:&&|\|\|)=",
    "private names": r"#\w+\s*(?:[=;(]|in\b)",
    "static fields": r"\bstatic\s+\w+\s*[=;]",
    "BigInt": r"\b\d+n\b",
    "number separators": r"\b\d+_\d",
    "dynamic import": r"\bimport\s*\(",
    "newer methods": r"\.(?:at|replaceAll|matchAll|findLast|hasOwn|allSettled|any|structuredClone|replaceChildren)\(",
    "top-level await": r"\bawait\b",
    "look-behind": r"\(\?<[=!]",
}


def code(script: str) -> str:
    """The script without its styles, which have colours that look like private names."""
    return re.sub(r"^const STYLES = .*$", "", script, flags=re.MULTILINE)


def transferred(address: str) -> int:
    """Bytes that go over the network for an address, as a server compresses it."""
    with httpx.stream("GET", address, headers={"Accept-Encoding": "gzip"}) as response:
        raw = b"".join(response.iter_raw())
    assert response.status_code == httpx.codes.OK
    if response.headers.get("Content-Encoding") == "gzip":
        assert gzip.decompress(raw)
    return len(raw)


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_before_the_first_message_is_small(dalil: FakeDalil, browser: webdriver.Chrome, language: str) -> None:
    browser.get(f"{dalil.url}/?lang={language}")
    widget(browser)
    addresses = {*downloads(browser), f"{dalil.url}/static/icon.svg"}  # an icon is not always asked for again
    assert {address.removeprefix(dalil.url) for address in addresses} == {
        f"/?lang={language}", "/widget.js", f"/widget/words/{language}.json", "/static/icon.svg",
    }  # fmt: skip
    assert sum(sizes := [transferred(address) for address in addresses]) <= MOST_BYTES, sizes


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_embedded_widget_before_the_first_message_is_small(
    dalil: FakeDalil, browser: webdriver.Chrome, language: str
) -> None:
    with site(dalil, f'data-lang="{language}"') as url:
        browser.get(url)
        one(browser, ".launcher")
        addresses = {address for address in downloads(browser) if not address.startswith(url)}
    assert len(addresses) == 2
    assert sum(sizes := [transferred(address) for address in addresses]) <= MOST_BYTES, sizes


@SCRIPTS
@pytest.mark.parametrize("name", _NEWER_THAN_2019)
def test_no_syntax_is_newer_than_2019(script: Callable[[], str], name: str) -> None:
    assert not re.findall(_NEWER_THAN_2019[name], code(script()))


@SCRIPTS
def test_a_parser_of_2019_reads_the_scripts(script: Callable[[], str]) -> None:
    node = shutil.which("node")
    if (node is None or not _ACORN.exists()) and not os.environ.get("CI"):
        pytest.skip("The parser is missing: npm ci --prefix tests/browser")
    assert node
    command = [node, str(_ACORN), "--ecma2019", "--silent"]
    result = subprocess.run(command, input=script(), capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


def test_every_word_is_used_and_every_used_word_exists() -> None:
    page = (ROOT / "gateway" / "web_chat" / "page.html").read_text(encoding="utf-8")
    source = widget_script() + answers_script() + page
    used = set(re.findall(r"\bwords\.(\w+)", source)) | set(re.findall(r'"(\w+)"', source))
    families = ("call_", "starter_", "position_error_")
    words = page_words()["fr"].keys()
    assert {word for word in words if not word.startswith(families)} <= used
    assert set(re.findall(r"\bwords\.(\w+)", source)) <= words
    assert all(any(word.startswith(family) for word in words) for family in families)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_empty_in_any_language(language: str) -> None:
    assert all(text.strip() for text in page_words()[language].values())


def test_the_styles_know_the_direction_of_the_text_and_not_left_or_right() -> None:
    sided = re.findall(r"(?:margin|padding|border|text-align)[-:]\s*(?:left|right)", widget_styles())
    assert sided == []
