"""Reading and using the pages of the inbox as somebody at the desk does."""

import html
import re
from typing import Any

from tests.desk.visitors import Visitor


def page(visitor: Visitor, number: int | None = None, **more: Any) -> str:
    answer = visitor.get("/desk/inbox" + (f"/{number}" if number else ""), **more)
    assert answer.status_code == 200
    return html.unescape(answer.text)


def sections(text: str) -> dict[str, str]:
    """The list's sections by their id."""
    return {
        found[1]: found[0] for found in re.findall(r'(<section[^>]*aria-labelledby="(\w+)".*?</section>)', text, re.S)
    }


def take(visitor: Visitor, number: int) -> None:
    assert visitor.post(f"/desk/inbox/{number}/take").status_code == 303
