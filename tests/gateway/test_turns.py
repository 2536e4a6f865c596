"""Turns: in order, one at a time, answered honestly when the engine is down and properly when it is back."""

import asyncio
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import Engine as Database

from gateway.answering import TURNS_PER_SESSION
from gateway.conversation_work import ConversationWork
from gateway.due import LONGEST_PAUSE
from gateway.engine import Engine
from gateway.events import AUDIO, CONTACTS, FILE, UNSUPPORTED
from gateway.models import RECEIVED
from gateway.words import said
from reply import Choice, Reply
from tests.gateway.house import WHATSAPP, House, address
from tests.gateway.small_engine import SmallEngine, echo
from tests.ports import free_ports

Work = Callable[[ConversationWork], Awaitable[Any]]
NOBODY = f"http://127.0.0.1:{free_ports(1)[0]}"


def with_turns(house: House, url: str, work: Work, timeout: float = 2.0, **more: Any) -> Any:
    """The result of some work with the turns of one process."""

    async def whole() -> Any:
        engine = Engine(url, "secret", timeout=timeout)
        turns = ConversationWork(house.answering(engine, **more).answer_next, house.queue.unfinished)
        try:
            return await work(turns)
        finally:
            await engine.close()

    return asyncio.run(whole())


def answer_all(house: House, url: str, number: int, **more: Any) -> list[str]:
    """What was said in a conversation after all that is due was answered."""
    with_turns(house, url, lambda turns: turns.start(number), **more)
    return [message.text for message in house.transcript.messages(number) if message.direction == "out"]


def store(house: House, *texts: str, person: str = "anna", **more: Any) -> int:
    return [house.store(text, person, **more).conversation_id for text in texts][-1]


def test_messages_are_answered_in_their_order_although_many_ask_for_it_at_once(
    house: House, database: Database, small_engine: SmallEngine
) -> None:
    small_engine.seconds = 0.01
    texts = [f"question {number}" for number in range(15)]
    number = store(house, *texts)
    second = House(database)  # another web process

    async def race(turns: ConversationWork) -> None:
        engine = Engine(small_engine.url, "secret", timeout=2.0)
        other = ConversationWork(second.answering(engine).answer_next, second.queue.unfinished)
        while house.queue.unfinished():
            await asyncio.gather(*(each.start(number) for _ in range(5) for each in (turns, other)))
        await engine.close()

    with_turns(house, small_engine.url, race)
    assert small_engine.messages == texts
    assert house.answers() == [f"answer to {text}" for text in texts]


def test_the_engine_has_one_turn_of_a_conversation_at_a_time_but_many_conversations(
    house: House, small_engine: SmallEngine
) -> None:
    running: Counter[str] = Counter()
    most: Counter[str] = Counter()
    together = threading.Barrier(2)

    def watch(body: dict[str, Any]) -> Any:
        running[body["sender"]] += 1
        most[body["sender"]] = max(most[body["sender"]], running[body["sender"]])
        together.wait(timeout=5)  # broken, and the turn failed, unless the other conversation is here too
        running[body["sender"]] -= 1
        return echo(body)

    small_engine.answers = watch
    people = [store(house, "1", "2", person=person) for person in ("anna", "omar")]

    async def both(turns: ConversationWork) -> None:
        await asyncio.gather(*map(turns.start, people))

    with_turns(house, small_engine.url, both, timeout=8.0)
    assert set(most.values()) == {1} and len(most) == 2
    assert house.answers("anna") == house.answers("omar") == ["answer to 1", "answer to 2"]


def test_a_message_that_comes_during_a_turn_is_answered_without_another_start(
    house: House, small_engine: SmallEngine
) -> None:
    number = store(house, "first")

    def write_another(body: dict[str, Any]) -> Any:
        if body["message"] == "first":
            store(house, "second")
        return echo(body)

    small_engine.answers = write_another
    assert answer_all(house, small_engine.url, number) == ["answer to first", "answer to second"]


def test_a_text_never_reaches_the_engine_as_a_command_but_an_offered_choice_does(
    house: House, small_engine: SmallEngine
) -> None:
    house.answer(house.turn(), Reply("Which?", "en", (Choice("Menu", "/menu"),)))
    number = store(house, "/restart")
    house.store("Menu", payload="/menu")
    answer_all(house, small_engine.url, number)
    assert small_engine.messages == ["restart", "/menu"]


