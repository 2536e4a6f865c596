"""Acknowledged is stored: nothing is lost, answered twice or out of order."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import TypeVar

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import event, func, select, update
from sqlalchemy.orm import Session

from gateway.message_log import CLAIM_LASTS, Inbound, MessageLog, Turn
from gateway.models import Conversation, Message, now
from reply import Choice, Reply

Result = TypeVar("Result")


def message(external_id: str, conversation: str = "anna", text: str = "hello") -> Inbound:
    return Inbound("web", conversation, external_id, text)


def store_and_claim(log: MessageLog, external_id: str, conversation: str = "anna") -> Turn:
    turn = log.claim(log.store(message(external_id, conversation))[1])
    assert turn is not None
    return turn


def at_the_same_moment(number: int, work: Callable[[], Result]) -> list[Result]:
    """The results of that many threads, which write to the database only when all of them are about to."""
    together = threading.Barrier(number)

    def wait(*_: object) -> None:
        with suppress(threading.BrokenBarrierError):  # another one was first: this cannot happen at the same moment
            together.wait(timeout=1)

    event.listen(Session, "before_flush", wait)
    try:
        with ThreadPoolExecutor(number) as pool:
            return [future.result() for future in [pool.submit(work) for _ in range(number)]]
    finally:
        event.remove(Session, "before_flush", wait)


def make_stale(database: Database) -> None:
    """As if every running turn had been begun by a process that was killed a while ago."""
    with Session(database) as session, session.begin():
        session.execute(update(Message).values(claimed_at=now() - CLAIM_LASTS - timedelta(seconds=1)))


def texts(log: MessageLog, conversation: str = "anna") -> list[str]:
    return [entry.text for entry in log.history("web", conversation)]


def test_a_message_that_is_delivered_twice_is_stored_once(log: MessageLog) -> None:
    assert log.store(message("1")) == log.store(message("1"))
    assert texts(log) == ["hello"]


def test_the_same_id_from_two_people_is_two_messages(log: MessageLog) -> None:
    assert log.store(message("1", "anna"))[0] != log.store(message("1", "omar"))[0]


def test_a_message_that_is_delivered_twice_at_the_same_moment_is_stored_once(log: MessageLog) -> None:
    log.store(message("0"))
    stored = at_the_same_moment(2, lambda: log.store(message("1")))
    assert stored[0] == stored[1]
    assert texts(log) == ["hello", "hello"]


def test_the_first_messages_of_a_person_may_come_at_the_same_moment(log: MessageLog) -> None:
    numbers = iter("12")
    stored = at_the_same_moment(2, lambda: log.store(message(next(numbers))))
    assert len({message_id for message_id, _ in stored}) == 2
    assert len({conversation_id for _, conversation_id in stored}) == 1


def test_messages_are_answered_one_at_a_time_and_in_order(log: MessageLog) -> None:
    conversation_id = 0
    for number in "123":
        _, conversation_id = log.store(message(number, text=f"question {number}"))
    for number in "123":
        turn = log.claim(conversation_id)
        assert turn is not None and turn.text == f"question {number}"
        assert log.claim(conversation_id) is None, "a second turn began beside the first"
        log.finish(turn, Reply(f"answer {number}", "en"))
    assert log.claim(conversation_id) is None
    assert texts(log)[3:] == ["answer 1", "answer 2", "answer 3"]


def test_only_one_of_many_workers_gets_a_message(log: MessageLog) -> None:
    _, conversation_id = log.store(message("1"))
    log.store(message("2"))
    with ThreadPoolExecutor(8) as pool:
        turns = list(pool.map(lambda _: log.claim(conversation_id), range(8)))
    assert sum(turn is not None for turn in turns) == 1


def test_one_persons_turn_does_not_hold_up_another_person(log: MessageLog) -> None:
    store_and_claim(log, "1", "anna")
    assert log.claim(log.store(message("1", "omar"))[1]) is not None


def test_reply_and_state_are_stored_together(log: MessageLog) -> None:
    turn = store_and_claim(log, "1")
    assert log.unfinished() == [turn.conversation_id]
    reply = Reply("answer", "en", choices=(Choice("Yes", "/affirm"),), note="2019")
    log.finish(turn, reply)
    assert log.replies_to(turn.message_id) == [reply]
    assert log.unfinished() == []


def test_a_turn_that_fails_to_store_its_reply_stays_unanswered(log: MessageLog) -> None:
    turn = store_and_claim(log, "1")
    unstorable = Reply("answer", "en", note=object())  # type: ignore[arg-type]
    with pytest.raises(Exception, match="not JSON serializable"):
        log.finish(turn, unstorable)
    assert log.unfinished() == [turn.conversation_id]
    assert texts(log) == ["hello"]


def test_the_next_turn_knows_the_language_and_number_of_turns_so_far(log: MessageLog) -> None:
    log.finish(store_and_claim(log, "1"), Reply("نعم", "ar", language_chosen=True))
    log.finish(store_and_claim(log, "2"), Reply("نعم", "ar"))
    turn = store_and_claim(log, "3")
    assert (turn.language, turn.language_chosen, turn.number) == ("ar", True, 2)


def test_an_interrupted_turn_is_taken_up_again_and_answered_once(log: MessageLog, database: Database) -> None:
    interrupted = store_and_claim(log, "1")
    make_stale(database)
    again = log.claim(interrupted.conversation_id)
    assert again is not None and again.message_id == interrupted.message_id
    log.finish(again, Reply("answer", "en"))
    log.finish(interrupted, Reply("late answer", "en"))
    assert texts(log) == ["hello", "answer"]


def test_two_workers_that_finish_the_same_turn_at_the_same_moment_answer_once(log: MessageLog) -> None:
    turn = store_and_claim(log, "1")
    at_the_same_moment(2, lambda: log.finish(turn, Reply("answer", "en")))
    assert texts(log) == ["hello", "answer"]


def test_whoever_waits_longest_is_first(log: MessageLog) -> None:
    waiting = [log.store(message("1", person))[1] for person in ("anna", "omar", "li")]
    log.store(message("2", "anna"))
    assert log.unfinished() == waiting


def test_only_recent_replies_with_choices_are_offers_the_newest_first(log: MessageLog) -> None:
    for number, choices in enumerate([("old", "/old"), None, ("new", "/new")]):
        offered = (Choice(*choices),) if choices else ()
        log.finish(store_and_claim(log, str(number)), Reply("text", "en", offered))
    assert [reply.choices[0].payload for reply in log.last_choices("web", "anna")] == ["/new", "/old"]


def test_forgetting_deletes_the_conversation_and_every_message_and_nothing_else(
    log: MessageLog, database: Database
) -> None:
    for person in ("anna", "omar"):
        log.finish(store_and_claim(log, "1", person), Reply("answer", "en"))
    log.forget("web", "anna")
    assert log.history("web", "anna") == []
    assert texts(log, "omar") == ["hello", "answer"]
    with Session(database) as session:
        assert session.scalar(select(func.count(Conversation.id))) == 1
        assert session.scalar(select(func.count(Message.id))) == 2


def test_forgetting_what_is_not_known_is_no_error(log: MessageLog) -> None:
    assert log.forget("web", "nobody") is None


def test_a_reply_that_says_so_forgets_the_conversation(log: MessageLog) -> None:
    log.finish(store_and_claim(log, "1"), Reply("answer", "en"))
    log.finish(store_and_claim(log, "2"), Reply("Done", "en", forget=True))
    assert log.history("web", "anna") == []


def test_an_answer_to_a_forgotten_person_never_reaches_another_one(log: MessageLog) -> None:
    forgotten = store_and_claim(log, "1", "anna")
    log.forget("web", "anna")
    store_and_claim(log, "1", "omar")
    log.finish(forgotten, Reply("for Anna only", "en"))
    assert texts(log, "omar") == ["hello"]


def test_nobody_inherits_what_the_engine_remembers_of_a_forgotten_person(log: MessageLog) -> None:
    forgotten = store_and_claim(log, "1", "anna")
    assert log.forget("web", "anna") == forgotten.engine_id
    assert store_and_claim(log, "1", "omar").engine_id != forgotten.engine_id
