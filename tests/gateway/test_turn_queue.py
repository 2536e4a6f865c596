"""One turn of a conversation at a time, in order; answer and "answered" are stored together; nothing stays claimed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine as Database

from gateway.due import LONGEST_PAUSE
from gateway.events import Incoming
from gateway.forgetting import Forgetting
from gateway.models import NOTICE, OUTBOUND, RECEIVED, SENT, WAITING, Message
from gateway.turn_queue import CLAIM_LASTS, Turn
from reply import Choice, Reply
from tests.gateway.house import WHATSAPP, House, address
from tests.gateway.moments import at_the_same_moment

LATER = timedelta(minutes=1)
NOTE = Reply("later", "en")


@pytest.fixture
def other(database: Database) -> House:
    """Another process on the same database."""
    return House(database)


def deferred(house: House, text: str = "hello") -> Turn:
    turn = house.turn(text)
    house.queue.defer(turn, LATER, NOTE)
    return turn


def outbound(house: House) -> list[Message]:
    return [row for row in house.rows(Message) if row.direction == OUTBOUND]


def test_messages_are_answered_one_at_a_time_and_in_order(house: House, other: House) -> None:
    numbers = [house.store(f"question {number}").conversation_id for number in "123"]
    for number in "123":
        turn = house.claim(numbers[0])
        assert turn is not None and turn.text == f"question {number}"
        assert other.claim(numbers[0]) is None, "a second turn began beside the first"
        house.answer(turn, f"answer {number}")
    assert house.claim(numbers[0]) is None
    assert house.texts()[3:] == ["answer 1", "answer 2", "answer 3"]


def test_only_one_of_many_processes_gets_a_message(house: House, database: Database) -> None:
    number = house.store().conversation_id
    house.store()
    with ThreadPoolExecutor(8) as pool:
        turns = list(pool.map(lambda process: process.claim(number), [House(database) for _ in range(8)]))
    assert sum(turn is not None for turn in turns) == 1


def test_one_persons_turn_does_not_hold_up_another_person(house: House) -> None:
    house.turn(person="anna")
    assert house.turn(person="omar")


def test_reply_and_state_are_stored_together(house: House) -> None:
    turn = house.turn()
    assert house.queue.unfinished() == [turn.conversation_id]
    reply = Reply("answer", "en", choices=(Choice("Yes", "/affirm"),), note="2019")
    house.answer(turn, reply)
    assert house.transcript.answers_to(turn.message_id) == ([(reply, True)], False)
    assert house.queue.unfinished() == []


def test_a_turn_that_fails_to_store_its_reply_stays_unanswered_and_is_taken_up_again(house: House) -> None:
    turn = house.turn()
    with pytest.raises(Exception, match="not JSON serializable"):
        house.answer(turn, Reply("answer", "en", note=object()))  # type: ignore[arg-type]
    assert house.texts() == ["hello"]
    again = house.claim(turn.conversation_id)
    assert again and again.message_id == turn.message_id and again.attempts == 1


def test_the_next_turn_knows_the_language_and_number_of_turns_so_far(house: House) -> None:
    house.answer(house.turn(), Reply("نعم", "ar", language_chosen=True))
    house.answer(house.turn(), Reply("نعم", "ar"))
    turn = house.turn()
    assert (turn.language, turn.language_chosen, turn.number) == ("ar", True, 2)


def test_a_turn_of_a_process_that_was_killed_is_taken_up_again_and_answered_once(house: House, other: House) -> None:
    interrupted = house.turn()
    assert other.claim(interrupted.conversation_id) is None
    house.pass_time(CLAIM_LASTS + timedelta(seconds=1))
    again = other.claim(interrupted.conversation_id)
    assert again is not None and again.message_id == interrupted.message_id and again.attempts == 1
    assert other.answer(again, "answer")
    assert not house.answer(interrupted, "late answer")
    assert house.texts() == ["hello", "answer"]


def test_a_claim_from_the_future_does_not_hold_up_anybody(house: House, other: House) -> None:
    """The clock was set back after it was made."""
    turn = house.turn()
    house.pass_time(-timedelta(hours=3))
    assert other.claim(turn.conversation_id) is not None


def test_where_there_is_one_process_a_new_one_takes_up_everything_at_once(house: House, other: House) -> None:
    turn = house.turn()
    other.queue.release()
    again = other.claim(turn.conversation_id)
    assert again is not None and again.message_id == turn.message_id


def test_two_threads_that_finish_the_same_turn_at_the_same_moment_answer_once(house: House) -> None:
    turn = house.turn()
    at_the_same_moment(2, lambda: house.answer(turn, "answer"))
    assert house.texts() == ["hello", "answer"]


def test_whoever_waits_longest_is_first(house: House) -> None:
    waiting = [house.store(person=person).conversation_id for person in ("anna", "omar", "li")]
    house.store(person="anna")
    assert house.queue.unfinished() == waiting


def test_a_deferred_message_waits_and_keeps_its_place(house: House) -> None:
    turn = deferred(house, "first")
    house.store("second")
    assert house.claim(turn.conversation_id) is None
    house.pass_time(LATER)
    again = house.claim(turn.conversation_id)
    assert again is not None and (again.text, again.attempts) == ("first", 1)


def test_danger_does_not_wait_behind_a_deferred_message(house: House) -> None:
    number = deferred(house, "first").conversation_id
    for text in ("second", "danger"):
        house.store(text)
    turn = house.claim(number, lambda text: text == "danger")
    assert turn is not None and turn.text == "danger"


def test_that_an_answer_will_follow_is_said_once_and_answers_nothing(house: House) -> None:
    turn = deferred(house)
    house.pass_time(LATER)
    again = house.claim(turn.conversation_id)
    assert again
    house.queue.defer(again, LATER, NOTE)
    assert [row.kind for row in outbound(house)] == [NOTICE]
    assert house.states() == [RECEIVED]
    assert house.transcript.answers_to(turn.message_id)[1]


def test_a_due_time_that_a_wrong_clock_set_far_away_does_not_count(house: House) -> None:
    turn = deferred(house)
    house.pass_time(-timedelta(days=2) - LONGEST_PAUSE)
    assert house.claim(turn.conversation_id) is not None


def test_replies_wait_to_be_sent_only_where_a_channel_sends(house: House) -> None:
    house.answer(house.turn(), "for the page")
    house.answer(house.turn(channel=WHATSAPP), "for WhatsApp")
    assert [row.state for row in outbound(house)] == [SENT, WAITING]


def test_the_privacy_notice_goes_with_the_first_reply_only(house: House) -> None:
    for _ in range(2):
        house.answer(house.turn(), "answer")
    assert [row.notice for row in outbound(house)] == [True, False]


def test_whoever_wants_no_more_messages_gets_only_the_confirmation(house: House) -> None:
    house.answer(house.turn(channel=WHATSAPP), "a long answer")
    house.answer(house.turn(channel=WHATSAPP), Reply("No more", "en", stop=True))
    delivery = house.outbox.claim(house.conversation(channel=WHATSAPP))
    assert delivery and delivery.reply and delivery.reply.text == "No more"


def test_an_answer_to_a_forgotten_person_never_reaches_another_one(house: House) -> None:
    forgotten = house.turn(person="anna")
    house.forgetting.forget("web", address("anna"))
    house.turn(person="omar")
    assert not house.answer(forgotten, "for Anna only")
    assert house.texts("omar") == ["hello"]


def test_nobody_inherits_what_the_engine_remembers_of_a_forgotten_person(house: House) -> None:
    forgotten = house.turn(person="anna")
    house.forgetting.forget("web", address("anna"))
    assert house.forgotten == [forgotten.engine_id]
    assert house.turn(person="omar").engine_id != forgotten.engine_id


def test_recent_messages_are_counted_per_person(house: House) -> None:
    for _ in range(3):
        house.store(person="omar")
        number = house.store(person="anna").conversation_id
    turn = house.claim(number)
    assert turn and turn.recent == 1
    house.answer(turn, "answer")
    turn = house.claim(number)
    assert turn and turn.recent == 2


def test_what_the_engine_could_not_forget_is_forgotten_the_next_time(house: House) -> None:
    turn = house.turn()
    failing = Forgetting(house.database, house.addresses, fail)
    with pytest.raises(OSError, match="locked"):
        failing.forget("web", address("anna"))
    assert house.texts() == []
    house.forgetting.forget("web", address("anna"))
    assert house.forgotten == [turn.engine_id]


def fail(_: str) -> None:
    raise OSError("the engine's memory is locked")


def test_when_two_conversations_become_one_the_engine_forgets_the_other(house: House) -> None:
    engine_ids = [house.turn(person=person, channel=WHATSAPP).engine_id for person in ("anna", "omar")]
    both = tuple(address(person, WHATSAPP) for person in ("anna", "omar"))
    house.deliver(Incoming(WHATSAPP, both, "one person"))
    house.forgetting.forget(WHATSAPP, both[0])
    assert sorted(house.forgotten) == sorted(engine_ids)
