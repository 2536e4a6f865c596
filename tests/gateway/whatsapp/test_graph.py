"""The client of the Graph API: what is sent, what each failure means, and that the token stays where it belongs."""

import asyncio
import json
import logging
import traceback
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import httpx
import pytest

from gateway.events import PAGE, PHONE, USER_ID, Address
from gateway.whatsapp.errors import Outcome, SendError
from gateway.whatsapp.graph import AT_ONCE, DEFAULT_URL, Graph, MediaError
from tests.gateway.whatsapp.fake_meta import FakeMeta, Media, refusal, running_meta

NUMBER = Address(PHONE, "212612345678")
USER = Address(USER_ID, "MA.13491208655302741918")
TEXT = {"type": "text", "text": {"body": "Vous pouvez inscrire votre enfant."}}
VOICE = Media(b"OggS" + bytes(range(256)) * 8, "audio/ogg; codecs=opus")


@pytest.fixture
def meta() -> Iterator[FakeMeta]:
    """A server in Meta's place."""
    with running_meta() as server:
        yield server


def using(meta: FakeMeta, work: Callable[[Graph], Coroutine[Any, Any, Any]], timeout: float = 5.0, **other: str) -> Any:
    """The result of some work with a client of that server."""

    async def whole() -> Any:
        values = {"url": meta.url, "token": meta.token, "phone_number_id": meta.phone_number_id, **other}
        graph = Graph(**values, timeout=timeout)
        try:
            return await work(graph)
        finally:
            await graph.close()

    return asyncio.run(whole())


def send(meta: FakeMeta, *addresses: Address, timeout: float = 5.0, **other: str) -> str:
    to = addresses or (NUMBER,)
    sent: str = using(meta, lambda graph: graph.send(to, TEXT, "reply-7"), timeout, **other)
    return sent


def failure(meta: FakeMeta, *addresses: Address, timeout: float = 5.0, **other: str) -> SendError:
    with pytest.raises(SendError) as raised:
        send(meta, *addresses, timeout=timeout, **other)
    return raised.value


def fetch(meta: FakeMeta, media_id: str = "1037543291543636", largest: int = 4096, timeout: float = 5.0) -> Any:
    return using(meta, lambda graph: graph.media(media_id, largest), timeout)


def test_a_message_arrives_with_our_id_and_its_id_comes_back(meta: FakeMeta) -> None:
    wamid = send(meta)
    (sent,) = meta.sends
    assert (sent.addressee, sent.by_number, sent.content, sent.own_id) == (NUMBER.value, True, TEXT, "reply-7")
    assert sent.wamid == wamid
    assert meta.violations == []


def test_a_person_without_a_number_is_sent_to_by_id_and_a_number_comes_first(meta: FakeMeta) -> None:
    send(meta, USER)
    send(meta, USER, NUMBER)
    assert [(sent.addressee, sent.by_number) for sent in meta.sends] == [(USER.value, False), (NUMBER.value, True)]


def test_a_person_whom_whatsapp_cannot_reach_is_given_up(meta: FakeMeta) -> None:
    assert failure(meta, Address(PAGE, "0b7c")).outcome is Outcome.GIVE_UP
    assert meta.requests == []


@pytest.mark.parametrize(
    ("code", "status", "outcome"),
    [
        (130429, 429, Outcome.RETRY),
        (131000, 500, Outcome.RETRY),
        (131056, 400, Outcome.PACE),
        (131047, 400, Outcome.WINDOW_CLOSED),
        (190, 401, Outcome.PARK),
        (131042, 400, Outcome.PARK),
        (131026, 400, Outcome.GIVE_UP),
        (100, 500, Outcome.GIVE_UP),
    ],
)
def test_a_refusal_in_metas_words_is_read_by_its_code(meta: FakeMeta, code: int, status: int, outcome: Outcome) -> None:
    meta.fail_next(1, code, status)
    error = failure(meta)
    assert (error.outcome, error.code, error.status) == (outcome, code, status)
    assert send(meta) == meta.sends[0].wamid


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        pytest.param(500, b"", Outcome.AMBIGUOUS, id="broken down while it worked"),
        pytest.param(502, b"<html>Bad Gateway", Outcome.AMBIGUOUS, id="from something in between"),
        pytest.param(503, b'{"error": "busy"}', Outcome.AMBIGUOUS, id="an error that is not Meta's"),
        pytest.param(503, refusal(None), Outcome.RETRY, id="Meta's error without a code"),
        pytest.param(500, b'{"error": {"code": "131026"}}', Outcome.RETRY, id="a code that is no number"),
        pytest.param(429, b"", Outcome.RETRY, id="too many"),
        pytest.param(401, b"", Outcome.PARK, id="not allowed"),
        pytest.param(403, b"[]", Outcome.PARK, id="forbidden"),
        pytest.param(404, b"not found", Outcome.GIVE_UP, id="no such place"),
        pytest.param(302, b"", Outcome.GIVE_UP, id="a redirect"),
    ],
)
def test_an_answer_without_a_code_is_ambiguous_only_when_meta_may_have_accepted(
    meta: FakeMeta, status: int, body: bytes, outcome: Outcome
) -> None:
    meta.fail_next(1, None, status, body)
    error = failure(meta)
    assert (error.outcome, error.code, error.status) == (outcome, None, status)


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"[]", b"{}", b'{"messages": []}', b'{"messages": [{"id": 5}]}', b'{"messages": [{"id": ""}]}'],
)
def test_a_success_without_an_id_is_ambiguous(meta: FakeMeta, body: bytes) -> None:
    meta.fail_next(1, None, 200, body)
    error = failure(meta)
    assert (error.outcome, error.status) == (Outcome.AMBIGUOUS, 200)