def test_the_engines_session_is_renewed_so_that_long_conversations_stay_fast(
    house: House, small_engine: SmallEngine
) -> None:
    number = store(house, *(f"question {number}" for number in range(TURNS_PER_SESSION + 1)))
    answer_all(house, small_engine.url, number)
    assert small_engine.messages[TURNS_PER_SESSION] == "/session_start"
    assert small_engine.messages.count("/session_start") == 1


def test_without_the_engine_people_are_told_once_that_the_answer_follows_and_it_does_in_order(
    house: House, small_engine: SmallEngine
) -> None:
    number = store(house, "first", "second")
    assert answer_all(house, NOBODY, number) == ["later"]
    assert house.states() == [RECEIVED, RECEIVED]
    house.pass_time(LONGEST_PAUSE)
    assert answer_all(house, NOBODY, number) == ["later"]
    house.pass_time(LONGEST_PAUSE)
    assert answer_all(house, small_engine.url, number) == ["later", "answer to first", "answer to second"]


def test_the_engine_is_told_which_message_it_may_have_seen_before(house: House, small_engine: SmallEngine) -> None:
    number = store(house, "first")
    answer_all(house, NOBODY, number)
    house.pass_time(LONGEST_PAUSE)
    store(house, "second")
    answer_all(house, small_engine.url, number)
    assert [body["metadata"]["again"] for body in small_engine.requests] == [True, False]


@pytest.mark.parametrize("status", [500, 401])
def test_a_turn_that_fails_in_the_engine_is_tried_again(house: House, small_engine: SmallEngine, status: int) -> None:
    small_engine.status = status
    number = store(house, "hello")
    assert answer_all(house, small_engine.url, number) == ["later"]
    small_engine.status = 200
    house.pass_time(LONGEST_PAUSE)
    assert answer_all(house, small_engine.url, number) == ["later", "answer to hello"]


def test_without_the_engine_danger_is_answered_also_behind_a_message_that_waits(house: House) -> None:
    number = store(house, "hello", "on me bat, il va me tuer", "again")
    assert answer_all(house, NOBODY, number) == ["later", "Call 19"]


