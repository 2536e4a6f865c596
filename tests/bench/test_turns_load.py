"""People who write at the same time, and what counts as an answer."""

import asyncio
import itertools
import json
from collections import Counter
from typing import Any

import httpx
import pytest

from bench.turns.conversations import WITH_DALIL, WITH_DEFAULT_BOT, messages
from bench.turns.dalil import chat_fault
from bench.turns.default_bot import rest_fault, rest_message
from bench.turns.load import Door, Turn, write

DOOR = Door("http://assistant.test/", {"Token": "secret"}, rest_message, rest_fault)
ANSWER = [{"text": "hello"}]


class Assistant:
    """Answers after some milliseconds, and counts who waits."""

    def __init__(self, *answers: Any) -> None:
        self._answers = itertools.cycle(answers)
        self.waiting: Counter[str] = Counter()
        self.most_waiting = 0
        self.most_of_one = 0
        self.headers: set[str] = set()

    async def answer(self, request: httpx.Request) -> httpx.Response:
        sender = json.loads(request.content)["sender"]
        self.headers.add(request.headers["token"])
        self.waiting[sender] += 1
        self.most_waiting = max(self.most_waiting, self.waiting.total())
        self.most_of_one = max(self.most_of_one, self.waiting[sender])
        await asyncio.sleep(0.01)
        self.waiting[sender] -= 1
        answer = next(self._answers)
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, httpx.Response) else httpx.Response(200, json=answer)


def turns_with(assistant: Assistant, people: int, seconds: float) -> list[Turn]:
    async def run() -> list[Turn]:
        async with httpx.AsyncClient(transport=httpx.MockTransport(assistant.answer)) as asking:
            return await write(asking, DOOR, [messages(WITH_DEFAULT_BOT, number) for number in range(people)], seconds)

    return asyncio.run(run())


def test_all_write_at_once_and_nobody_before_the_answer_is_there() -> None:
    assistant = Assistant(ANSWER)
    turns = turns_with(assistant, 5, 0.15)
    assert (assistant.most_waiting, assistant.most_of_one) == (5, 1)
    assert assistant.headers == {"secret"}
    assert len(turns) > 5 and all(turn.seconds >= 0.01 and not turn.fault for turn in turns)


def test_what_is_on_its_way_at_the_end_is_waited_for_but_is_not_in_time() -> None:
    (turn,) = turns_with(Assistant(ANSWER), 1, 0.005)
    assert (turn.in_time, turn.fault) == (False, "")


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ([], "no reply"),
        (httpx.Response(500), "HTTP 500"),
        (httpx.Response(202, json=ANSWER), "HTTP 202"),
        (httpx.ReadTimeout("late"), "ReadTimeout"),
    ],
)
def test_every_kind_of_failure_is_a_fault_and_writing_goes_on(answer: Any, fault: str) -> None:
    turns = turns_with(Assistant(answer, ANSWER), 1, 0.1)
    assert {turn.fault for turn in turns} == {fault, ""}


@pytest.mark.parametrize(
    ("pending", "intents", "fault"),
    [
        (False, ["greet"], ""),
        (True, ["greet"], "later"),
        (False, [], "0 replies"),
        (False, ["greet", "greet"], "2 replies"),
        (False, [""], "no answer of the engine"),
    ],
)
def test_only_one_reply_of_the_engine_is_an_answer_of_dalil(pending: bool, intents: list[str], fault: str) -> None:
    assert chat_fault({"pending": pending, "replies": [{"trace": {"intent": intent}} for intent in intents]}) == fault


@pytest.mark.parametrize("conversations", [WITH_DALIL, WITH_DEFAULT_BOT])
def test_conversations_with_both_are_equally_long(conversations: tuple[tuple[str, ...], ...]) -> None:
    assert [len(conversation) for conversation in conversations] == [8, 8, 8, 8]


def test_a_person_writes_whole_conversations_each_with_an_id_of_its_own() -> None:
    written = list(itertools.islice(messages((("a", "b"), ("c", "d")), 1), 6))
    assert [text for _, text in written] == ["c", "d", "a", "b", "c", "d"]
    ids = [conversation for conversation, _ in written]
    assert ids[0] == ids[1] and ids[2] == ids[3] and ids[4] == ids[5]
    assert len(set(ids)) == 3
