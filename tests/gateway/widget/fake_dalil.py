"""A small server in Dalil's place: real page, scripts and words; answers, failures and pauses of the test's choice."""

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from fastapi.templating import Jinja2Templates

from app.limits import content_security_policy
from app.settings import ROOT
from gateway.web_chat.assets import answers_script, page_words, widget_script, widget_styles
from reply import Reply

_FOLDER = ROOT / "gateway" / "web_chat"
_PAGE = Jinja2Templates(_FOLDER).get_template("page.html")
_CROSS_ORIGIN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "Content-Type, Last-Event-ID",
}
Posted = dict[str, Any]
Answer = Callable[[Posted], Reply]


def echo(posted: Posted) -> Reply:
    """An answer that says what it answers."""
    return Reply(f"answer to {posted['text']}", posted.get("language", "en"))


@dataclass
class FakeDalil:
    """`posts` holds every message that came in, `stored` those that were taken, each once."""

    url: str = ""
    answer: Answer = echo
    status: int = 200
    error: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    holds_answers: bool = False
    """Then messages are acknowledged with 202, and answered by `release`."""
    loses_responses: int = 0
    """So many messages are taken without a word: the connection breaks."""
    streams: bool = True
    missing: str = ""
    """An address that cannot be read."""
    posts: list[Posted] = field(default_factory=list)
    stored: list[dict[str, Any]] = field(default_factory=list)
    held: list[Posted] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    resumed: list[str | None] = field(default_factory=list)
    """The `Last-Event-ID` of every stream that was opened."""
    generation: int = 0
    """Raised to break all streams."""
    changed: threading.Condition = field(default_factory=threading.Condition)

    def take(self, posted: Posted) -> dict[str, Any]:
        """Store and answer a message; one that was stored before is only answered again."""
        with self.changed:
            self.posts.append(posted)
            known = [m for m in self.stored if m["conversation"] == posted["conversation"]]
            if not any(m["id"] == posted["id"] for m in known):
                self._add(posted["conversation"], "person", posted["text"], posted["id"])
                (self.held.append if self.holds_answers else self.reply)(posted)
            replies = [m["reply"] for m in self.stored if m["answers"] == posted["id"]]
            return {"pending": not replies, "replies": replies}

    def reply(self, posted: Posted) -> None:
        """Answer a message."""
        reply = self.answer(posted).to_dict()
        del reply["trace"]
        self._add(posted["conversation"], "assistant", reply["text"], None, reply, posted["id"])

    def release(self) -> None:
        """Answer what was held back."""
        with self.changed:
            while self.held:
                self.reply(self.held.pop(0))

    def write(self, conversation: str, text: str) -> None:
        """A message that nobody asked for, as staff write it."""
        with self.changed:
            self._add(conversation, "assistant", text, None, Reply(text, "en").to_dict())

    def break_streams(self) -> None:
        """Cut every open stream."""
        with self.changed:
            self.generation += 1
            self.changed.notify_all()

    def forget(self, conversation: str) -> None:
        """Delete a conversation."""
        self.stored = [m for m in self.stored if m["conversation"] != conversation]

    def after(self, conversation: str, number: int) -> list[dict[str, Any]]:
        """The messages of a conversation after a number."""
        return [m for m in self.stored if m["conversation"] == conversation and m["number"] > number]

    def pending(self, conversation: str) -> bool:
        """Whether an answer is still to come."""
        return any(posted["conversation"] == conversation for posted in self.held)

    def _add(self, conversation: str, sender: str, text: str, id_: str | None, reply: Any = None, to: str = "") -> None:
        message = {"number": len(self.posts) * 100 + len(self.stored) + 1, "id": id_, "from": sender, "text": text}
        self.stored.append({**message, "reply": reply, "conversation": conversation, "answers": to})
        self.changed.notify_all()


