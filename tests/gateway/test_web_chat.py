"""The chat page and its API, through the real web application; only the engine behind it is a small one."""

import json
import re
import socket
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest

from gateway.web_chat.routes import LONGEST_MESSAGE
from reply import Choice, Reply, Trace
from tests.gateway.running_web import running_web
from tests.gateway.small_engine import SmallEngine, echo, running

MENU = Reply("Choose", "en", (Choice("School", '/ask_schooling{"topic": "schooling"}'), Choice("Health", "/health")),
             trace=Trace("command", "menu", 0.9))  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The application's data folder."""
    return tmp_path_factory.mktemp("web")


@pytest.fixture(scope="module")
def engine() -> Iterator[SmallEngine]:
    """Echoes; to "menu" it offers two choices."""
    with running(SmallEngine(lambda b: [{"custom": MENU.to_dict()}] if b["message"] == "menu" else echo(b))) as small:
        yield small


@pytest.fixture(scope="module")
def web(data: Path, engine: SmallEngine) -> Iterator[httpx.Client]:
    """A client of the application."""
    with running_web(data, engine.port, chat_rate="100000/minute", sender_limit=1000) as client:
        yield client


def body(text: str, conversation: str | None = None, **more: str | None) -> dict[str, Any]:
    return {"conversation": conversation or str(uuid.uuid4()), "id": str(uuid.uuid4()), "text": text, **more}


def say(web: httpx.Client, text: str, conversation: str | None = None, **more: str | None) -> dict[str, Any]:
    response = web.post("/chat/messages", json=body(text, conversation, **more))
    assert response.status_code == 200
    (reply,) = response.json()["replies"]
    return dict(reply)


def history(web: httpx.Client, conversation: str, after: int = 0) -> list[dict[str, Any]]:
    response = web.get("/chat/messages", params={"conversation": conversation, "after": after})
    return list(response.json()["messages"])


class Page(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.root: dict[str, str | None] = {}
        self.attributes: set[str] = set()
        self.inline: list[str] = []
        self._code = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes |= {name for name, _ in attrs}
        if tag == "html":
            self.root = dict(attrs)
        self._code = tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if self._code and data.strip():
            self.inline.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._code = False


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("ar", "rtl"), ("en", "ltr")])
def test_the_page_is_in_each_language_with_its_direction(web: httpx.Client, language: str, direction: str) -> None:
    page = Page(web.get("/", params={"lang": language}).text)
    assert (page.root["lang"], page.root["dir"]) == (language, direction)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("ar-MA,fr;q=0.8", "ar"), ("de-DE,en;q=0.5", "en"), ("zh", "fr"), ("", "fr")],
)
def test_the_page_follows_the_browsers_languages(web: httpx.Client, accepted: str, language: str) -> None:
    assert Page(web.get("/", headers={"Accept-Language": accepted}).text).root["lang"] == language
    wished = web.get("/", params={"lang": "en"}, headers={"Accept-Language": accepted})
    assert Page(wished.text).root["lang"] == "en"


def test_an_unknown_language_in_the_address_is_not_shown_back(web: httpx.Client) -> None:
    assert "script>alert" not in web.get("/", params={"lang": '"><script>alert(1)</script>'}).text


def test_the_page_has_no_script_or_style_inside(web: httpx.Client) -> None:
    page = Page(web.get("/").text)
    assert page.inline == []
    assert not {name for name in page.attributes if name.startswith("on") or name == "style"}


