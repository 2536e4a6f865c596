"""While a human has a conversation the assistant is silent, but for danger and forgetting, until it comes back."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine as Database

from gateway.due import LONGEST_PAUSE
from gateway.events import AUDIO, FILE
from gateway.handoff.desk_hours import USUAL_PATIENCE
from gateway.handoff.return_words import wants_assistant
from gateway.handoff.staff import Gone
from gateway.models import ANSWERED, FOR_HUMAN, HANDOFF, HUMAN_GONE, HUMAN_THERE, HUMAN_WANTED, RECEIVED
from reply import Choice, Reply
from tests.gateway.handoff_house import LATE, NOBODY, SENTENCES, DeskHouse
from tests.gateway.house import WEB, WHATSAPP, address
from tests.gateway.small_engine import SmallEngine


@pytest.fixture
def house(database: Database) -> DeskHouse:
    return DeskHouse(database)


@pytest.fixture
def other(database: Database) -> DeskHouse:
    """Another process on the same database."""
    return DeskHouse(database)


def test_danger_is_answered_at_once_while_a_human_has_the_conversation(
    house: DeskHouse, small_engine: SmallEngine
) -> None:
    number = house.taken()
    small_engine.answers = lambda _: [{"custom": Reply("Call 19", "en", urgent=True).to_dict()}]
    house.store("help me now")
    house.answer_all(number, small_engine.url)
    assert house.answers()[-1] == "Call 19"
    assert house.handoff(number) == HUMAN_THERE


def test_danger_is_answered_without_the_engine_and_all_else_waits_without_a_word(house: DeskHouse) -> None:
    number = house.taken()
    before = len(house.answers())
    for text in ("hello", "on me bat, il va me tuer"):
        house.store(text)
    house.answer_all(number, NOBODY)
    assert house.answers()[before:] == ["Call 19"]
    assert house.states()[1:] == [RECEIVED, ANSWERED]
    assert house.transcript.is_waiting(number) is False


def test_what_waited_for_the_engine_is_the_humans_when_it_is_back(house: DeskHouse, small_engine: SmallEngine) -> None:
    number = house.taken()
    house.store("hello")
    house.answer_all(number, NOBODY)
    house.pass_time(LONGEST_PAUSE)
    house.answer_all(number, small_engine.url)
    assert house.states()[1:] == [FOR_HUMAN]


def test_the_wish_to_be_forgotten_is_followed_at_once_and_the_desk_learns_that_it_is_gone(
    house: DeskHouse, small_engine: SmallEngine
) -> None:
    number = house.taken()
    small_engine.answers = lambda _: [{"custom": Reply("Done", "en", forget=True).to_dict()}]
    house.store("delete my data")
    house.answer_all(number, small_engine.url)
    assert house.texts() == ["Done"]
    with pytest.raises(Gone):
        house.write(number, "are you there?")


def test_a_person_forgotten_by_the_page_is_gone_for_the_desk_too(house: DeskHouse) -> None:
    number = house.taken()
    house.forgetting.forget(WEB, address("anna"))
    for act in (house.take, house.give_back, lambda number: house.write(number, "hello")):
        with pytest.raises(Gone):
            act(number)


@pytest.mark.parametrize("text", ["menu", "Menu.", " MENU !", "bot", "القائمة", "القـائمة", "روبوت"])
def test_with_one_word_the_person_is_back_with_the_assistant_and_knows_it(
    house: DeskHouse, small_engine: SmallEngine, text: str
) -> None:
    number = house.taken()
    house.store(text)
    house.answer_all(number, small_engine.url)
    assert house.answers()[-2:] == [SENTENCES.text("went_back", "en"), f"answer to {text.strip()}"]
    assert house.handoff(number) == HUMAN_GONE


def test_the_button_for_all_subjects_leads_back_too(house: DeskHouse, small_engine: SmallEngine) -> None:
    turn = house.turn()
    house.answer(turn, Reply("Choose", "en", (Choice("All subjects", "/menu"), Choice("School", "/ask_schooling"))))
    house.take(turn.conversation_id)
    house.store("School", payload="/ask_schooling")
    house.store("All subjects", payload="/menu")
    house.answer_all(turn.conversation_id, small_engine.url)
    assert house.answers()[-1] == "answer to /menu"
    assert house.states()[1:] == [FOR_HUMAN, ANSWERED]


def test_a_number_that_answers_a_humans_question_is_no_choice_of_an_earlier_answer(
    house: DeskHouse, small_engine: SmallEngine
) -> None:
    number = house.wanted()
    house.take(number)
    house.write(number, "How many children do you have?")
    house.store("1")
    house.answer_all(number, small_engine.url)
    assert (small_engine.messages, house.handoff(number)) == (["1"], HUMAN_THERE)


@pytest.mark.parametrize("text", ["the menu of the restaurant", "robots", "", "1", "les menus"])
def test_words_inside_a_sentence_lead_nowhere(text: str) -> None:
    assert not wants_assistant(text, None)


@pytest.mark.parametrize("kind", [FILE, AUDIO])
def test_what_the_assistant_cannot_read_is_the_humans_without_a_word(house: DeskHouse, kind: str) -> None:
    number = house.taken()
    before = len(house.answers())
    house.store("", kind=kind)
    house.answer_all(number, NOBODY)
    assert (house.states()[1:], len(house.answers())) == ([FOR_HUMAN], before)


def test_another_page_of_an_earlier_answer_still_comes(house: DeskHouse) -> None:
    number = house.begun(WHATSAPP)
    answer = house.transcript.messages(number)[-1]
    house.take(number)
    house.store("Suite", channel=WHATSAPP, choice=f"{answer.id}:page:1")
    house.answer_all(number, NOBODY)
    assert [row.page for row in house.transcript.messages(number) if row.text == "answer"] == [0, 1]


def test_many_messages_to_a_human_get_no_complaint(house: DeskHouse, small_engine: SmallEngine) -> None:
    number = house.taken()
    before = len(house.answers())
    for text in "abcd":
        house.store(text)
    house.answer_all(number, small_engine.url, most_messages=2)
    assert len(house.answers()) == before
    assert house.states()[1:].count(FOR_HUMAN) + house.states()[1:].count(ANSWERED) == 4


def test_after_the_set_time_the_next_message_is_the_assistants_again_and_the_person_knows_why(
    house: DeskHouse, small_engine: SmallEngine
) -> None:
    number = house.taken()
    house.write(number, "Here is what I know")
    house.pass_time(LATE)
    house.store("a new question")
    house.answer_all(number, small_engine.url)
    assert house.answers()[-2:] == [SENTENCES.text("late", "en"), "answer to a new question"]
    assert house.handoff(number) == HUMAN_GONE


def test_after_the_set_time_the_person_is_told_without_writing_and_once(house: DeskHouse, other: DeskHouse) -> None:
    number = house.taken()
    house.write(number, "Here is what I know")
    assert house.sweep() == []
    house.pass_time(LATE)
    assert [house.sweep(), other.sweep()] == [[number], []]
    assert house.said(number, HANDOFF)[1:] == [SENTENCES.text("late", "en")]


def test_whoever_got_no_answer_still_waits_for_a_human(house: DeskHouse, small_engine: SmallEngine) -> None:
    number = house.taken()
    house.write(number, "Tell me more")
    house.store("here is more")
    house.answer_all(number, small_engine.url)
    house.pass_time(LATE)
    house.sweep()
    assert house.handoff(number) == HUMAN_WANTED
    assert house.said(number, HANDOFF)[-1] == SENTENCES.text("late_and_waiting", "en")


def test_whoever_asked_and_heard_nothing_of_the_human_still_waits(house: DeskHouse) -> None:
    number = house.wanted()
    house.take(number)
    house.pass_time(LATE)
    house.sweep()
    assert house.handoff(number) == HUMAN_WANTED


def test_each_sign_of_the_human_begins_the_time_anew(house: DeskHouse) -> None:
    number = house.taken()
    house.pass_time(USUAL_PATIENCE - timedelta(minutes=1))
    house.write(number, "one moment")
    house.pass_time(USUAL_PATIENCE - timedelta(minutes=1))
    assert house.sweep() == []


def test_a_clock_that_was_set_back_keeps_nobody_waiting(house: DeskHouse) -> None:
    number = house.taken()
    house.pass_time(-timedelta(hours=3))
    assert house.sweep() == [number]
