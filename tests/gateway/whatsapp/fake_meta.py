"""An HTTP server in Meta's place: takes messages as the Graph API does, posts webhooks, and can fail in many ways."""

import base64
import json
import queue
import threading
import time
import uuid
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote, unquote

from tests.gateway.whatsapp.meta_limits import violations_of
from tests.gateway.whatsapp.meta_webhooks import Webhooks, envelope

Body = dict[str, Any]
VERSION = "v26.0"
LARGEST_BATCH = 1000


@dataclass(frozen=True)
class Sent:
    """A message that was accepted. `addressee` is a number, or else a business-scoped id; `at` is in Unix seconds."""

    addressee: str
    by_number: bool
    content: Body
    own_id: str | None
    wamid: str
    at: float

    def status(self, state: str) -> Body:
        """What a webhook says of its delivery."""
        addressee = {"recipient_id" if self.by_number else "recipient_user_id": self.addressee}
        own = {"biz_opaque_callback_data": self.own_id} if self.own_id else {}
        return {"id": self.wamid, "status": state, "timestamp": str(int(time.time())), **addressee, **own}


@dataclass(frozen=True)
class Media:
    """A file; `url` is where it is said to lie instead of here, `redirect` where its own address leads."""

    content: bytes
    mime: str
    url: str | None = None
    redirect: str | None = None


@dataclass(frozen=True)
class Fault:
    """What happens to one sending: an answer instead of taking it, or (`lost`) taking it without an answer."""

    status: int = 0
    body: bytes = b""
    lost: bool = False
    seconds: float = 0.0


