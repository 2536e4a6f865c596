"""Replies go out in order; what became of each is known, also when the answer to the sending got lost."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine as Database

from gateway.due import LONGEST_PAUSE
from gateway.events import DeliveryStatus
from gateway.models import CLOSED, FAILED, OUTBOUND, PARKED, SENT, UNSURE, WAITING, Conversation
from gateway.outbox import UNSURE_FOR, Delivery
from gateway.turn_queue import CLAIM_LASTS
from reply import Reply
from tests.gateway.house import WHATSAPP, House, address


@pytest.fixture
def other(database: Database) -> House:
    """Another process on the same database."""
    return House(database)


def reply(house: House, text: str = "answer") -> int:
    """A reply to Anna that waits to be sent; her conversation."""
    turn = house.turn(channel=WHATSAPP)
    house.answer(turn, text)
    return turn.conversation_id


def claim(house: House, number: int) -> Delivery:
    delivery = house.outbox.claim(number)
    assert delivery is not None
    return delivery


def text(delivery: Delivery) -> str:
    return delivery.reply.text if delivery.reply else ""


def test_replies_go_out_in_order_one_at_a_time(house: House, other: House) -> None:
    number = reply(house, "first")
    reply(house, "second")
    first = claim(house, number)
    assert other.outbox.claim(number) is None
    house.outbox.sent(first, "wamid 1")
    assert [text(first), text(claim(other, number))] == ["first", "second"]


def test_a_delivery_knows_where_to_and_carries_the_notice_of_the_first_reply(house: House) -> None:
    delivery = claim(house, reply(house))
    assert delivery.addresses == (address("anna", WHATSAPP),)
    assert delivery.with_notice and delivery.attempts == 1


def test_what_is_to_be_tried_again_keeps_the_later_ones_waiting(house: House) -> None:
    number = reply(house, "first")
    reply(house, "second")
    house.outbox.retry(claim(house, number), timedelta(seconds=4))
    assert house.outbox.claim(number) is None
    house.pass_time(timedelta(seconds=4))
    assert house.outbox.unfinished() == [number]
    again = claim(house, number)
    assert (text(again), again.attempts) == ("first", 2)


def test_what_fails_for_good_lets_the_next_one_go(house: House) -> None:
    number = reply(house, "first")
    reply(house, "second")
    house.outbox.fail(claim(house, number), 131026)
    assert text(claim(house, number)) == "second"
    assert house.states(OUTBOUND)[0] == FAILED


@pytest.mark.parametrize("by_restart", [True, False])
def test_a_sending_that_was_interrupted_waits_for_the_channels_report_and_is_repeated_without_one(
    house: House, other: House, by_restart: bool
) -> None:
    number = reply(house)
    claim(house, number)
    if by_restart:
        other.outbox.release()
    else:
        house.pass_time(CLAIM_LASTS + timedelta(seconds=1))
    assert other.outbox.claim(number) is None
    assert house.states(OUTBOUND) == [UNSURE]
    house.pass_time(UNSURE_FOR)
    assert text(claim(other, number)) == "answer"


def test_a_report_ends_the_doubt_so_that_nobody_gets_the_reply_twice(house: House, other: House) -> None:
    number = reply(house)
    interrupted = claim(house, number)
    other.outbox.release()
    house.deliver(DeliveryStatus(WHATSAPP, "wamid 1", "delivered", own_id=interrupted.own_id))
    house.pass_time(UNSURE_FOR)
    assert other.outbox.claim(number) is None
    assert house.states(OUTBOUND) == [SENT]


def test_what_two_processes_know_of_a_sending_never_contradicts(house: House, other: House) -> None:
    number = reply(house)
    slow = claim(house, number)
    other.outbox.release()
    house.pass_time(UNSURE_FOR)
    other.outbox.sent(claim(other, number), "wamid 2")
    house.outbox.fail(slow, 1)
    assert house.states(OUTBOUND) == [SENT]


def test_when_the_channel_refuses_everything_the_reply_waits(house: House) -> None:
    number = reply(house)
    house.outbox.park(claim(house, number), 190)
    assert (house.states(OUTBOUND), house.outbox.claim(number)) == ([PARKED], None)
    house.pass_time(LONGEST_PAUSE)
    assert text(claim(house, number)) == "answer"


def test_after_the_window_one_invitation_goes_out_and_the_reply_when_the_person_writes_again(house: House) -> None:
    number = reply(house, "first")
    reply(house, "second")
    for _ in range(2):
        house.outbox.close(claim(house, number), 131047)
    invitation = claim(house, number)
    assert invitation.reply is None
    house.outbox.sent(invitation, "wamid 1")
    assert house.outbox.claim(number) is None
    house.store("I am here", channel=WHATSAPP)
    assert text(claim(house, number)) == "first"


def test_a_report_that_the_window_was_closed_is_the_same_as_a_refusal(house: House) -> None:
    number = reply(house)
    house.outbox.sent(claim(house, number), "wamid 1")
    house.deliver(DeliveryStatus(WHATSAPP, "wamid 1", "failed", error_code=131047))
    assert house.states(OUTBOUND) == [CLOSED, WAITING]
    assert claim(house, number).reply is None


def test_an_invitation_that_is_refused_too_is_not_followed_by_another(house: House) -> None:
    number = reply(house)
    for _ in range(2):
        house.outbox.close(claim(house, number), 131047)
    assert house.outbox.claim(number) is None
    assert house.states(OUTBOUND) == [CLOSED, CLOSED]


def test_whoever_wanted_to_be_forgotten_is_known_until_the_last_word_is_out_and_no_longer(house: House) -> None:
    reply(house, "before")
    turn = house.turn(channel=WHATSAPP)
    house.answer(turn, Reply("All is deleted", "en", forget=True))
    assert house.texts(channel=WHATSAPP) == ["All is deleted"]
    delivery = claim(house, house.conversation(channel=WHATSAPP))
    assert delivery.addresses == (address("anna", WHATSAPP),) and not delivery.with_notice
    house.outbox.sent(delivery, "wamid 1")
    assert house.rows(Conversation) == []


def test_whoever_writes_again_before_that_is_a_new_person(house: House) -> None:
    house.answer(house.turn(channel=WHATSAPP), Reply("All is deleted", "en", forget=True))
    house.store("hello again", channel=WHATSAPP)
    house.outbox.sent(claim(house, house.conversation(channel=WHATSAPP)), "wamid 1")
    assert house.texts(channel=WHATSAPP) == ["All is deleted", "hello again"]
