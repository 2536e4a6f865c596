"""Which messages Meta refuses because they break a limit; it counts what Python counts as characters."""

from collections.abc import Callable
from typing import Any

Body = dict[str, Any]


def violations_of(body: Body) -> list[str]:
    """What is wrong with a message, as (path, found) in words without any of its text; nothing when it is fine."""
    found: list[str] = []
    if body.get("messaging_product") != "whatsapp":
        found.append("messaging_product")
    if not (body.get("to") or body.get("recipient")):
        found.append("no addressee")
    check = _CHECKS.get(str(body.get("type")))
    return [*found, *(check(body.get(body["type"]) or {}) if check else ["type"])]


def _length(name: str, text: Any, most: int, least: int = 1) -> list[str]:
    long = len(text) if isinstance(text, str) else 0
    return [] if least <= long <= most else [f"{name}: {long} characters"]


def _unique(name: str, values: list[Any]) -> list[str]:
    return [] if len(set(values)) == len(values) else [f"{name}: not unique"]


def _count(name: str, values: list[Any], most: int) -> list[str]:
    return [] if 1 <= len(values) <= most else [f"{name}: {len(values)}"]


def _text(content: Body) -> list[str]:
    return _length("text", content.get("body"), 4096)


def _location(content: Body) -> list[str]:
    return [f"location: {name}" for name in ("latitude", "longitude") if name not in content]


def _template(content: Body) -> list[str]:
    return [] if content.get("name") and content.get("language", {}).get("code") else ["template"]


def _interactive(content: Body) -> list[str]:
    kind, action = content.get("type"), content.get("action") or {}
    found = _length("body", (content.get("body") or {}).get("text"), 4096 if kind == "list" else 1024)
    for part in ("header", "footer"):
        if part in content:
            found += _length(part, content[part].get("text"), 60)
    check = _ACTIONS.get(str(kind))
    return [*found, *(check(action) if check else ["interactive type"])]


def _buttons(action: Body) -> list[str]:
    replies = [button.get("reply") or {} for button in action.get("buttons") or []]
    found = _count("buttons", replies, 3)
    for name, most in (("title", 20), ("id", 256)):
        values = [reply.get(name) for reply in replies]
        found += _unique(f"button {name}", values)
        found += [line for value in values for line in _length(f"button {name}", value, most)]
    return found


def _list(action: Body) -> list[str]:
    sections = action.get("sections") or []
    rows = [row for section in sections for row in section.get("rows") or []]
    found = _length("list button", action.get("button"), 20) + _count("rows", rows, 10)
    for name, most, least in (("title", 24, 1), ("id", 200, 1), ("description", 72, 0)):
        found += [line for row in rows for line in _length(f"row {name}", row.get(name), most, least)]
    titled = 1 if len(sections) > 1 else 0
    for section in sections:
        found += _length("section title", section.get("title"), 24, titled)
    return found + _unique("row id", [row.get("id") for row in rows])


def _link(action: Body) -> list[str]:
    parameters = action.get("parameters") or {}
    return _length("link label", parameters.get("display_text"), 20) + _length("link", parameters.get("url"), 2000)


def _location_request(action: Body) -> list[str]:
    return [] if action.get("name") == "send_location" else ["location request"]


_CHECKS: dict[str, Callable[[Body], list[str]]] = {
    "text": _text,
    "interactive": _interactive,
    "location": _location,
    "template": _template,
}
_ACTIONS: dict[str, Callable[[Body], list[str]]] = {
    "button": _buttons,
    "list": _list,
    "cta_url": _link,
    "location_request_message": _location_request,
}