@dataclass
class FakeMeta:
    """What came in is kept in its lists; `seconds` is how long every answer takes.

    With `status_url` and `secret` each accepted message is reported there as sent and then as delivered.
    """

    token: str = "a-token-of-meta"
    phone_number_id: str = "106540352242922"
    seconds: float = 0.0
    status_url: str | None = None
    secret: str = ""
    sends: list[Sent] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    typing_indicators: list[str] = field(default_factory=list)
    """The ids of the messages that were marked as read with a typing indicator."""
    requests: list[tuple[str, str | None]] = field(default_factory=list)
    """The path and the Authorization header of each request."""
    media: dict[str, Media] = field(default_factory=dict)
    webhooks: Webhooks = field(default_factory=Webhooks)
    port: int = 0

    def __post_init__(self) -> None:
        self._faults: deque[Fault] = deque()
        self._unreported: queue.Queue[Sent | None] = queue.Queue()
        self._server: _Server | None = None
        self._reporter = threading.Thread(target=self._report, daemon=True)
        self._reporter.start()

    @property
    def root(self) -> str:
        """The server's address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """The Graph API's address."""
        return f"{self.root}/{VERSION}"

    def start(self) -> None:
        """Listen: on a free port the first time, on the same one after `stop`."""
        self._server = _Server(self)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        """Refuse connections until `start`; what was accepted stays known."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def close(self) -> None:
        """Stop for good: webhooks that nobody took are given up."""
        self.stop()
        self.webhooks.give_up()
        self._unreported.put(None)
        self._reporter.join()

    def fail_next(self, number: int, code: int | None, status: int = 400, body: bytes | None = None) -> None:
        """Refuse the next sendings with an error code, or give an answer with another body."""
        self._faults.extend([Fault(status, refusal(code) if body is None else body)] * number)

    def lose_next(self, number: int, seconds: float = 0.0) -> None:
        """Accept the next sendings, wait, and close the connection without an answer."""
        self._faults.extend([Fault(lost=True, seconds=seconds)] * number)

    def post(self, url: str, body: bytes, secret: str, duplicates: int = 0) -> bool:
        """Sign and post a webhook until it gets a 200, and then again as often as told; False when given up."""
        return self.webhooks.post(url, body, secret, duplicates)

    def next_fault(self) -> Fault | None:
        """What is to happen to this sending."""
        with suppress(IndexError):
            return self._faults.popleft()
        return None

    def accept(self, body: Body) -> Sent:
        """Take a message and give it an id, with all the signs that such an id can have."""
        wamid = "wamid." + base64.b64encode(uuid.uuid4().bytes).decode()
        content = {key: body[key] for key in ("type", body["type"])}
        own_id = body.get("biz_opaque_callback_data")
        sent = Sent(body.get("to") or body["recipient"], bool(body.get("to")), content, own_id, wamid, time.time())
        self.sends.append(sent)
        if self.status_url:
            self._unreported.put(sent)
        return sent

    def _report(self) -> None:
        """Post the statuses of what was accepted, as many at once as have gathered."""
        while first := self._unreported.get():
            batch = [first]
            while len(batch) < LARGEST_BATCH and not self._unreported.empty():
                if (sent := self._unreported.get()) is None:
                    return
                batch.append(sent)
            for state in ("sent", "delivered"):
                body = envelope(self.phone_number_id, {"statuses": [sent.status(state) for sent in batch]})
                self.post(str(self.status_url), body, self.secret)


class _Server(ThreadingHTTPServer):
    request_queue_size = 128
    """Connections that may wait: with the default of five, a crowd is held up for whole seconds."""

    def __init__(self, meta: FakeMeta) -> None:
        self.meta = meta
        super().__init__(("127.0.0.1", meta.port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    """One request a connection (HTTP/1.0): so nobody is served any more after `stop`."""

    server: _Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self._is_allowed():
            return
        meta = self.server.meta
        if self.path != f"/{VERSION}/{meta.phone_number_id}/messages":
            self._answer(404, refusal(100))
        elif body.get("status") == "read":
            if body.get("typing_indicator") == {"type": "text"}:
                meta.typing_indicators.append(body["message_id"])
            self._answer(200, {"success": True})
        else:
            self._take(meta, body)

    def do_GET(self) -> None:
        if not self._is_allowed():
            return
        folder, key = (unquote(part) for part in self.path[1:].partition("/")[::2])
        file = self.server.meta.media.get(key)
        if file is None or folder not in (VERSION, "files"):
            self._answer(404, refusal(100))
        elif folder == VERSION:
            url = file.url or f"{self.server.meta.root}/files/{quote(key, safe='')}"
            self._answer(200, {"messaging_product": "whatsapp", "url": url, "mime_type": file.mime, "id": key})
        elif file.redirect:
            self._answer(302, b"", ("Location", file.redirect))
        else:
            self._answer(200, file.content, ("Content-Type", file.mime))

    def _is_allowed(self) -> bool:
        meta = self.server.meta
        token = self.headers["Authorization"]
        meta.requests.append((self.path, token))
        time.sleep(meta.seconds)
        if token == f"Bearer {meta.token}":
            return True
        self._answer(401, refusal(190))
        return False

    def _take(self, meta: FakeMeta, body: Body) -> None:
        fault = meta.next_fault()
        if fault and not fault.lost:
            self._answer(fault.status, fault.body)
        elif broken := violations_of(body):
            meta.violations.extend(broken)
            self._answer(400, refusal(131009))
        elif fault:
            meta.accept(body)
            time.sleep(fault.seconds)
        else:
            self._answer(200, {"messaging_product": "whatsapp", "messages": [{"id": meta.accept(body).wamid}]})

    def _answer(self, status: int, content: Body | bytes, *headers: tuple[str, str]) -> None:
        raw = content if isinstance(content, bytes) else json.dumps(content).encode()
        with suppress(BrokenPipeError, ConnectionResetError):  # the client did not wait
            self.send_response(status)
            for name, value in (*headers, ("Content-Length", str(len(raw)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(raw)

    def log_message(self, format: str, *values: object) -> None:
        """Say nothing."""


def refusal(code: int | None) -> bytes:
    """An error in Meta's own words, which name the number and the message as Meta's sometimes do."""
    error = {"message": "(#0) Message to 212600000000 was refused", "type": "OAuthException", "fbtrace_id": "A"}
    return json.dumps({"error": error | ({} if code is None else {"code": code})}).encode()


@contextmanager
def running_meta() -> Iterator[FakeMeta]:
    """A server that listens until the block ends."""
    meta = FakeMeta()
    meta.start()
    try:
        yield meta
    finally:
        meta.close()
