"""A small HTTP server that speaks as the Rasa engine does, and can be slow, silent or broken."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from reply import Reply

Body = dict[str, Any]


@dataclass
class SmallEngine:
    """`answers` makes the answer to a request's body; what came in is kept in `requests`."""

    answers: Callable[[Body], Any]
    status: int = 200
    seconds: float = 0.0
    requests: list[Body] = field(default_factory=list)
    tokens: list[str | None] = field(default_factory=list)
    url: str = ""

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.url.rpartition(":")[2])

    @property
    def messages(self) -> list[str]:
        """The messages that came in, in their order."""
        return [body["message"] for body in self.requests]


def echo(body: Body) -> list[Body]:
    """One reply that holds the message itself; none to a new session, as Rasa does."""
    if body["message"] == "/session_start":
        return []
    return [{"custom": Reply(f"answer to {body['message']}", "en").to_dict()}]


@contextmanager
def running(engine: SmallEngine) -> Iterator[SmallEngine]:
    """Listen on a free port of loopback until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send(engine.status, "Hello")

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            engine.requests.append(body)
            engine.tokens.append(self.headers["Authorization"])
            time.sleep(engine.seconds)
            self._send(engine.status, engine.answers(body))

        def _send(self, status: int, content: Any) -> None:
            raw = content if isinstance(content, bytes) else json.dumps(content).encode()
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)
            except BrokenPipeError:
                pass  # the client did not wait

        def log_message(self, format: str, *values: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    engine.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield engine
    finally:
        server.shutdown()
        server.server_close()
