"""Whatever people, staff and clocks do in whatever order: the assistant never speaks over a human, but for danger."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import Engine as Database

from gateway.handoff.staff import Gone, HeldByOther, NotHeld, StaffMember
from gateway.models import ANSWERED, FOR_HUMAN, HUMAN, HUMAN_THERE, INBOUND, REPLY, Conversation
from gateway.turn_queue import Turn
from reply import Reply
from tests.gateway.handoff_house import ASKED, KARIM, LATE, SAMIRA, DeskHouse

TEXTS = ("a question", "danger", "menu", "human", "thank you")
REPLIES = {"danger": Reply("Call 19", "en", urgent=True), "human": ASKED}


class Play:
    """Random steps, each followed by a look at what was said in it."""

    def __init__(self, house: DeskHouse, seed: int) -> None:
        self.house = house
        self.chance = random.Random(seed)  # noqa: S311 - a game
        self.number = house.begun()
        self.turn: Turn | None = None
        self.seen = len(house.transcript.messages(self.number))

    def step(self) -> None:
        before = self.conversation()
        act = self.chance.choice([self.write, self.begin, self.begin, self.finish, self.finish, self.take, self.help,
                                  self.give_back, self.wait, self.house.sweep])  # fmt: skip
        act()
        self.look(before)

    def write(self) -> None:
        self.house.store(self.chance.choice(TEXTS))

    def begin(self) -> None:
        if self.turn is None:
            self.turn = self.house.claim(self.number)

    def finish(self) -> None:
        if self.turn:
            answer = REPLIES.get(self.turn.text) or Reply(f"answer to {self.turn.text}", "en")
            stored, self.turn = self.house.answer(self.turn, answer), None
            assert stored or not answer.urgent, "danger was not answered"

    def take(self) -> None:
        self.at_desk(lambda one: self.house.take(self.number, one, self.chance.choice([None, SAMIRA.id])))

    def help(self) -> None:
        self.at_desk(lambda one: self.house.write(self.number, f"from {one.name}", one))

    def give_back(self) -> None:
        self.at_desk(lambda one: self.house.give_back(self.number, one))

    def wait(self) -> None:
        self.house.pass_time(self.chance.choice([timedelta(minutes=10), LATE]))

    def at_desk(self, act: Callable[[StaffMember], None]) -> None:
        with suppress(Gone, HeldByOther, NotHeld):
            act(self.chance.choice([SAMIRA, KARIM]))

    def conversation(self) -> Conversation:
        (only,) = self.house.rows(Conversation)
        assert isinstance(only, Conversation)
        return only

    def look(self, before: Conversation) -> None:
        messages = self.house.transcript.messages(self.number)
        for row in messages[self.seen :]:
            if row.kind == REPLY and not (row.reply or {})["urgent"]:
                assert before.handoff != HUMAN_THERE, "the assistant spoke over a human"
            if row.kind == HUMAN:
                assert (before.handoff, before.staff_name) == (HUMAN_THERE, row.author)
        self.seen = len(messages)


@pytest.mark.parametrize("seed", range(12))
def test_the_assistant_never_speaks_over_a_human_and_no_message_is_lost_or_answered_twice(
    database: Database, seed: int
) -> None:
    play = Play(DeskHouse(database), seed)
    for _ in range(60):
        play.step()
    while play.turn or play.house.queue.unfinished():
        play.finish()
        play.begin()
    rows = play.house.transcript.messages(play.number)
    assert {row.state for row in rows if row.direction == INBOUND} <= {ANSWERED, FOR_HUMAN}
    answered = [row.answers_id for row in rows if row.kind == REPLY]
    assert len(answered) == len(set(answered))
    assert all(row.id in answered for row in rows if row.direction == INBOUND and row.state == ANSWERED)
