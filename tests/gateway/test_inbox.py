"""Acknowledged is stored: each message once, whatever comes twice, late, in batches or from several processes."""

import itertools
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.events import (
    PHONE,
    USER_ID,
    Address,
    AddressChange,
    DeliveryStatus,
    Edit,
    Incoming,
    Reaction,
    Revocation,
)
from gateway.inbox import Taken
from gateway.models import FAILED, NOTED, OUTBOUND, RECEIVED, SENT, Base, Conversation, Message, WebhookBody, now
from reply import Choice, Reply
from tests.gateway.house import WHATSAPP, House, address
from tests.gateway.moments import at_the_same_moment

ANNA = (Address(PHONE, "212600000001"),)
OMAR = (Address(PHONE, "212600000002"),)
CHOICES = Reply("Which?", "fr", (Choice("École", '/ask_schooling{"topic": "schooling"}'), Choice("Menu", "/menu")))


def message(external_id: str, text: str = "hello", addresses: tuple[Address, ...] = ANNA, **more: Any) -> Incoming:
    return Incoming(WHATSAPP, addresses, external_id, text=text, **more)


def inbound(house: House) -> list[Message]:
    return [row for row in house.rows(Message) if row.direction != OUTBOUND]


def sent(house: House, reply: Reply | str = "answer") -> Message:
    """An answer to Anna that WhatsApp has accepted under the id "ours"."""
    house.deliver(message("question"))
    turn = house.claim(house.rows(Conversation)[0].id)
    assert turn
    house.answer(turn, reply)
    delivery = house.outbox.claim(turn.conversation_id)
    assert delivery
    house.outbox.sent(delivery, "ours")
    return answer(house)


def answer(house: House) -> Message:
    (row,) = (row for row in house.rows(Message) if row.direction == OUTBOUND)
    return row


def report(house: House, state: str, **more: Any) -> Message:
    house.deliver(DeliveryStatus(WHATSAPP, "ours", state, **more))
    return answer(house)


def test_a_message_that_is_delivered_twice_is_stored_once(house: House) -> None:
    assert house.store(external_id="1") == house.store(external_id="1")
    assert house.texts() == ["hello"]


def test_nobody_can_send_a_message_under_the_id_of_another_persons(house: House) -> None:
    house.store(external_id="1")
    with pytest.raises(Taken):
        house.store(person="omar", external_id="1")
    assert house.texts("omar") == []


def test_a_message_that_is_delivered_twice_at_the_same_moment_is_stored_once(house: House) -> None:
    house.store()
    stored = at_the_same_moment(2, lambda: house.store(external_id="1"))
    assert stored[0] == stored[1]
    assert house.texts() == ["hello", "hello"]


def test_the_first_messages_of_a_person_may_come_at_the_same_moment(house: House) -> None:
    stored = at_the_same_moment(2, house.store)
    assert len({one.message_id for one in stored}) == 2
    assert len({one.conversation_id for one in stored}) == 1


def test_a_batch_is_stored_with_its_request_and_each_message_once_however_it_is_cut(house: House) -> None:
    messages = [message(str(number), addresses=who) for number, who in enumerate([ANNA, OMAR, ANNA, ANNA, OMAR])]
    house.deliver(*messages[:3], raw=b"first")
    conversations = house.deliver(*messages[1:], *messages, raw=b"second")
    assert [row.external_id for row in inbound(house)] == [house.addresses.message_id(one) for one in "01234"]
    assert len(conversations) == 2
    with Session(house.database) as session:
        bodies = session.scalars(select(WebhookBody).order_by(WebhookBody.id)).all()
        assert [house.addresses.unseal(body.sealed) for body in bodies] == [b"first", b"second"]
        assert b"first" not in bodies[0].sealed


def test_a_thousand_messages_in_one_request_are_all_stored(house: House) -> None:
    house.deliver(*(message(str(number), f"question {number}: longer than any choice") for number in range(1000)))
    assert len(inbound(house)) == 1000


def test_what_comes_a_day_late_is_kept_and_not_answered(house: House) -> None:
    conversations = house.deliver(
        message("late", sent_at=now() - timedelta(hours=25)), message("fresh", sent_at=now() - timedelta(hours=23))
    )
    assert [row.state for row in inbound(house)] == [NOTED, RECEIVED]
    turn = house.claim(conversations[0])
    assert turn and turn.external_id == "fresh"


