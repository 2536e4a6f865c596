"""What the desk's lists are made of, on both kinds of database."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy.orm import Session

from gateway.events import Reaction
from gateway.handoff.overview import Card, card_of, held, recent, waiting
from gateway.models import HUMAN_THERE, now
from reply import Reply, Trace
from tests.gateway.handoff_house import ASKED, SAMIRA, DeskHouse
from tests.gateway.house import WHATSAPP, address


@pytest.fixture
def house(database: Database) -> DeskHouse:
    return DeskHouse(database)


def ask(house: DeskHouse, person: str) -> int:
    turn = house.turn("a human please", person)
    house.answer(turn, ASKED)
    return turn.conversation_id


def one(house: DeskHouse, number: int) -> Card:
    with Session(house.database) as session:
        card = card_of(session, number)
    assert card is not None
    return card


def test_each_conversation_is_in_one_list_the_longest_waiting_and_the_newest_first(house: DeskHouse) -> None:
    others = [house.turn("hello", person).conversation_id for person in ("ada", "li")]
    asked = [ask(house, person) for person in ("anna", "omar")]
    mine = ask(house, "zoe")
    house.take(mine)
    house.inbox.mark_as_test(house.store("test", "bot"))
    with Session(house.database) as session:
        lists = [[card.number for card in cards] for cards in (waiting(session), held(session), recent(session, 5))]
        assert [card.number for card in recent(session, 1)] == [others[1]]
    assert lists == [asked, [mine], others[::-1]]


def test_unread_counts_from_the_wish_for_a_human_and_from_what_was_seen(house: DeskHouse) -> None:
    house.turn("long before", "anna")
    house.queue.release()
    number = house.claim(house.conversation("anna"))
    assert number and house.answer(number, "answer")
    asked = ask(house, "anna")
    house.store("hello?", "anna")
    assert one(house, asked).unread == 2
    house.take(asked)
    with house.at_desk() as session:
        house.staff.read(session, asked, SAMIRA, house.transcript.messages(asked)[-1].id)
    assert one(house, asked).unread == 0
    house.store("one more", "anna")
    assert one(house, asked).unread == 1


def test_an_emoji_on_a_message_is_not_unread_and_opens_no_window(house: DeskHouse) -> None:
    number = house.taken(WHATSAPP)
    house.pass_time(timedelta(hours=25))
    before = one(house, number)
    house.deliver(Reaction(WHATSAPP, (address("anna", WHATSAPP),), "r1", to="wamid 1", emoji="👍"))
    after = one(house, number)
    assert (after.unread, after.writable_until) == (before.unread, before.writable_until)
    assert after.writable_until and after.writable_until < now()


def test_a_card_knows_language_topic_who_has_it_and_when_something_was_said(house: DeskHouse) -> None:
    turn = house.turn("school")
    house.answer(turn, Reply("answer", "ar", trace=Trace(topic="schooling")))
    house.answer(house.turn("thank you"), Reply("welcome", "ar"))
    house.take(turn.conversation_id)
    card = one(house, turn.conversation_id)
    assert (card.language, card.topic, card.handoff, card.staff_name) == ("ar", "schooling", HUMAN_THERE, "samira")
    assert card.last_at and now() - card.last_at < timedelta(minutes=1)


def test_danger_marks_a_conversation_until_it_is_read(house: DeskHouse) -> None:
    number = house.taken()
    house.answer(house.turn("help"), Reply("Call 19", "en", urgent=True))
    assert one(house, number).danger
    with house.at_desk() as session:
        house.staff.read(session, number, SAMIRA, house.transcript.messages(number)[-1].id)
    assert not one(house, number).danger
