"""A reply as people see it: the messages that go to WhatsApp, and what the widget is sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from desk.test_bench.whatsapp_text import Piece, pieces
from gateway.choices import read_choice
from gateway.whatsapp.render import pages, render
from reply import Choice, Reply

_MESSAGE_ID = 0
"""No message is sent: the ids of buttons need some number."""


@dataclass(frozen=True)
class Tap:
    """A button or a row of a list."""

    title: str
    description: str = ""
    choice: Choice | None = None
    """What a tap says; None when it only shows the next message."""


@dataclass(frozen=True)
class Shown:
    """One WhatsApp message as the phone shows it."""

    text: tuple[Piece, ...]
    buttons: tuple[Tap, ...] = ()
    opens: str = ""
    """The words on the button that opens the list."""
    rows: tuple[Tap, ...] = ()
    asks_position: bool = False
    asked_by: str = ""
    """What was tapped to get this message; the first one comes by itself."""


@dataclass(frozen=True)
class Previews:
    """One reply on WhatsApp and in the widget: shown by the macro of `preview.html`."""

    language: str
    direction: str
    whatsapp: tuple[Shown, ...]
    """The first is sent, the others when somebody taps for more."""
    widget: dict[str, Any]
    """As the chat API sends it."""


def previews(reply: Reply) -> Previews:
    """How the reply looks, without the privacy notice that goes with the first one of a conversation."""
    contents = [render(reply, _MESSAGE_ID, page) for page in range(pages(reply))]
    return Previews(
        language=reply.language,
        direction="rtl" if reply.language == "ar" else "ltr",
        whatsapp=tuple(_messages(reply, contents)),
        widget={name: value for name, value in reply.to_dict().items() if name != "trace"},
    )


def _messages(reply: Reply, contents: list[dict[str, Any]]) -> Iterator[Shown]:
    asked_by = ""
    for content in contents:
        shown = _shown(reply, content, asked_by)
        yield shown
        asked_by = next((tap.title for tap in (*shown.buttons, *shown.rows) if tap.choice is None), "")


def _shown(reply: Reply, content: dict[str, Any], asked_by: str) -> Shown:
    """One message from the JSON that goes to WhatsApp."""
    if content["type"] == "text":
        return Shown(pieces(content["text"]["body"]), asked_by=asked_by)
    interactive = content["interactive"]
    action = interactive["action"]
    return Shown(
        text=pieces(interactive["body"]["text"]),
        buttons=tuple(_tap(reply, button["reply"]) for button in action.get("buttons", ())),
        opens=action.get("button", ""),
        rows=tuple(_tap(reply, row) for section in action.get("sections", ()) for row in section["rows"]),
        asks_position=interactive["type"] == "location_request_message",
        asked_by=asked_by,
    )


def _tap(reply: Reply, option: dict[str, str]) -> Tap:
    tapped = read_choice(option["id"])
    number = tapped.number if tapped else None
    choice = None if number is None else reply.choices[number]
    return Tap(option["title"], option.get("description", ""), choice)