@pytest.mark.parametrize("ahead", [timedelta(days=400), -timedelta(days=400)], ids=["behind", "ahead"])
def test_a_clock_that_is_far_off_leaves_nobody_without_an_answer(house: House, ahead: timedelta) -> None:
    house.deliver(message("1", sent_at=now() - ahead))
    assert [row.state for row in inbound(house)] == [RECEIVED]


def test_nothing_in_the_database_says_who_somebody_is(house: House) -> None:
    """Not the number, and not WhatsApp's id of the message, which contains it in base64."""
    house.deliver(message("wamid.HBgMMjEyNjAwMDAwMDAxFQ=="), raw=b"from 212600000001")
    with house.database.connect() as connection:
        for table in Base.metadata.sorted_tables:
            rows = connection.execute(table.select()).all()
            assert rows or table.name == "forgotten_engine_id"
            assert not [row for row in rows if "600000001" in str(row) or "MjEyNjAw" in str(row)]


def test_a_person_is_known_by_number_and_by_id_and_two_conversations_of_theirs_become_one(house: House) -> None:
    identity = Address(USER_ID, "MA.1")
    house.deliver(message("by number"))
    house.deliver(message("by id", addresses=(identity,)))
    assert len(house.rows(Conversation)) == 2
    house.deliver(message("by both", addresses=(*ANNA, identity)))
    (conversation,) = house.rows(Conversation)
    assert [row.conversation_id for row in inbound(house)] == [conversation.id] * 3


@pytest.mark.parametrize(
    ("previous", "current"),
    [(ANNA[0], Address(PHONE, "33600000009")), (Address(USER_ID, "MA.1"), Address(USER_ID, "MA.2"))],
)
@pytest.mark.parametrize("wrote_already", [False, True])
def test_a_new_number_or_id_keeps_the_conversation(
    house: House, previous: Address, current: Address, wrote_already: bool
) -> None:
    house.deliver(message("before", addresses=(previous,)))
    if wrote_already:
        house.deliver(message("early", addresses=(current,)))
    house.deliver(AddressChange(WHATSAPP, "change", previous, current))
    house.deliver(message("after", addresses=(current,)))
    (conversation,) = house.rows(Conversation)
    with Session(house.database) as session:
        assert house.addresses.addresses(session, conversation.id) == [current]


def test_the_change_of_an_unknown_number_is_nobodys(house: House) -> None:
    house.deliver(AddressChange(WHATSAPP, "change", ANNA[0], OMAR[0]))
    assert house.rows(Conversation) == []


def test_a_message_that_is_taken_back_before_it_is_answered_never_is_and_its_words_are_gone(house: House) -> None:
    house.deliver(message("1", "a secret"), raw=b"a secret")
    conversations = house.deliver(Revocation(WHATSAPP, ANNA, "2", of="1"), raw=b"taken back")
    assert [row.text for row in inbound(house)] == ["", ""]
    with Session(house.database) as session:
        kept = session.scalars(select(WebhookBody)).all()
        assert [house.addresses.unseal(body.sealed) for body in kept] == [b"taken back"]
    assert house.claim(conversations[0]) is None


def test_nobody_takes_back_or_changes_the_message_of_another_person(house: House) -> None:
    house.deliver(message("1", "mine"))
    house.deliver(Revocation(WHATSAPP, OMAR, "2", of="1"), Edit(WHATSAPP, OMAR, "3", of="1", text="not mine"))
    assert inbound(house)[0].text == "mine"


def test_an_edit_changes_what_waits_and_is_a_new_message_after_the_answer(house: House) -> None:
    number = house.deliver(message("1", "scool"))[0]
    house.deliver(Edit(WHATSAPP, ANNA, "2", of="1", text="school"))
    turn = house.claim(number)
    assert turn and turn.text == "school"
    house.answer(turn, "answer")
    house.deliver(Edit(WHATSAPP, ANNA, "3", of="1", text="schools in Fès"))
    turn = house.claim(number)
    assert turn and turn.text == "schools in Fès"