def test_everything_the_page_needs_comes_from_here(web: httpx.Client) -> None:
    html = web.get("/").text
    needed = re.findall(r'(?:src|href)="(/[^"]*)"', html)
    assert len(needed) >= 3
    assert all(web.get(address).status_code == 200 for address in needed)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/widget.js", 200),
        ("GET", "/health", 503),
        ("GET", "/nothing", 404),
        ("DELETE", "/", 405),
        ("GET", "/chat/messages", 422),
        ("POST", "/chat/messages", 422),
    ],
)
def test_every_answer_carries_the_security_headers(web: httpx.Client, method: str, address: str, status: int) -> None:
    response = web.request(method, address)
    assert response.status_code == status
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_a_message_is_answered(web: httpx.Client) -> None:
    reply = say(web, "bonjour")
    assert reply["text"] == "answer to bonjour"


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"text": "x" * (LONGEST_MESSAGE + 1)}, 413),
        ({"conversation": "anna"}, 422),
        ({"id": "1"}, 422),
        ({"id": None}, 422),
        ({"text": 5}, 422),
        ({"language": "de"}, 422),
        ({"payload": "/" + "x" * 300}, 413),
    ],
)
@pytest.mark.parametrize(
    ("accepted", "word"), [("fr-FR", "message"), ("ar", "رسال"), ("en-GB", "message"), ("zh", "message")]
)
def test_a_wrong_request_is_refused_with_a_sentence_in_the_persons_language(
    web: httpx.Client, wrong: dict[str, Any], status: int, accepted: str, word: str
) -> None:
    content = body("hello") | wrong
    response = web.post("/chat/messages", json=content, headers={"Accept-Language": accepted})
    assert response.status_code == status
    assert word in response.json()["detail"].lower()


def test_a_refusal_is_in_the_language_of_the_page(web: httpx.Client) -> None:
    content = body("x" * (LONGEST_MESSAGE + 1), language="ar")
    response = web.post("/chat/messages", json=content, headers={"Accept-Language": "fr"})
    assert "رسال" in response.json()["detail"]


def test_the_longest_message_is_taken(web: httpx.Client) -> None:
    longest = "x" * LONGEST_MESSAGE
    conversation = str(uuid.uuid4())
    say(web, longest, conversation)
    assert history(web, conversation)[0]["text"] == longest


@pytest.mark.parametrize("announced", [True, False])
def test_a_huge_body_is_refused_whether_or_not_its_length_is_announced(web: httpx.Client, announced: bool) -> None:
    raw = b'{"text": "' + b"x" * 200_000 + b'"}'
    content = raw if announced else iter([raw[i : i + 10_000] for i in range(0, len(raw), 10_000)])
    response = web.post("/chat/messages", content=content, headers={"Content-Type": "application/json"})
    assert response.status_code == 413
    assert response.json()["detail"]
    assert "Content-Security-Policy" in response.headers


def test_who_sends_a_body_too_slowly_is_cut_off_with_a_sentence(
    web: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.limits._LONGEST_READING", 0.3)
    with socket.create_connection((web.base_url.host, web.base_url.port or 0), timeout=5) as slow:
        head = "POST /chat/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n"
        slow.sendall(head.encode() + b'{"text": "I am sl')
        answer = slow.recv(4096).decode()
    assert answer.startswith("HTTP/1.1 408") and "Content-Security-Policy".lower() in answer.lower()


def test_a_message_that_is_sent_twice_is_answered_once(web: httpx.Client, engine: SmallEngine) -> None:
    content = body("only once")
    first, second = (web.post("/chat/messages", json=content).json() for _ in range(2))
    assert first == second
    assert len(history(web, content["conversation"])) == 2
    assert engine.messages.count("only once") == 1


def test_messages_of_many_people_at_once_are_all_answered_with_their_own_answer(web: httpx.Client) -> None:
    texts = [f"hello {number}" for number in range(24)]
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda text: say(web, text)["text"], texts))
    assert replies == [f"answer to {text}" for text in texts]


def test_messages_sent_without_waiting_are_all_answered_in_the_end(web: httpx.Client) -> None:
    conversation = str(uuid.uuid4())
    say(web, "first", conversation)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda number: web.post("/chat/messages", json=body(str(number), conversation)), range(6)))
    entries = history(web, conversation)
    asked = [entry["text"] for entry in entries if entry["from"] == "person"]
    answered = [entry["text"] for entry in entries if entry["from"] == "assistant"]
    assert answered == [f"answer to {text}" for text in asked] and len(asked) == 7


def test_history_shows_the_conversation_in_order_and_what_came_after_a_number(web: httpx.Client) -> None:
    conversation = str(uuid.uuid4())
    for text in ("one", "two"):
        say(web, text, conversation)
    entries = history(web, conversation)
    assert [entry["from"] for entry in entries] == ["person", "assistant"] * 2
    assert entries[1]["reply"]["text"] == "answer to one"
    assert history(web, conversation, after=entries[1]["number"]) == entries[2:]
    assert history(web, str(uuid.uuid4())) == []


