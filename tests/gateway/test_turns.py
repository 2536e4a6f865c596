"""Turns: in order, one at a time, answered also when the engine is down."""

import asyncio
import re
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.unavailable import unavailable
from gateway.engine import Engine
from gateway.message_log import Inbound, MessageLog
from gateway.models import Message, now
from gateway.turns import TURNS_PER_SESSION, Turns
from language.danger import find_danger
from reply import Reply
from tests.gateway.small_engine import SmallEngine, echo
from tests.ports import free_ports

Work = Callable[[Turns], Awaitable[Any]]
unavailable_by_signs = partial(unavailable, danger_in=find_danger)


def with_turns(log: MessageLog, url: str, work: Work, forgotten: list[str] | None = None) -> Any:
    """The result of some work with the turns of one process."""

    async def whole() -> Any:
        engine = Engine(url, "secret", timeout=2.0)
        turns = Turns(log, engine, unavailable_by_signs, (forgotten if forgotten is not None else []).append)
        try:
            return await work(turns)
        finally:
            await engine.close()

    return asyncio.run(whole())


def store(log: MessageLog, *texts: str, conversation: str = "anna", language: str | None = None) -> int:
    """Store messages of one person; the id of their conversation."""
    conversation_id = 0
    for text in texts:
        _, conversation_id = log.store(Inbound("web", conversation, f"id of {text}", text, language=language))
    return conversation_id


def answers(log: MessageLog, conversation: str = "anna") -> list[str]:
    return [entry.text for entry in log.history("web", conversation) if entry.direction == "out"]


def answer_one(log: MessageLog, url: str, text: str, language: str | None = None) -> Reply:
    """What is answered to the only message of a conversation."""
    conversation_id = store(log, text, language=language)
    with_turns(log, url, lambda turns: turns.start(conversation_id))
    (entry,) = (entry for entry in log.history("web", "anna") if entry.reply)
    assert entry.reply
    return Reply.from_dict(entry.reply)


def test_messages_are_answered_in_their_order_although_many_ask_for_it_at_once(
    log: MessageLog, small_engine: SmallEngine
) -> None:
    small_engine.seconds = 0.01
    texts = [f"question {number}" for number in range(15)]
    conversation_id = store(log, *texts)

    async def race(turns: Turns) -> None:
        other = Turns(log, turns._engine, unavailable_by_signs, print)  # a second web process
        await asyncio.gather(*(each.start(conversation_id) for _ in range(10) for each in (turns, other)))

    with_turns(log, small_engine.url, race)
    assert small_engine.messages == texts
    assert answers(log) == [f"answer to {text}" for text in texts]


def test_the_engine_has_one_turn_of_a_conversation_at_a_time_but_many_conversations(
    log: MessageLog, small_engine: SmallEngine
) -> None:
    running: Counter[str] = Counter()
    most: Counter[str] = Counter()
    together = threading.Barrier(2)

    def watch(body: dict[str, Any]) -> Any:
        running[body["sender"]] += 1
        most[body["sender"]] = max(most[body["sender"]], running[body["sender"]])
        together.wait(timeout=2)  # broken, and the turn failed, unless the other conversation is here too
        running[body["sender"]] -= 1
        return echo(body)

    small_engine.answers = watch
    people = [store(log, "1", "2", conversation=person) for person in ("anna", "omar")]

    async def both(turns: Turns) -> None:
        await asyncio.gather(*map(turns.start, people))

    with_turns(log, small_engine.url, both)
    assert set(most.values()) == {1} and len(most) == 2
    assert answers(log, "anna") == answers(log, "omar") == ["answer to 1", "answer to 2"]


def test_a_message_that_comes_during_a_turn_is_answered_without_another_start(
    log: MessageLog, small_engine: SmallEngine
) -> None:
    conversation_id = store(log, "first")

    def write_another(body: dict[str, Any]) -> Any:
        store(log, "second")
        return echo(body)

    small_engine.answers = write_another
    with_turns(log, small_engine.url, lambda turns: turns.start(conversation_id))
    assert answers(log) == ["answer to first", "answer to second"]


def test_a_text_never_reaches_the_engine_as_a_command_but_an_offered_choice_does(
    log: MessageLog, small_engine: SmallEngine
) -> None:
    conversation_id = store(log, "/restart")
    log.store(Inbound("web", "anna", "tap", "Menu", payload="/menu"))
    with_turns(log, small_engine.url, lambda turns: turns.start(conversation_id))
    assert small_engine.messages == ["restart", "/menu"]


def test_the_engines_session_is_renewed_so_that_long_conversations_stay_fast(
    log: MessageLog, small_engine: SmallEngine
) -> None:
    conversation_id = store(log, *map(str, range(TURNS_PER_SESSION + 1)))
    with_turns(log, small_engine.url, lambda turns: turns.start(conversation_id))
    assert small_engine.messages[TURNS_PER_SESSION:] == ["/session_start", str(TURNS_PER_SESSION)]
    assert small_engine.messages.count("/session_start") == 1


