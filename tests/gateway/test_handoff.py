"""A human answers instead of the assistant: who asks, who has a conversation, what the person is told."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine as Database

from gateway.events import FILE
from gateway.handoff.desk_hours import Reception
from gateway.handoff.staff import Gone, HeldByOther, NotHeld, StaffMember
from gateway.models import ANSWERED, FOR_HUMAN, HANDOFF, HUMAN, HUMAN_GONE, HUMAN_WANTED, OUTBOUND, SENT, new_key
from gateway.words import LANGUAGES
from reply import Reply
from tests.gateway.handoff_house import ASKED, KARIM, LATE, SAMIRA, SENTENCES, DeskHouse
from tests.gateway.house import WHATSAPP
from tests.gateway.small_engine import SmallEngine


@pytest.fixture
def house(database: Database) -> DeskHouse:
    return DeskHouse(database)


def there(name: str = "Samira", again: bool = False) -> str:
    return SENTENCES.there("en", name, again).text


@pytest.mark.parametrize(
    ("reception", "key"),
    [
        (Reception(is_open=True), "asked_open"),
        (Reception(is_open=False, opens="on Monday at 09:00"), "asked_closed"),
        (Reception(is_open=False), "asked_closed_for_long"),
    ],
)
def test_whoever_asks_for_a_human_is_told_how_it_is_at_the_desk_and_waits(
    house: DeskHouse, reception: Reception, key: str
) -> None:
    house.hours.now = reception
    number = house.wanted()
    assert house.answers() == [SENTENCES.text(key, "en", opens=reception.opens)]
    assert reception.opens in house.answers()[0]
    assert house.handoff(number) == HUMAN_WANTED


def test_where_nobody_works_at_the_desk_the_assistants_own_sentence_stays_and_nobody_waits_for_nothing(
    house: DeskHouse,
) -> None:
    house.hours.now = None
    number = house.wanted()
    assert house.answers() == [ASKED.text]
    assert house.handoff(number) is None


def test_the_assistant_answers_until_a_human_comes(house: DeskHouse) -> None:
    number = house.wanted()
    house.answer(house.turn("another question"), "another answer")
    assert house.answers()[-1] == "another answer"
    assert house.handoff(number) == HUMAN_WANTED


def test_whoever_wants_no_more_messages_does_not_wait_for_a_human_either(house: DeskHouse) -> None:
    number = house.wanted()
    house.answer(house.turn("stop"), Reply("No more", "en", stop=True))
    assert house.handoff(number) == HUMAN_GONE


def test_what_an_evaluation_asks_reaches_nobody_and_is_answered_as_ever(house: DeskHouse) -> None:
    stored = house.store("a human please")
    house.inbox.mark_as_test(stored)
    turn = house.claim(stored.conversation_id)
    assert turn and house.answer(turn, ASKED)
    assert house.answers() == [ASKED.text]
    with pytest.raises(Gone):
        house.take(stored.conversation_id)


def test_the_person_is_told_that_a_human_is_there_and_how_to_get_back_to_the_assistant(house: DeskHouse) -> None:
    number = house.taken()
    (said,) = house.said(number, HANDOFF)
    assert said == there() and "Samira (Association Test)" in said and "menu" in said


def test_without_a_chosen_name_no_name_is_shown(house: DeskHouse) -> None:
    number = house.begun()
    house.take(number, KARIM)
    (said,) = house.said(number, HANDOFF)
    assert "karim" not in said.lower() and "A person from Association Test" in said


def test_whoever_has_a_conversation_already_gets_no_second_notice(house: DeskHouse) -> None:
    number = house.taken()
    house.take(number)
    assert len(house.said(number, HANDOFF)) == 1


def test_what_the_person_writes_to_a_human_is_stored_and_the_assistant_is_silent(
    house: DeskHouse, small_engine: SmallEngine
) -> None:
    number = house.taken()
    before = len(house.answers())
    for text in ("I have a question", "are you there?"):
        house.store(text)
    house.answer_all(number, small_engine.url)
    assert house.states() == [ANSWERED, FOR_HUMAN, FOR_HUMAN]
    assert len(house.answers()) == before
    assert house.transcript.is_waiting(number) is False


def test_what_a_human_writes_goes_out_in_order_behind_what_was_said_before(house: DeskHouse) -> None:
    number = house.taken(WHATSAPP)
    house.write(number, "How can I help?")
    sent = []
    while delivery := house.outbox.claim(number):
        sent.append(delivery.reply.text if delivery.reply else "")
        house.outbox.sent(delivery, f"wamid {len(sent)}")
    assert sent == ["answer", there(), "How can I help?"]


def test_a_humans_message_is_text_only_and_colleagues_see_who_wrote_it(house: DeskHouse) -> None:
    number = house.taken()
    house.write(number, "Bonjour")
    message = house.transcript.messages(number)[-1]
    assert (message.kind, message.author, message.state) == (HUMAN, "samira", SENT)
    assert message.reply and Reply.from_dict(message.reply) == Reply("Bonjour", "en", human=True)


@pytest.mark.parametrize(("text", "language"), [("سلام", "ar"), ("Bonjour", "en")])
def test_a_humans_message_is_read_in_the_direction_of_its_own_words(house: DeskHouse, text: str, language: str) -> None:
    number = house.taken()
    house.write(number, text)
    reply = house.transcript.messages(number)[-1].reply
    assert reply and reply["language"] == language


def test_the_same_form_sent_twice_is_one_message(house: DeskHouse) -> None:
    number, key = house.taken(), new_key()
    for _ in range(2):
        house.write(number, "Bonjour", key=key)
    assert house.said(number, HUMAN) == ["Bonjour"]


def test_given_back_the_assistant_answers_again_and_the_person_knows(house: DeskHouse) -> None:
    number = house.taken()
    house.give_back(number)
    assert house.said(number, HANDOFF)[-1] == SENTENCES.text("given_back", "en")
    assert house.answer(house.turn("a question"), "an answer")
    assert house.answers()[-1] == "an answer"


def test_a_closed_request_leaves_the_list_without_a_word(house: DeskHouse) -> None:
    number = house.wanted()
    before = house.texts()
    with house.at_desk() as session:
        house.staff.close(session, number, SAMIRA)
    assert (house.handoff(number), house.texts()) == (HUMAN_GONE, before)


def test_whose_language_is_not_known_is_told_in_all_of_them_with_the_privacy_notice(house: DeskHouse) -> None:
    number = house.store("", kind=FILE).conversation_id
    house.take(number)
    (message,) = (row for row in house.transcript.messages(number) if row.direction == OUTBOUND)
    assert all(SENTENCES.there(language, "Samira", False).text in message.text for language in LANGUAGES)
    assert message.notice


@pytest.mark.parametrize("act", [DeskHouse.take, lambda house, *who: house.write(who[0], "me too", who[1]),
                                 DeskHouse.give_back, DeskHouse.invite])  # fmt: skip
def test_nobody_takes_answers_or_gives_back_what_a_colleague_has_and_learns_who_it_is(
    house: DeskHouse, act: Callable[..., None]
) -> None:
    number = house.taken()
    before = house.texts()
    with pytest.raises(HeldByOther) as refused:
        act(house, number, KARIM)
    assert (refused.value.name, refused.value.staff_id) == ("samira", SAMIRA.id)
    assert house.texts() == before


def test_taking_over_from_a_colleague_needs_their_name_and_ends_their_turn(house: DeskHouse) -> None:
    number = house.taken()
    house.take(number, KARIM, from_id=SAMIRA.id)
    assert house.said(number, HANDOFF)[-1] == there("", again=True)
    with pytest.raises(HeldByOther):
        house.write(number, "still me")


def test_taking_over_from_somebody_who_has_it_no_more_does_not_take_it_from_the_next_one(house: DeskHouse) -> None:
    number = house.taken()
    house.take(number, KARIM, from_id=SAMIRA.id)
    with pytest.raises(HeldByOther):
        house.take(number, StaffMember(3, "lea"), from_id=SAMIRA.id)


def test_what_a_colleague_left_for_too_long_is_free(house: DeskHouse) -> None:
    number = house.taken()
    house.pass_time(LATE)
    house.take(number, KARIM)
    house.write(number, "Hello", KARIM)
    assert house.said(number, HUMAN) == ["Hello"]


def test_nobody_answers_what_the_assistant_has(house: DeskHouse) -> None:
    number = house.taken()
    house.give_back(number)
    with pytest.raises(NotHeld):
        house.write(number, "one more thing")
    assert house.said(number, HUMAN) == []