@pytest.mark.parametrize(("seconds", "timeout"), [(0.0, 5.0), (1.0, 0.5)], ids=["connection closed", "too slow"])
def test_an_answer_lost_after_accepting_is_ambiguous(meta: FakeMeta, seconds: float, timeout: float) -> None:
    meta.lose_next(1, seconds)
    error = failure(meta, timeout=timeout)
    assert (error.outcome, error.code, error.status) == (Outcome.AMBIGUOUS, None, None)
    assert [sent.own_id for sent in meta.sends] == ["reply-7"]


def test_a_server_that_is_down_got_nothing_and_gets_it_later(meta: FakeMeta) -> None:
    meta.stop()
    assert failure(meta).outcome is Outcome.RETRY
    meta.start()
    send(meta)
    assert len(meta.sends) == 1


@pytest.mark.parametrize("other", [{"token": "a-wrong-one"}, {"url": "gopher://127.0.0.1"}])
def test_wrong_settings_park_a_message_until_somebody_repairs_them(meta: FakeMeta, other: dict[str, Any]) -> None:
    assert failure(meta, **other).outcome is Outcome.PARK


def test_a_token_read_with_its_line_end_works(meta: FakeMeta) -> None:
    send(meta, token=meta.token + "\n")
    assert len(meta.sends) == 1


