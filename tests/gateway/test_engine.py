"""The client of the engine: one reply or an EngineError, nothing in between."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from gateway.engine import LONGEST_TEXT, Engine, EngineError, as_text
from reply import Choice, Reply, ServiceCard, SourceNote, Trace
from tests.gateway.small_engine import SmallEngine
from tests.ports import free_ports

FULL = Reply(
    "Oui.",
    "fr",
    choices=(Choice("Plus simple", "/simpler"),),
    services=(ServiceCard("Centre", "Soins", phones=("05 00 00 00 00",)),),
    sources=(SourceNote("Rapport", "2019", "https://example.org"),),
    note="2019",
    urgent=True,
    trace=Trace("question", "ask_health", 0.9, "health", "health.emergency"),
)


def using(url: str, work: Callable[[Engine], Coroutine[Any, Any, Any]], timeout: float = 5.0) -> Any:
    """The result of some work with a client of the engine at that address."""

    async def whole() -> Any:
        engine = Engine(url, "secret", timeout)
        try:
            return await work(engine)
        finally:
            await engine.close()

    return asyncio.run(whole())


def ask(url: str, text: str = "hello", timeout: float = 5.0) -> Reply:
    reply: Reply = using(url, lambda engine: engine.ask("person-1", text, {"language": "fr"}), timeout)
    return reply


def test_a_reply_arrives_whole(small_engine: SmallEngine) -> None:
    small_engine.answers = lambda _: [{"custom": FULL.to_dict()}]
    assert ask(small_engine.url) == FULL


def test_sender_language_and_token_are_sent(small_engine: SmallEngine) -> None:
    ask(small_engine.url, "صباح الخير")
    assert small_engine.requests == [{"sender": "person-1", "message": "صباح الخير", "metadata": {"language": "fr"}}]
    assert small_engine.tokens == ["Bearer secret"]


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param([], id="nothing, which is how a failed action looks"),
        pytest.param([{"custom": FULL.to_dict()}] * 2, id="two replies"),
        pytest.param([{"text": "no reply"}], id="a text that is no reply"),
        pytest.param(b"<html>", id="not JSON"),
        pytest.param({"error": "the turn failed"}, id="no list"),
        pytest.param([{"custom": {"unknown": 1}}], id="a reply without its fields"),
    ],
)
def test_anything_but_one_reply_is_an_error(small_engine: SmallEngine, answer: Any) -> None:
    small_engine.answers = lambda _: answer
    with pytest.raises(EngineError):
        ask(small_engine.url)


@pytest.mark.parametrize("status", [401, 500, 503])
def test_a_refusal_or_failure_is_an_error(small_engine: SmallEngine, status: int) -> None:
    small_engine.status = status
    with pytest.raises(EngineError):
        ask(small_engine.url)


def test_a_slow_engine_is_given_up(small_engine: SmallEngine) -> None:
    small_engine.seconds = 0.6
    with pytest.raises(EngineError):
        ask(small_engine.url, timeout=0.2)


def test_an_engine_that_is_down_is_an_error_and_not_ready(small_engine: SmallEngine) -> None:
    nobody = f"http://127.0.0.1:{free_ports(1)[0]}"
    with pytest.raises(EngineError):
        ask(nobody)
    assert using(nobody, lambda engine: engine.is_ready()) is False
    assert using(small_engine.url, lambda engine: engine.is_ready()) is True


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("/restart", "restart"),
        ("  //restart", "restart"),
        ('/ask_health{"article": "health.emergency"}', 'ask_health{"article": "health.emergency"}'),
        ("/ /restart", "restart"),
        ("a/b", "a/b"),
        ("/", "…"),
        ("   ", "…"),
    ],
)
def test_a_text_is_never_a_command(text: str, sent: str) -> None:
    assert as_text(text) == sent


def test_a_long_text_is_cut_to_what_the_engine_reads() -> None:
    assert as_text("é" * 5000) == "é" * LONGEST_TEXT
