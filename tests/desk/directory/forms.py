"""What a browser would send: the fields of a form on a page with what stands in them."""

from html.parser import HTMLParser
from typing import Any

from tests.desk.visitors import Visitor


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self._select = self._textarea = ""
        self._chosen: str | None = None
        self._first: str | None = None
        self._text = ""
        self._in_form = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._in_form = given.get("data-unsaved") is not None
        if not self._in_form:
            return
        if tag == "input" and given.get("name"):
            if given.get("type") in ("checkbox", "radio") and "checked" not in given:
                return
            self.fields.append((given["name"], given.get("value", "")))
        elif tag == "select":
            self._select, self._chosen, self._first = given.get("name", ""), None, None
        elif tag == "option":
            self._first = given.get("value", "") if self._first is None else self._first
            if "selected" in given:
                self._chosen = given.get("value", "")
        elif tag == "textarea":
            self._textarea, self._text = given.get("name", ""), ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select:
            self.fields.append((self._select, self._first or "" if self._chosen is None else self._chosen))
            self._select = ""
        elif tag == "textarea" and self._textarea:
            self.fields.append((self._textarea, self._text.removeprefix("\n")))
            self._textarea = ""
        elif tag == "form":
            self._in_form = False


def filled(visitor: Visitor, path: str, **changes: Any) -> dict[str, Any]:
    """The fields of a page's edit form, some of them changed; two underscores stand for a colon."""
    page = visitor.get(path)
    assert page.status_code == 200, page.status_code
    reader = _Fields()
    reader.feed(page.text)
    fields: dict[str, Any] = {}
    for name, value in reader.fields:
        if name in fields:
            fields[name] = [*(fields[name] if isinstance(fields[name], list) else [fields[name]]), value]
        else:
            fields[name] = value
    fields.pop("csrf")
    return fields | {name.replace("__", ":"): value for name, value in changes.items()}
