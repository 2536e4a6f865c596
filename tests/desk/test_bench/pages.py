"""Reading pages of the test bench as their visitors do."""

import html
import re
from typing import Any

import httpx

_HIDDEN = re.compile(r'<input type="hidden" form="try" name="(\w+)" value="([^"]*)">')
_TAGS = re.compile(r"<[^>]+>")


def carried(page: httpx.Response) -> dict[str, str]:
    """What a page with an answer carries, for the next message or a judgement."""
    return {name: html.unescape(value) for name, value in _HIDDEN.findall(page.text)}


def text_of(page: httpx.Response) -> str:
    """The words of a page's content."""
    content = page.text.partition('<main id="content"')[2]
    return " ".join(html.unescape(_TAGS.sub(" ", content)).split())


def notice_of(response: httpx.Response, visitor: Any) -> str:
    """The sentence that a redirect shows on the page it leads to."""
    assert response.status_code == 303, response.text
    page = visitor.get(response.headers["location"])
    found = re.search(r'<p class="notice good" role="status">([^<]*)</p>', page.text)
    return html.unescape(found[1]) if found else ""