@pytest.mark.parametrize(
    ("text", "so_far", "language", "word"),
    [
        ("Comment inscrire mon fils à l'école ?", None, "fr", "panne"),
        ("كيف أسجل ابني في المدرسة؟", "fr", "ar", "عطل"),
        ("How do I enrol my son at school?", "fr", "en", "fault"),
        ("ok", "ar", "ar", "عطل"),
    ],
)
def test_without_the_engine_everybody_is_told_so_in_their_language(
    log: MessageLog, text: str, so_far: str | None, language: str, word: str
) -> None:
    reply = answer_one(log, f"http://127.0.0.1:{free_ports(1)[0]}", text, so_far)
    assert reply.language == language and not reply.urgent
    assert word in reply.text and "15" in reply.text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("On me bat, il va me tuer, aidez-moi", "fr"),
        ("عتقوني راه كيضربني وغادي يقتلني", "ar"),
        ("He is beating me, he is going to kill me", "en"),
    ],
)
def test_without_the_engine_danger_is_still_answered_with_a_number_first(
    log: MessageLog, text: str, language: str
) -> None:
    reply = answer_one(log, f"http://127.0.0.1:{free_ports(1)[0]}", text)
    assert (reply.language, reply.urgent) == (language, True)
    assert re.search(r"\d{2,}", reply.text.splitlines()[0])


@pytest.mark.parametrize("status", [500, 401])
def test_a_failed_turn_is_answered_honestly_and_the_next_one_normally(
    log: MessageLog, small_engine: SmallEngine, status: int
) -> None:
    small_engine.status = status
    conversation_id = store(log, "How do I enrol my son at school?")
    with_turns(log, small_engine.url, lambda turns: turns.start(conversation_id))
    small_engine.status = 200
    store(log, "again")
    with_turns(log, small_engine.url, lambda turns: turns.start(conversation_id))
    assert "fault on our side" in answers(log)[0]
    assert answers(log)[1:] == ["answer to again"]


def test_what_a_killed_process_left_is_answered_by_the_next_one(
    log: MessageLog, database: Database, small_engine: SmallEngine
) -> None:
    conversation_id = store(log, "first", "second")
    assert log.claim(conversation_id)
    with Session(database) as session, session.begin():
        session.execute(update(Message).where(Message.claimed_at.is_not(None)).values(claimed_at=now().replace(2020)))

    async def sweep_until_done(turns: Turns) -> None:
        sweeper = asyncio.create_task(turns.sweep())
        async with asyncio.timeout(5):
            while log.unfinished():
                await asyncio.sleep(0.02)
        sweeper.cancel()

    with_turns(log, small_engine.url, sweep_until_done)
    assert answers(log) == ["answer to first", "answer to second"]


def test_forgetting_by_message_deletes_here_and_in_the_engine_and_is_confirmed_once(
    log: MessageLog, small_engine: SmallEngine
) -> None:
    small_engine.answers = lambda _: [{"custom": Reply("Done", "en", forget=True).to_dict()}]
    conversation_id = store(log, "delete my data")
    forgotten: list[str] = []

    async def twice(turns: Turns) -> list[list[Reply]]:
        await turns.start(conversation_id)
        return [turns.last_words(conversation_id), turns.last_words(conversation_id)]

    first, second = with_turns(log, small_engine.url, twice, forgotten)
    assert [reply.text for reply in first] == ["Done"] and second == []
    assert log.history("web", "anna") == []
    assert forgotten == [small_engine.requests[0]["sender"]]


def test_forgetting_by_button_deletes_here_and_in_the_engine(log: MessageLog, small_engine: SmallEngine) -> None:
    conversation_id = store(log, "hello")
    forgotten: list[str] = []

    async def answer_and_forget(turns: Turns) -> None:
        await turns.start(conversation_id)
        turns.forget("web", "anna")
        turns.forget("web", "nobody")

    with_turns(log, small_engine.url, answer_and_forget, forgotten)
    assert log.history("web", "anna") == []
    assert forgotten == [small_engine.requests[0]["sender"]]


def test_a_turn_that_runs_while_its_conversation_is_forgotten_leaves_nothing_in_the_engine(
    log: MessageLog, small_engine: SmallEngine
) -> None:
    """The engine writes down a turn when it ends, so it has to forget after that."""
    conversation_id = store(log, "hello")
    forgotten_by_person = threading.Event()
    happened: list[str] = []

    def answer_late(body: dict[str, Any]) -> Any:
        forgotten_by_person.wait(timeout=2)
        happened.append("the engine wrote the turn down")
        return echo(body)

    async def forget_meanwhile() -> None:
        engine = Engine(small_engine.url, "secret", timeout=5.0)
        turns = Turns(log, engine, unavailable_by_signs, lambda _: happened.append("the engine forgot"))
        task = turns.start(conversation_id)
        while not small_engine.requests:
            await asyncio.sleep(0.01)
        await asyncio.to_thread(turns.forget, "web", "anna")
        forgotten_by_person.set()
        await task
        await engine.close()

    small_engine.answers = answer_late
    asyncio.run(forget_meanwhile())
    assert happened[-1] == "the engine forgot"