class Handler(BaseHTTPRequestHandler):
    """The contract over HTTP."""

    dalil: FakeDalil

    def do_GET(self) -> None:
        """Page, scripts, words, messages, events."""
        url = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        self.dalil.asked.append(url.path)
        if url.path == self.dalil.missing:
            self._send(503, b"", "text/plain")
        elif url.path == "/chat/events":
            self._stream(query["conversation"], int(query.get("after", 0)))
        elif url.path == "/chat/messages":
            number = int(query.get("after", 0))
            messages = self.dalil.after(query["conversation"], number)
            self._json(self.dalil.status, {"messages": messages, "pending": self.dalil.pending(query["conversation"])})
        else:
            self._asset(url.path, query.get("lang", "fr"))

    def do_POST(self) -> None:
        """A message."""
        posted = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        time.sleep(self.dalil.seconds)
        if self.dalil.status != 200:
            self.dalil.posts.append(posted)
            return self._json(self.dalil.status, self.dalil.error)
        body = self.dalil.take(posted)
        if self.dalil.loses_responses:
            self.dalil.loses_responses -= 1
            return None
        return self._json(202 if body["pending"] else 200, body)

    def do_DELETE(self) -> None:
        """Forget a conversation."""
        self.dalil.forget(self.path.rpartition("/")[2])
        self._send(self.dalil.status if self.dalil.status != 200 else 204, b"", "text/plain")

    def do_OPTIONS(self) -> None:
        """What a browser asks before it sends JSON to another origin."""
        self._send(204, b"", "text/plain")

    def _asset(self, path: str, language: str) -> None:
        kind, _, name = path.removesuffix(".json").rpartition("/")
        scripts = {"/widget.js": widget_script, "/widget-answers.js": answers_script}
        if path == "/":
            words, direction = page_words()[language], "rtl" if language == "ar" else "ltr"
            html = _PAGE.render(language=language, direction=direction, words=words)
            self._send(200, html.encode(), "text/html; charset=utf-8")
        elif path in scripts:
            self._send(200, scripts[path]().encode(), "text/javascript; charset=utf-8")
        elif path == "/widget.css":
            self._send(200, widget_styles().encode(), "text/css; charset=utf-8")
        elif kind == "/widget/words":
            self._json(200, page_words()[name])
        elif path == "/static/icon.svg":
            self._send(200, (_FOLDER / "static" / "icon.svg").read_bytes(), "image/svg+xml")
        else:
            self._send(404, b"", "text/plain")

    def _stream(self, conversation: str, after: int) -> None:
        dalil, resumed = self.dalil, self.headers["Last-Event-ID"]
        dalil.resumed.append(resumed)
        if not dalil.streams:
            return self._send(503, b"", "text/plain")
        self._head(200, "text/event-stream")
        self.wfile.write(b"retry: 50\n\n")
        return self._events(conversation, int(resumed or after), dalil.generation)

    def _events(self, conversation: str, number: int, generation: int) -> None:
        with self.dalil.changed:
            while generation == self.dalil.generation:
                for message in self.dalil.after(conversation, number):
                    number = message["number"]
                    self.wfile.write(f"id: {number}\nevent: message\ndata: {json.dumps(message)}\n\n".encode())
                self.dalil.changed.wait(1)

    def _json(self, status: int, content: Any) -> None:
        raw = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        self._send(status, raw, "application/json")

    def _send(self, status: int, raw: bytes, kind: str) -> None:
        zipped = len(raw) > 500 and "gzip" in self.headers.get("Accept-Encoding", "")
        raw = gzip.compress(raw, 9) if zipped else raw
        self._head(status, kind, {"Content-Length": str(len(raw)), **({"Content-Encoding": "gzip"} if zipped else {})})
        self.wfile.write(raw)

    def _head(self, status: int, kind: str, more: dict[str, str] | None = None) -> None:
        policy = {"Content-Security-Policy": content_security_policy(), "X-Content-Type-Options": "nosniff"}
        self.send_response(status)
        for name, value in {"Content-Type": kind, **policy, **_CROSS_ORIGIN, **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *values: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Silent when a browser goes away."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """See `socketserver`."""


@contextmanager
def served(handler: type[BaseHTTPRequestHandler], port: int = 0) -> Iterator[str]:
    """Answer on a port of loopback until the block ends; gives the address."""
    server = Server(("127.0.0.1", port), handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