def test_deleting_a_conversation_deletes_all_of_it_and_may_be_repeated(web: httpx.Client) -> None:
    conversation = str(uuid.uuid4())
    say(web, "secret", conversation)
    for _ in range(2):
        assert web.delete(f"/chat/conversations/{conversation}").status_code == 204
        assert history(web, conversation) == []


def test_a_deletion_by_message_is_confirmed_and_nothing_of_before_is_left(
    web: httpx.Client, engine: SmallEngine
) -> None:
    conversation = str(uuid.uuid4())
    say(web, "secret", conversation)
    before, engine.answers = (
        engine.answers,
        lambda _: [{"custom": Reply("All is deleted", "en", forget=True).to_dict()}],
    )
    assert say(web, "delete my data", conversation)["text"] == "All is deleted"
    engine.answers = before
    assert [entry["text"] for entry in history(web, conversation)] == ["All is deleted"]


def test_nobody_can_send_under_the_id_of_another_persons_message(web: httpx.Client) -> None:
    content = body("mine")
    web.post("/chat/messages", json=content)
    stolen = web.post("/chat/messages", json=content | {"conversation": str(uuid.uuid4())})
    assert stolen.status_code == 422 and "mine" not in stolen.text


def test_what_no_database_can_store_is_left_out_of_a_text(web: httpx.Client) -> None:
    conversation = str(uuid.uuid4())
    say(web, "hel\0lo", conversation)
    assert history(web, conversation)[0]["text"] == "hello"


@pytest.mark.parametrize("after", ["-1", "99999999999999999999"])
def test_a_number_that_no_message_has_is_refused(web: httpx.Client, after: str) -> None:
    asked = {"conversation": str(uuid.uuid4()), "after": after}
    assert web.get("/chat/messages", params=asked).status_code == 422
    assert web.get("/chat/events", params=asked).status_code == 422


def test_the_first_reply_of_a_conversation_says_who_keeps_what_and_how_to_delete_it(web: httpx.Client) -> None:
    conversation = str(uuid.uuid4())
    assert "delete my data" in say(web, "hello", conversation)["note"]
    assert "delete my data" not in say(web, "again", conversation)["note"]


def test_a_position_reaches_the_engine_rounded(web: httpx.Client, engine: SmallEngine) -> None:
    posted = body("") | {"position": {"latitude": 34.0209112, "longitude": -6.8416591}}
    assert web.post("/chat/messages", json=posted).status_code == 200
    assert engine.messages[-1] == '/give_place{"position": "34.021,-6.842"}'
    for wrong in ({"latitude": 91, "longitude": 0}, {"latitude": "x", "longitude": 0}, {"latitude": 1}):
        assert web.post("/chat/messages", json=posted | {"position": wrong}).status_code == 422


def test_while_the_engine_is_down_the_reply_says_so_and_the_answer_comes_into_the_conversation_later(
    web: httpx.Client, engine: SmallEngine
) -> None:
    content = body("still here?")
    engine.status = 500
    try:
        response = web.post("/chat/messages", json=content).json()
        assert response["pending"] and "15" in response["replies"][0]["text"]
    finally:
        engine.status = 200
    deadline = time.monotonic() + 15
    while history(web, content["conversation"])[-1]["text"] != "answer to still here?":
        assert time.monotonic() < deadline, "the answer never came"
        time.sleep(0.2)


def test_the_event_stream_brings_what_came_after_a_number_and_then_each_new_message(web: httpx.Client) -> None:
    conversation = str(uuid.uuid4())
    say(web, "one", conversation)
    first = history(web, conversation)[0]["number"]
    headers = {"Last-Event-ID": str(first)}
    with web.stream("GET", "/chat/events", params={"conversation": conversation}, headers=headers) as stream:
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        events = events_of(stream)
        assert next(events)["text"] == "answer to one"
        with ThreadPoolExecutor(1) as pool:
            pool.submit(say, web, "two", conversation)
            assert [next(events)["text"] for _ in range(2)] == ["two", "answer to two"]


