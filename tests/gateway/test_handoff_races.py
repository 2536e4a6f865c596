"""Two at the same moment, and killed in between: nobody is answered by two, and nothing is said twice."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import Engine as Database

from gateway.handoff.staff import HeldByOther, NotHeld, StaffMember
from gateway.models import FOR_HUMAN, HANDOFF, HUMAN, HUMAN_THERE, OUTBOUND, REPLY, new_key
from reply import Reply
from tests.gateway.handoff_house import KARIM, LATE, SAMIRA, DeskHouse

REPEATED = range(10)


@pytest.fixture
def house(database: Database) -> DeskHouse:
    return DeskHouse(database)


@pytest.fixture
def other(database: Database) -> DeskHouse:
    """Another process on the same database."""
    return DeskHouse(database)


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each of the works gave or raised, all begun at the same moment."""
    together = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        together.wait(timeout=5)
        try:
            return work()
        except (HeldByOther, NotHeld) as refused:
            return refused

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def order(house: DeskHouse, number: int) -> list[tuple[str, str]]:
    """Kind and text of what was said, in order."""
    return [(row.kind, row.text) for row in house.transcript.messages(number) if row.direction == OUTBOUND]


@pytest.mark.parametrize("_", REPEATED)
def test_of_two_who_take_a_conversation_at_once_one_has_it_and_the_other_learns_who(
    house: DeskHouse, other: DeskHouse, _: int
) -> None:
    number = house.wanted()
    results = at_once(lambda: house.take(number, SAMIRA), lambda: other.take(number, KARIM))
    (refused,) = (result for result in results if result)
    winner = KARIM if results[0] else SAMIRA
    assert isinstance(refused, HeldByOther) and refused.name == winner.name
    assert len(house.said(number, HANDOFF)) == 1
    house.write(number, "Hello", winner)


def test_a_turn_that_began_before_the_human_came_is_not_answered_after(house: DeskHouse) -> None:
    turn = house.turn("a question")
    house.take(turn.conversation_id)
    assert not house.answer(turn, "an answer that is too late")
    assert house.states() == [FOR_HUMAN]
    assert [kind for kind, _ in order(house, turn.conversation_id)] == [HANDOFF]


def test_a_turn_that_began_before_the_human_came_still_answers_danger(house: DeskHouse) -> None:
    turn = house.turn("a cry for help")
    house.take(turn.conversation_id)
    assert house.answer(turn, Reply("Call 19", "en", urgent=True))
    assert house.handoff(turn.conversation_id) == HUMAN_THERE


def test_a_turn_that_asked_for_a_human_before_one_came_changes_nothing(house: DeskHouse) -> None:
    turn = house.turn("a human please")
    house.take(turn.conversation_id)
    house.answer(turn, Reply("Nobody reads this live", "en", human=True))
    assert house.handoff(turn.conversation_id) == HUMAN_THERE


@pytest.mark.parametrize("_", REPEATED)
def test_an_answer_and_a_human_at_the_same_moment_come_in_this_order_or_without_the_answer(
    house: DeskHouse, other: DeskHouse, _: int
) -> None:
    turn = house.turn("a question")
    number = turn.conversation_id
    at_once(lambda: house.answer(turn, "answer"), lambda: other.take(number))
    kinds = [kind for kind, _ in order(house, number)]
    assert kinds in ([REPLY, HANDOFF], [HANDOFF])


@pytest.mark.parametrize("_", REPEATED)
def test_whoever_loses_a_conversation_at_the_moment_of_writing_has_written_before_or_not_at_all(
    house: DeskHouse, other: DeskHouse, _: int
) -> None:
    number = house.taken()
    at_once(
        lambda: house.write(number, "from Samira"),
        lambda: other.take(number, KARIM, from_id=SAMIRA.id),
    )
    other.write(number, "from Karim", KARIM)
    said = order(house, number)
    notice = max(place for place, (kind, _) in enumerate(said) if kind == HANDOFF)
    assert [text for kind, text in said[notice:] if kind == HUMAN] == ["from Karim"]


@pytest.mark.parametrize("_", REPEATED)
def test_a_form_that_is_sent_twice_at_once_is_one_message(house: DeskHouse, other: DeskHouse, _: int) -> None:
    number, key = house.taken(), new_key()
    at_once(lambda: house.write(number, "Hello", key=key), lambda: other.write(number, "Hello", key=key))
    assert house.said(number, HUMAN) == ["Hello"]


@pytest.mark.parametrize("_", REPEATED)
def test_when_it_is_late_for_several_at_once_the_person_is_told_once(
    house: DeskHouse, other: DeskHouse, _: int
) -> None:
    number = house.taken()
    house.pass_time(LATE)
    house.store("hello")
    at_once(house.sweep, other.sweep, lambda: house.claim(number))
    assert len(house.said(number, HANDOFF)) == 2


@pytest.mark.parametrize("_", REPEATED)
def test_a_human_who_writes_at_the_last_moment_keeps_the_conversation_or_is_told_that_it_is_gone(
    house: DeskHouse, other: DeskHouse, _: int
) -> None:
    number = house.taken()
    house.pass_time(LATE)
    written, ended = at_once(lambda: house.write(number, "here I am"), other.sweep)
    assert (written is None) is (ended == []) is (house.handoff(number) == HUMAN_THERE)


def test_what_is_interrupted_before_it_is_stored_left_no_trace(house: DeskHouse) -> None:
    number = house.wanted()
    before = order(house, number)
    for work in (house.staff.take, lambda *what: house.staff.answer(*what, "Hello", new_key())):
        with suppress(KeyboardInterrupt), house.at_desk() as session:
            work(session, number, SAMIRA)
            session.flush()
            raise KeyboardInterrupt
        assert order(house, number) == before
        with suppress(HeldByOther):
            house.take(number)
        before = order(house, number)


def test_many_who_do_everything_at_once_never_break_a_rule(house: DeskHouse, database: Database) -> None:
    """Each message of the person is answered by the assistant at most once, and by nobody while a human is there."""
    number = house.begun()
    people = [StaffMember(id, f"staff {id}") for id in range(1, 4)]

    def staff(one: StaffMember) -> None:
        desk = DeskHouse(database)
        for _ in range(8):
            with suppress(HeldByOther, NotHeld):
                desk.take(number, one)
                desk.write(number, f"from {one.id}", one)
                desk.give_back(number, one)

    def person() -> None:
        for text in range(12):
            house.store(f"message {text}")

    def assistant() -> None:
        process = DeskHouse(database)
        for _ in range(40):
            if turn := process.claim(number):
                process.answer(turn, f"answer to {turn.message_id}")

    at_once(*(lambda one=one: staff(one) for one in people), person, assistant, assistant)
    check(house, number)


def check(house: DeskHouse, number: int) -> None:
    """Between the notice that a human is there and the one that they are not, there is no answer of the assistant."""
    with_human, answered = False, []
    for row in house.transcript.messages(number):
        if row.kind == HANDOFF:
            assert row.reply and with_human is not row.reply["human"], "two notices of the same kind in a row"
            with_human = row.reply["human"]
        elif row.kind == HUMAN:
            assert with_human, "a human wrote without having the conversation"
        elif row.kind == REPLY:
            assert not with_human, "the assistant interrupted a human"
            answered.append(row.answers_id)
    assert len(answered) == len(set(answered)) > 0