@pytest.mark.parametrize(("emoji", "feedback"), [("👍🏿", 1), ("👎", -1), ("😮", None), ("", None)])
def test_a_thumb_on_an_answer_is_kept_with_it_and_needs_no_reply(
    house: House, emoji: str, feedback: int | None
) -> None:
    sent(house)
    house.deliver(Reaction(WHATSAPP, ANNA, "first", "ours", "👍"))
    house.deliver(Reaction(WHATSAPP, ANNA, "second", "ours", emoji))
    assert answer(house).feedback == feedback
    assert house.queue.unfinished() == []


def test_a_position_is_kept_to_a_hundred_metres(house: House) -> None:
    house.deliver(message("1", "", position=(34.0209112, -6.8416591)))
    assert inbound(house)[0].payload == '/give_place{"position": "34.021,-6.842"}'


def test_a_tapped_button_stands_for_the_choice_of_that_message_however_old_it_is(house: House) -> None:
    row = sent(house, CHOICES)
    for number in range(12):
        house.deliver(message(f"later {number}"))
    house.deliver(message("tap", "Menu", choice=f"{row.id}:1"), message("page", "Suite", choice=f"{row.id}:page:1"))
    assert [message.payload for message in inbound(house)[-2:]] == ["/menu", f"{row.id}:page:1"]


@pytest.mark.parametrize("made_up", ["/restart", "1:99", "999999:0", "1:page:1", "x", ""])
def test_a_made_up_button_is_read_as_its_words(house: House, made_up: str) -> None:
    sent(house, CHOICES)
    house.deliver(message("tap", "Menu please", addresses=OMAR, choice=made_up))
    assert inbound(house)[-1].payload is None


@pytest.mark.parametrize(("text", "payload"), [("2", "/menu"), ("menu", "/menu"), ("3", None), ("autre", None)])
def test_a_choice_may_be_typed(house: House, text: str, payload: str | None) -> None:
    sent(house, CHOICES)
    house.deliver(message("typed", text))
    assert inbound(house)[-1].payload == payload


@pytest.mark.parametrize("order", list(itertools.permutations(["sent", "delivered", "read"])))
def test_a_status_only_moves_forward(house: House, order: tuple[str, ...]) -> None:
    sent(house)
    assert [report(house, state).delivery for state in order][-1] == "read"


def test_a_failure_is_noted_unless_the_message_was_delivered(house: House) -> None:
    sent(house)
    report(house, "sent")
    row = report(house, "failed", error_code=131026)
    assert (row.state, row.error_code) == (FAILED, 131026)
    assert report(house, "delivered").state == SENT
    assert report(house, "failed", error_code=131026).state == SENT


def test_a_report_settles_a_sending_whose_answer_got_lost(house: House) -> None:
    house.deliver(message("question"))
    turn = house.claim(house.rows(Conversation)[0].id)
    assert turn
    house.answer(turn, "answer")
    delivery = house.outbox.claim(turn.conversation_id)
    assert delivery
    house.outbox.doubt(delivery)
    row = report(house, "sent", own_id=delivery.own_id)
    assert (row.state, row.external_id) == (SENT, house.addresses.message_id("ours"))
    assert house.outbox.unfinished() == []


def test_statuses_before_or_without_their_message_change_nothing(house: House) -> None:
    house.deliver(DeliveryStatus(WHATSAPP, "unknown", "read"), message("1"))
    assert [row.state for row in house.rows(Message)] == [RECEIVED]


def test_whoever_asks_is_known_by_the_address_of_the_page(house: House) -> None:
    stored = house.store()
    assert house.transcript.conversation_id("web", address("anna")) == stored.conversation_id
    assert house.transcript.conversation_id("web", address("omar")) is None


def test_a_message_that_comes_again_after_a_new_number_is_still_the_same_message(house: House) -> None:
    house.deliver(message("1"))
    house.deliver(AddressChange(WHATSAPP, "change", ANNA[0], OMAR[0]))
    house.deliver(message("1"), message("2", addresses=OMAR))
    assert [row.text for row in inbound(house)] == ["hello", "hello"]


def test_a_button_id_that_no_message_can_have_is_read_as_its_words(house: House) -> None:
    house.deliver(message("1", choice="999999999999999:1"))
    assert [row.payload for row in inbound(house)] == [None]