def events_of(stream: httpx.Response) -> Iterator[dict[str, Any]]:
    """The messages of an event stream."""
    return (json.loads(line.removeprefix("data: ")) for line in stream.iter_lines() if line.startswith("data: "))


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [
        ("POST", "/chat/messages", True),
        ("DELETE", f"/chat/conversations/{uuid.UUID(int=7)}", True),
        ("GET", "/health", False),
    ],
)
def test_pages_of_other_sites_may_use_the_chat_and_nothing_else(
    web: httpx.Client, method: str, address: str, allowed: bool
) -> None:
    asked = {"Origin": "https://association.example", "Access-Control-Request-Method": method,
             "Access-Control-Request-Headers": "content-type"}  # fmt: skip
    response = web.options(address, headers=asked)
    assert (response.headers.get("Access-Control-Allow-Origin") == "*") is allowed
    assert "Access-Control-Allow-Credentials" not in response.headers


def test_a_caller_who_sends_very_much_is_told_when_to_come_back_and_evaluation_is_not_limited(
    tmp_path: Path, engine: SmallEngine
) -> None:
    with running_web(tmp_path, engine.port, chat_rate="2/minute") as limited:
        answers = [limited.post("/chat/messages", json=body("hi"), headers={"Accept-Language": "en"}) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert 0 < int(answers[2].headers["Retry-After"]) <= 60
        assert "19" in answers[2].json()["detail"]
        assert limited.get("/health").status_code == 503
        token = {"X-Dalil-Evaluation": (tmp_path / "secrets" / "evaluation-token").read_text()}
        assert limited.post("/chat/messages", json=body("hi"), headers=token).status_code == 200


def test_a_tapped_or_typed_choice_reaches_the_engine_as_what_it_stands_for(
    web: httpx.Client, engine: SmallEngine
) -> None:
    conversation = str(uuid.uuid4())
    say(web, "menu", conversation)
    say(web, "School", conversation, payload=MENU.choices[0].payload)
    say(web, "menu", conversation)
    say(web, "2", conversation)
    assert engine.messages[-3:] == [MENU.choices[0].payload, "menu", "/health"]


def test_a_made_up_payload_is_ignored_and_its_text_read(web: httpx.Client, engine: SmallEngine) -> None:
    say(web, "hello there", payload="/restart")
    assert engine.messages[-1] == "hello there"


@pytest.mark.parametrize("token", [None, "", "wrong", "é"])
def test_without_the_evaluation_token_nobody_sees_why_something_was_answered(
    web: httpx.Client, token: str | None
) -> None:
    headers = [] if token is None else [(b"X-Dalil-Evaluation", token.encode())]
    response = web.post("/chat/messages", json=body("menu"), headers=headers)
    assert response.status_code == 200
    assert "trace" not in response.text


def test_with_the_evaluation_token_a_reply_carries_its_trace(web: httpx.Client, data: Path) -> None:
    token = (data / "secrets" / "evaluation-token").read_text()
    response = web.post("/chat/messages", json=body("menu"), headers={"X-Dalil-Evaluation": token})
    assert response.json()["replies"][0]["trace"]["intent"] == "menu"


def test_history_never_shows_a_trace(web: httpx.Client) -> None:
    conversation = str(uuid.uuid4())
    say(web, "menu", conversation)
    assert "trace" not in history(web, conversation)[1]["reply"]


def test_health_names_the_parts_that_are_down(web: httpx.Client) -> None:
    response = web.get("/health")
    assert response.status_code == 503
    assert response.json() == {
        "ready": False,
        "parts": {
            "database": "ok",
            "knowledge": "no published article",
            "engine": "ok",
            "actions": "does not answer",
        },
    }


def test_what_a_migrant_wrote_is_never_in_the_logs(web: httpx.Client, engine: SmallEngine, caplog: Any) -> None:
    caplog.set_level("INFO")
    engine.status = 500
    try:
        say(web, "my very private question")
    finally:
        engine.status = 200
    assert "The engine did not answer" in caplog.text
    assert "private" not in caplog.text
