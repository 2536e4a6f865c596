"""Humans and the limits of WhatsApp; conversations that become one; the words."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine as Database

import gateway.handoff
from gateway.handoff.merging import merge_handoff
from gateway.handoff.staff import NotNeeded
from gateway.models import CLOSED, HUMAN_THERE, HUMAN_WANTED, OUTBOUND, SENT, TEMPLATE, WAITING, Conversation, Message
from gateway.outbox import Delivery
from gateway.words import LANGUAGES, read_words
from tests.gateway.handoff_house import DeskHouse
from tests.gateway.house import WHATSAPP


@pytest.fixture
def house(database: Database) -> DeskHouse:
    return DeskHouse(database)


def test_an_answer_after_the_window_waits_until_the_person_writes_and_costs_no_attempt(house: DeskHouse) -> None:
    number = house.begun(WHATSAPP)
    house.outbox.sent(claimed(house, number), "wamid 1")
    house.pass_time(timedelta(hours=25))
    house.take(number)
    house.write(number, "Are you still there?")
    assert house.states(OUTBOUND)[1:] == [CLOSED, CLOSED]
    assert house.outbox.claim(number) is None
    house.store("yes", channel=WHATSAPP)
    assert house.states(OUTBOUND)[1:] == [WAITING, WAITING]


def test_one_invitation_goes_out_after_the_window_and_none_before(house: DeskHouse) -> None:
    number = house.taken(WHATSAPP)
    with pytest.raises(NotNeeded):
        house.invite(number)
    house.pass_time(timedelta(hours=25))
    house.invite(number)
    with pytest.raises(NotNeeded):
        house.invite(number)
    assert [row.kind for row in house.rows(Message)].count(TEMPLATE) == 1


def test_a_page_has_no_window_and_needs_no_invitation(house: DeskHouse) -> None:
    number = house.taken()
    house.pass_time(timedelta(hours=25))
    house.take(number)
    house.write(number, "Hello")
    assert house.states(OUTBOUND)[-1] == SENT
    with pytest.raises(NotNeeded):
        house.invite(number)


def claimed(house: DeskHouse, number: int) -> Delivery:
    delivery = house.outbox.claim(number)
    assert delivery is not None
    return delivery


@pytest.mark.parametrize(
    ("gone", "kept", "merged"),
    [(HUMAN_WANTED, None, HUMAN_WANTED), (HUMAN_THERE, HUMAN_WANTED, HUMAN_THERE), (None, HUMAN_THERE, HUMAN_THERE)],
)
def test_two_conversations_of_one_person_become_the_one_that_needs_more(
    gone: str | None, kept: str | None, merged: str
) -> None:
    first, second = Conversation(handoff=gone, staff_id=1), Conversation(handoff=kept, staff_id=2)
    merge_handoff(first, second)
    assert (second.handoff, second.staff_id) == (merged, 1 if merged == gone else 2)


def test_every_sentence_exists_in_every_language_and_promises_no_time() -> None:
    words = read_words(Path(gateway.handoff.__file__).parent / "words.yml")
    assert all(texts.keys() == set(LANGUAGES) and all(texts.values()) for texts in words.values())
    assert not [text for texts in words.values() for text in texts.values() if "minutes" in text or "24 h" in text]
