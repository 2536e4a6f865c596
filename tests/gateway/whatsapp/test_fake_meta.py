"""The server in Meta's place is as strict as Meta, and as unreliable as it is told to be."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from tests.gateway.whatsapp.fake_meta import FakeMeta, running_meta
from tests.gateway.whatsapp.meta_webhooks import signature_of

SECRET = "app secret"


class Receiver(ThreadingHTTPServer):
    """Takes webhooks; answers with the given statuses first and then with 200."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.bodies: list[bytes] = []
        self.signatures: list[str | None] = []
        super().__init__(("127.0.0.1", 0), _Hook)
        self.url = f"http://127.0.0.1:{self.server_port}/webhooks/whatsapp"
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def delivered(self) -> list[dict[str, Any]]:
        """The statuses that came, in their order."""
        values = [json.loads(body)["entry"][0]["changes"][0]["value"] for body in self.bodies]
        return [status for value in values for status in value["statuses"]]

    def close(self) -> None:
        self.shutdown()
        self.server_close()


class _Hook(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.signatures.append(self.headers["X-Hub-Signature-256"])
        self.server.bodies.append(body)
        self.send_response(self.server.statuses.pop(0) if self.server.statuses else 200)
        self.end_headers()

    def log_message(self, format: str, *values: object) -> None:
        """Say nothing."""


@pytest.fixture
def meta() -> Iterator[FakeMeta]:
    with running_meta() as server:
        yield server


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    yield server
    server.close()


def answer(meta: FakeMeta, content: dict[str, Any], own_id: str = "reply-1", **other: str) -> httpx.Response:
    addressee = other or {"to": "212612345678"}
    body = {"messaging_product": "whatsapp", **addressee, **content, "biz_opaque_callback_data": own_id}
    headers = {"Authorization": f"Bearer {meta.token}"}
    return httpx.post(f"{meta.url}/{meta.phone_number_id}/messages", json=body, headers=headers)


def until(reached: Callable[[], bool]) -> None:
    last = time.monotonic() + 5
    while not reached():
        assert time.monotonic() < last, "it did not happen within five seconds"
        time.sleep(0.01)


def text(length: int) -> dict[str, Any]:
    return {"type": "text", "text": {"body": "x" * length}}


def interactive(kind: str, body: int, action: dict[str, Any]) -> dict[str, Any]:
    return {"type": "interactive", "interactive": {"type": kind, "body": {"text": "x" * body}, "action": action}}


def buttons(number: int = 3, title: int = 20, body: int = 1024, same: bool = False) -> dict[str, Any]:
    titles = [("x" if same else str(index)) * title for index in range(number)]
    replies = [{"type": "reply", "reply": {"id": f"{index}", "title": each}} for index, each in enumerate(titles)]
    return interactive("button", body, {"buttons": replies})


def rows(number: int = 10, title: int = 24, description: int = 72, button: int = 20) -> dict[str, Any]:
    made = [{"id": str(i), "title": "x" * title, "description": "x" * description} for i in range(number)]
    return interactive("list", 4096, {"button": "x" * button, "sections": [{"rows": made}]})


@pytest.mark.parametrize("content", [text(4096), buttons(), rows(), rows(description=0)])
def test_a_message_at_its_limits_is_accepted(meta: FakeMeta, content: dict[str, Any]) -> None:
    assert answer(meta, content).status_code == 200
    assert (len(meta.sends), meta.violations) == (1, [])


@pytest.mark.parametrize(
    ("content", "violation"),
    [
        (text(4097), "text: 4097 characters"),
        (text(0), "text: 0 characters"),
        (buttons(number=4), "buttons: 4"),
        (buttons(number=0), "buttons: 0"),
        (buttons(title=21), "button title: 21 characters"),
        (buttons(body=1025), "body: 1025 characters"),
        (buttons(same=True), "button title: not unique"),
        (rows(number=11), "rows: 11"),
        (rows(number=0), "rows: 0"),
        (rows(title=25), "row title: 25 characters"),
        (rows(description=73), "row description: 73 characters"),
        (rows(button=21), "list button: 21 characters"),
        ({"type": "poll", "poll": {}}, "type"),
    ],
)
def test_a_message_beyond_a_limit_is_refused_and_noted(meta: FakeMeta, content: dict[str, Any], violation: str) -> None:
    response = answer(meta, content)
    assert (response.status_code, response.json()["error"]["code"]) == (400, 131009)
    assert meta.sends == []
    assert set(meta.violations) == {violation}


def test_each_accepted_message_is_reported_as_sent_and_then_as_delivered(meta: FakeMeta, receiver: Receiver) -> None:
    meta.status_url, meta.secret = receiver.url, SECRET
    answer(meta, text(1))
    meta.lose_next(1)
    with pytest.raises(httpx.RemoteProtocolError):
        answer(meta, text(1), "reply-2", recipient="MA.123")
    until(lambda: len(receiver.delivered) == 4)
    for sent, key in zip(meta.sends, ("recipient_id", "recipient_user_id"), strict=True):
        told = [status for status in receiver.delivered if status["id"] == sent.wamid]
        assert [status["status"] for status in told] == ["sent", "delivered"]
        assert {(status[key], status["biz_opaque_callback_data"]) for status in told} == {(sent.addressee, sent.own_id)}
    assert receiver.signatures == [signature_of(body, SECRET) for body in receiver.bodies]


def test_a_refused_message_is_not_reported(meta: FakeMeta, receiver: Receiver) -> None:
    meta.status_url, meta.secret = receiver.url, SECRET
    meta.fail_next(1, 131000, 500)
    assert answer(meta, text(1)).status_code == 500
    answer(meta, text(1), "reply-2")
    until(lambda: len(receiver.delivered) == 2)
    assert {status["biz_opaque_callback_data"] for status in receiver.delivered} == {"reply-2"}


def test_a_webhook_is_posted_until_it_is_taken_and_then_as_often_as_told(meta: FakeMeta, receiver: Receiver) -> None:
    receiver.statuses = [500, 401, 204]
    assert meta.post(receiver.url, b"{}", SECRET, duplicates=2)
    assert receiver.bodies == [b"{}"] * 6


def test_a_webhook_that_nobody_takes_is_given_up(meta: FakeMeta, receiver: Receiver) -> None:
    meta.webhooks.patience = 0.1
    receiver.statuses = [500] * 50
    assert not meta.post(receiver.url, b"{}", SECRET)
    assert receiver.bodies
    receiver.close()
    assert not meta.post(receiver.url, b"{}", SECRET)


def test_a_stopped_server_refuses_and_comes_back_at_the_same_place(meta: FakeMeta) -> None:
    place = meta.url
    meta.stop()
    with pytest.raises(httpx.ConnectError):
        answer(meta, text(1))
    meta.start()
    assert (meta.url, answer(meta, text(1)).status_code) == (place, 200)