def test_a_sign_of_danger_does_not_wait_for_a_slow_engine_as_long_as_others(
    house: House, small_engine: SmallEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.answering._DANGER_WAITS", 0.1)
    small_engine.seconds = 1.0
    number = store(house, "on me bat, il va me tuer")
    assert answer_all(house, small_engine.url, number, timeout=20.0) == ["Call 19"]


def test_an_engine_that_does_not_answer_is_left_alone_for_a_moment(house: House, small_engine: SmallEngine) -> None:
    small_engine.seconds = 1.0
    people = [store(house, "hello", person=person) for person in ("anna", "omar", "li")]

    async def one_after_the_other(turns: ConversationWork) -> None:
        for number in people:
            await turns.start(number)

    with_turns(house, small_engine.url, one_after_the_other, timeout=0.1)
    assert len(small_engine.requests) == 1
    assert house.answers("li") == ["later"]


def test_a_message_that_fails_inside_the_engine_holds_up_nobody_else_and_is_given_up_honestly(
    house: House, small_engine: SmallEngine
) -> None:
    small_engine.answers = lambda body: [] if body["message"] == "poison" else echo(body)
    number, other = store(house, "poison", "hello"), store(house, "hello", person="omar")

    async def until_it_is_given_up(turns: ConversationWork) -> None:
        await turns.start(number)
        await turns.start(other)
        while len(house.answers()) < 3:
            house.pass_time(LONGEST_PAUSE)
            await turns.start(number)

    with_turns(house, small_engine.url, until_it_is_given_up)
    assert house.answers("omar") == ["answer to hello"]
    assert house.answers() == ["later", said("unanswerable", "en"), "answer to hello"]


def test_what_a_killed_process_left_is_answered_by_the_next_one(house: House, small_engine: SmallEngine) -> None:
    number = store(house, "first", "second")
    assert House(house.database).claim(number)
    house.queue.release()

    async def sweep_until_done(turns: ConversationWork) -> None:
        sweeper = asyncio.create_task(turns.sweep())
        async with asyncio.timeout(5):
            while house.queue.unfinished():
                await asyncio.sleep(0.02)
        sweeper.cancel()

    with_turns(house, small_engine.url, sweep_until_done)
    assert house.answers() == ["answer to first", "answer to second"]


def test_a_step_that_fails_is_taken_up_again_by_the_sweep(house: House) -> None:
    tried: list[int] = []

    async def step(number: int) -> bool:
        tried.append(number)
        if len(tried) == 1:
            raise RuntimeError("the database was gone for a moment")
        return False

    async def whole() -> None:
        work = ConversationWork(step, lambda: [7])
        sweeper = asyncio.create_task(work.sweep())
        async with asyncio.timeout(5):
            while len(tried) < 2:
                await asyncio.sleep(0.02)
        sweeper.cancel()

    asyncio.run(whole())
    assert tried == [7, 7]


@pytest.mark.parametrize("kind", [AUDIO, FILE, CONTACTS, UNSUPPORTED])
@pytest.mark.parametrize("language", [None, "ar"])
def test_what_cannot_be_read_gets_a_kind_sentence_in_the_persons_language_without_the_engine(
    house: House, kind: str, language: str | None
) -> None:
    number = store(house, "", kind=kind, language=language)
    assert answer_all(house, NOBODY, number) == [said(kind, language)]


class Ears:
    """A channel's helper that hears one sentence and notes for which messages it showed typing."""

    def __init__(self, heard: str | None) -> None:
        self.heard = heard
        self.typing: list[str] = []

    async def show_typing(self, external_id: str) -> None:
        self.typing.append(external_id)

    async def hear(self, media_id: str, language: str | None) -> str | None:
        return self.heard


def test_a_voice_message_is_answered_as_if_it_was_written_when_it_can_be_heard(
    house: House, small_engine: SmallEngine
) -> None:
    number = store(house, "", kind=AUDIO, media_id="media", channel=WHATSAPP)
    ears = Ears("how do I enrol my son?")
    assert answer_all(house, small_engine.url, number, helpers={WHATSAPP: ears}) == [f"answer to {ears.heard}"]
    assert len(ears.typing) == 1


def test_another_page_of_a_long_reply_needs_no_engine(house: House) -> None:
    turn = house.turn(channel=WHATSAPP)
    house.answer(turn, "a very long reply")
    (_, answer) = house.transcript.messages(turn.conversation_id)
    store(house, "Suite", channel=WHATSAPP, choice=f"{answer.id}:page:1")
    answer_all(house, NOBODY, turn.conversation_id)
    pages = [(row.text, row.page) for row in house.transcript.messages(turn.conversation_id) if row.direction == "out"]
    assert pages == [("a very long reply", 0), ("a very long reply", 1)]


def test_somebody_who_sends_very_much_is_told_so_once_and_danger_is_still_answered(
    house: House, small_engine: SmallEngine
) -> None:
    number = store(house, "1st message", "2nd message", "3rd message", "4th message", "on me bat, il va me tuer")
    answers = answer_all(house, small_engine.url, number, most_messages=2)
    assert answers[:2] == ["answer to 1st message", "answer to 2nd message"]
    assert answers[2:] == [said("too_many", "en"), "Call 19"]


def test_forgetting_by_message_deletes_here_and_in_the_engine_and_is_confirmed(
    house: House, small_engine: SmallEngine
) -> None:
    small_engine.answers = lambda _: [{"custom": Reply("Done", "en", forget=True).to_dict()}]
    number = store(house, "delete my data")
    with_turns(house, small_engine.url, lambda turns: turns.start(number))
    assert house.texts() == ["Done"]
    assert house.forgotten == [small_engine.requests[0]["sender"]]


def test_a_turn_that_runs_while_its_conversation_is_forgotten_leaves_nothing_in_the_engine(
    house: House, small_engine: SmallEngine
) -> None:
    """The engine writes down a turn when it ends, so it has to forget after that."""
    number = store(house, "hello")
    forgotten_by_person = threading.Event()

    def answer_late(body: dict[str, Any]) -> Any:
        forgotten_by_person.wait(timeout=5)
        return echo(body)

    async def forget_meanwhile(turns: ConversationWork) -> None:
        task = turns.start(number)
        while not small_engine.requests:
            await asyncio.sleep(0.01)
        await asyncio.to_thread(house.forgetting.forget, "web", address("anna"))
        house.forgotten.clear()
        forgotten_by_person.set()
        await task

    small_engine.answers = answer_late
    with_turns(house, small_engine.url, forget_meanwhile, timeout=8.0)
    assert house.forgotten == [small_engine.requests[0]["sender"]]
    assert house.texts() == []
