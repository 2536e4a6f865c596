"""The editor as a person sees it: what its fields hold, and the form sent back with something else in it."""

from html.parser import HTMLParser
from typing import Any

import httpx

ARTICLES = "/desk/admin/articles"
TITLE, ANSWER, SAMPLES = "texts-0-title", "texts-0-answer", "texts-0-samples"
"""Fields of the French column."""


class _Fields(HTMLParser):
    """What a browser would send of the form with the id "article"."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, Any] = {}
        self._inside = False
        self._name = ""
        self._first_option = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        has = dict(attributes)
        if tag == "form":
            self._inside = has.get("id") == "article"
        if not self._inside:
            return
        name = has.get("name") or ""
        if tag == "input" and name and (has.get("type") != "checkbox" or "checked" in has):
            self.sent[name] = has.get("value") or ""
        elif tag in ("textarea", "select"):
            self._name, self._first_option = name, tag == "select"
            self.sent[name] = ""
        elif tag == "option" and (self._first_option or "selected" in has) and self._name:
            self.sent[self._name], self._first_option = has.get("value") or "", False

    def handle_endtag(self, tag: str) -> None:
        if tag in ("textarea", "select"):
            self._name = ""
        if tag == "form":
            self._inside = False

    def handle_data(self, text: str) -> None:
        if self._name and self.lasttag == "textarea":
            self.sent[self._name] += text


def fields_of(page: httpx.Response) -> dict[str, Any]:
    """The fields of the editor with what they hold; texts as a browser sends them."""
    parser = _Fields()
    parser.feed(page.text)
    assert parser.sent, f"no editor in a page with status {page.status_code}"
    parser.sent.pop("csrf")
    return {name: value.lstrip("\n").replace("\n", "\r\n") for name, value in parser.sent.items()}


def editor(key: str) -> str:
    return f"{ARTICLES}/{key}/edit"


def notices(page: httpx.Response) -> str:
    """The text of the page without its tags."""

    class _Text(HTMLParser):
        said = ""

        def handle_data(self, text: str) -> None:
            self.said += f" {text.strip()}" if text.strip() else ""

    parser = _Text()
    parser.feed(page.text)
    return parser.said