def test_a_crowd_is_served_a_few_at_a_time_and_to_the_last(meta: FakeMeta, monkeypatch: pytest.MonkeyPatch) -> None:
    under_way: set[str] = set()
    most = 0

    async def answer(_: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        nonlocal most
        own_id = json.loads(request.content)["biz_opaque_callback_data"]
        under_way.add(own_id)
        most = max(most, len(under_way))
        await asyncio.sleep(0.005)
        under_way.remove(own_id)
        return httpx.Response(200, content=json.dumps({"messages": [{"id": own_id}]}))

    async def all_at_once(graph: Graph) -> list[str]:
        return await asyncio.gather(*[graph.send([NUMBER], TEXT, str(number)) for number in range(300)])

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", answer)
    assert using(meta, all_at_once) == [str(number) for number in range(300)]
    assert most == AT_ONCE


@pytest.mark.parametrize("token", ["", " ", "a-token\nagain", "a token", "a-tokén"])
def test_what_cannot_be_a_token_is_refused_at_the_start_and_not_repeated(token: str) -> None:
    with pytest.raises(ValueError, match="the token is empty or has characters") as raised:
        Graph(DEFAULT_URL, token, "1")
    assert "a-tok" not in str(raised.value)


def test_the_typing_indicator_is_shown_and_its_failure_stops_nobody(meta: FakeMeta) -> None:
    using(meta, lambda graph: graph.mark_read_and_type("wamid.A="))
    assert meta.typing_indicators == ["wamid.A="]
    using(meta, lambda graph: graph.mark_read_and_type("wamid.B="), token="wrong")
    meta.stop()
    using(meta, lambda graph: graph.mark_read_and_type("wamid.C="))
    assert meta.typing_indicators == ["wamid.A="]
    assert meta.sends == []


def everything_that_fails(meta: FakeMeta) -> Iterator[BaseException]:
    """The errors of all that can go wrong, each with the token, a number and a text in its request."""
    for code in (131000, 190, 131056):
        meta.fail_next(1, code)
        yield failure(meta)
    meta.lose_next(1)
    yield failure(meta)
    yield failure(meta, token="wrong")
    with pytest.raises(MediaError) as raised:
        fetch(meta)
    yield raised.value
    meta.stop()
    using(meta, lambda graph: graph.mark_read_and_type("wamid.A="))
    yield failure(meta)
    with pytest.raises(MediaError) as raised:
        fetch(meta)
    yield raised.value


def test_token_number_and_text_are_in_no_log_and_no_exception(meta: FakeMeta, caplog: pytest.LogCaptureFixture) -> None:
    for logger in (None, "httpx", "httpcore"):
        caplog.set_level(logging.DEBUG, logger)
    send(meta)
    meta.media["1037543291543636"] = VOICE
    fetch(meta)
    del meta.media["1037543291543636"]
    errors = list(everything_that_fails(meta))
    assert {"httpx", "gateway.whatsapp.graph"} <= {record.name for record in caplog.records}
    told = caplog.text + "".join(line for error in errors for line in traceback.format_exception(error))
    for secret in (meta.token, NUMBER.value, "212600000000", "inscrire"):
        assert secret not in told
    assert [error for error in errors if error.__cause__ or error.__context__] == [], "httpx's hold the request"


def test_the_client_does_not_show_its_token(meta: FakeMeta) -> None:
    async def shown(graph: Graph) -> str:
        return repr(graph) + str(graph)

    assert meta.token not in using(meta, shown)


@pytest.mark.parametrize("media_id", ["1037543291543636", "1/../../me?fields=name#", "../123/messages"])
def test_a_file_is_fetched_in_two_steps_by_an_id_that_cannot_leave_its_place(meta: FakeMeta, media_id: str) -> None:
    meta.media[media_id] = VOICE
    assert fetch(meta, media_id) == (VOICE.content, VOICE.mime)
    assert [path.count("/") for path, _ in meta.requests] == [2, 2]


def test_a_file_may_be_as_large_as_allowed_and_not_a_byte_larger(meta: FakeMeta) -> None:
    meta.media["1"] = VOICE
    size = len(VOICE.content)
    assert fetch(meta, "1", size)[0] == VOICE.content
    with pytest.raises(MediaError, match="larger"):
        fetch(meta, "1", size - 1)


def test_a_file_without_end_is_not_read_to_its_end(meta: FakeMeta) -> None:
    meta.media["1"] = Media(bytes(32_000_000), "audio/ogg")
    with pytest.raises(MediaError, match="larger than 1000 bytes"):
        fetch(meta, "1", 1000)


def test_the_token_is_not_shown_to_another_server(meta: FakeMeta) -> None:
    with running_meta() as other:
        other.media["1"] = VOICE
        meta.media["1"] = Media(b"", VOICE.mime, url=f"{other.root}/files/1")
        meta.media["2"] = Media(b"", VOICE.mime, redirect=f"{other.root}/files/1")
        for media_id in ("1", "2"):
            with pytest.raises(MediaError):
                fetch(meta, media_id)
        assert other.requests == []


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1", True),
        ("https://media.cdn.whatsapp.net/v/1", True),
        ("https://graph.facebook.com/v26.0/file", True),
        ("http://lookaside.fbsbx.com/1", False),
        ("http://graph.facebook.com/1", False),
        ("https://graph.facebook.com:8443/1", False),
        ("https://notfbsbx.com/1", False),
        ("https://lookaside.fbsbx.com.example.org/1", False),
        ("https://lookaside.fbsbx.com@example.org/1", False),
        ("https://127.0.0.1/1", False),
        ("file:///etc/passwd", False),
        ("/v26.0/file", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_files_are_fetched_from_metas_hosts_only(
    meta: FakeMeta, monkeypatch: pytest.MonkeyPatch, url: str, allowed: bool
) -> None:
    fetched: list[str] = []

    async def answer(_: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        fetched.append(str(request.url))
        return httpx.Response(200, content=json.dumps({"url": url, "mime_type": "audio/ogg"}))

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", answer)
    work = using(meta, lambda graph: outcome_of(graph.media("1", 4096)), url=DEFAULT_URL)
    assert work is allowed
    assert fetched == [f"{DEFAULT_URL}/1", *([url] if allowed else [])]


async def outcome_of(fetching: Coroutine[Any, Any, tuple[bytes, str]]) -> bool:
    try:
        await fetching
    except MediaError:
        return False
    return True


def test_a_file_that_does_not_come_is_an_error(meta: FakeMeta) -> None:
    with pytest.raises(MediaError, match="404"):
        fetch(meta, "unknown")
    meta.media["1"] = Media(b"", VOICE.mime, url=f"{meta.root}/files/2")
    with pytest.raises(MediaError, match="404"):
        fetch(meta, "1")
    meta.media["1"] = VOICE
    meta.seconds = 0.3
    with pytest.raises(MediaError, match="Timeout"):
        fetch(meta, "1", timeout=0.5)
    meta.stop()
    with pytest.raises(MediaError, match="ConnectError"):
        fetch(meta, "1")
