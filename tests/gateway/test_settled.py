"""Reading the message log forward for counting and reviewing, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from gateway.exchanges import Exchange, earlier, following
from gateway.models import NO_HUMAN, Conversation, Message
from gateway.settled import SETTLES, Step, next_step
from reply import Reply
from tests.gateway.house import WHATSAPP, House
from tests.gateway.talks import (
    LATER,
    OFFERED,
    ask,
    choices,
    for_human,
    human_says,
    nothing_found,
    question,
    thumb,
    wish,
)


def step(house: House, after: int = 0, most: int = 100, now: datetime | None = None) -> Step:
    with Session(house.database) as session:
        return next_step(session, after, most, now or datetime.now(UTC))


def texts(exchanges: object) -> list[str]:
    return [exchange.text for exchange in exchanges]  # type: ignore[attr-defined]


def test_an_exchange_is_read_when_it_has_settled_and_not_before(house: House) -> None:
    ask(house, "school?", question())
    assert step(house) == Step(0, is_full=False)
    house.pass_time(SETTLES)
    ask(house, "and health?", question("health.free"))
    found = step(house)
    assert texts(found.exchanges) == ["school?"]
    exchange = found.exchanges[0]
    assert (exchange.channel, exchange.reply.trace.article, exchange.payload) == ("web", "schooling.free", None)
    assert 0 <= exchange.seconds < 5
    assert abs(exchange.at - (datetime.now(UTC) - SETTLES)) < timedelta(minutes=1)


def test_the_log_is_read_in_steps_each_message_once(house: House) -> None:
    for number in range(5):
        ask(house, f"question {number}", question(), person=f"person {number % 2}")
    house.pass_time(LATER)
    read, position, full = [], 0, True
    while full:
        found = step(house, position, most=2)
        read += texts(found.exchanges)
        position, full = found.last_id, found.is_full
    assert read == [f"question {number}" for number in range(5)]
    assert step(house, position) == Step(position, is_full=False)


def test_a_late_answer_is_read_after_the_earlier_ones_of_others(house: House) -> None:
    turn = house.turn("slow", person="bea")
    ask(house, "fast", question())
    house.pass_time(LATER)
    first = step(house)
    assert texts(first.exchanges) == ["fast"]
    assert house.answer(turn, question())
    house.pass_time(LATER)
    assert texts(step(house, first.last_id).exchanges) == ["slow"]


def test_messages_of_the_future_hold_nothing_up(house: House) -> None:
    ask(house, "the clock was wrong", question())
    house.pass_time(timedelta(days=-2))
    assert texts(step(house).exchanges) == ["the clock was wrong"]


def test_further_pages_tests_and_forgotten_people_are_not_read(house: House) -> None:
    long_answer = ask(house, "a long answer", question())
    ask(house, "what was further", question(), person="bea")
    ask(house, "a test", question(), person="carl")
    ask(house, "delete my data", Reply("gone", "fr", forget=True), person="dan")
    with Session(house.database) as session, session.begin():
        session.execute(update(Message).where(Message.id == long_answer).values(page=1))
        test = update(Conversation).where(Conversation.id == house.conversation("carl"))
        session.execute(test.values(handoff=NO_HUMAN))
    house.pass_time(LATER)
    assert texts(step(house).exchanges) == ["what was further"]


def test_a_reply_of_another_shape_is_passed_over(house: House) -> None:
    broken = ask(house, "old", question())
    ask(house, "new", question())
    with Session(house.database) as session, session.begin():
        session.execute(update(Message).where(Message.id == broken).values(reply={"words": 1}))
    house.pass_time(LATER)
    assert texts(step(house).exchanges) == ["new"]


@pytest.fixture
def offered(house: House) -> Exchange:
    """A person who was offered choices."""
    ask(house, "health", choices())
    with Session(house.database) as session:
        return next_step(session, 0, 1, datetime.now(UTC) + LATER * 2).exchanges[0]


def test_what_follows_is_a_tap_a_number_or_a_text_with_its_answer(house: House, offered: Exchange) -> None:
    with Session(house.database) as session:
        assert following(session, offered) is None
    ask(house, "2", question(OFFERED[1]))
    ask(house, "something else", question())
    with Session(house.database) as session:
        then = following(session, offered)
    assert then is not None and then.payload == f'/ask_health{{"article": "{OFFERED[1]}"}}'
    assert then.reply is not None and then.reply.trace.article == OFFERED[1]


def test_what_follows_much_later_does_not(house: House, offered: Exchange) -> None:
    house.pass_time(LATER)
    ask(house, "2", question(OFFERED[1]))
    with Session(house.database) as session:
        moved = next_step(session, 0, 1, datetime.now(UTC)).exchanges[0]
        assert following(session, moved) is None


def test_earlier_exchanges_are_those_of_the_same_person_newest_first(house: House) -> None:
    for text, person in (("one", "anna"), ("other", "bea"), ("two", "anna"), ("three", "anna")):
        ask(house, text, nothing_found(), person=person)
    house.pass_time(LATER)
    with Session(house.database) as session:
        newest = next_step(session, 0, 10, datetime.now(UTC)).exchanges[-1]
        assert texts(earlier(session, newest)) == ["two", "one"]


def test_each_thumb_down_is_seen_once_also_when_it_comes_long_after(house: House) -> None:
    first = ask(house, "first", question(), channel=WHATSAPP)
    liked = ask(house, "liked", question(), channel=WHATSAPP)
    thumb(house, first)
    thumb(house, liked, "👍")
    house.pass_time(LATER)
    start = step(house)
    assert (texts(start.exchanges), texts(start.disliked)) == (["first", "liked"], ["first"])
    later = ask(house, "later", question(), channel=WHATSAPP)
    house.pass_time(LATER)
    middle = step(house, start.last_id)
    assert texts(middle.disliked) == []
    thumb(house, later)
    house.pass_time(LATER)
    assert texts(step(house, middle.last_id).disliked) == ["later"]


def test_a_thumb_down_on_something_old_is_seen_after_a_later_one(house: House) -> None:
    old = ask(house, "old", question(), channel=WHATSAPP)
    new = ask(house, "new", question(), channel=WHATSAPP)
    thumb(house, new)
    house.pass_time(LATER)
    start = step(house)
    thumb(house, old)
    house.pass_time(LATER)
    assert (texts(start.disliked), texts(step(house, start.last_id).disliked)) == (["new"], ["old"])


def test_a_thumb_down_that_is_put_again_is_seen_once(house: House) -> None:
    asked = ask(house, "asked", question(), channel=WHATSAPP)
    thumb(house, asked)
    house.pass_time(LATER)
    start = step(house)
    thumb(house, asked, "")
    thumb(house, asked)
    house.pass_time(LATER)
    assert texts(step(house, start.last_id).disliked) == []


def test_a_thumb_that_is_not_settled_is_not_seen_twice(house: House) -> None:
    first = ask(house, "first", question(), channel=WHATSAPP)
    thumb(house, first)
    house.pass_time(LATER)
    second = ask(house, "second", question(), channel=WHATSAPP)
    thumb(house, second)
    start = step(house)
    house.pass_time(LATER)
    assert texts(start.disliked) == ["first"]
    assert texts(step(house, start.last_id).disliked) == ["second"]


def test_a_thumb_that_is_taken_back_is_none(house: House) -> None:
    first = ask(house, "first", question(), channel=WHATSAPP)
    thumb(house, first)
    thumb(house, first, "")
    house.pass_time(LATER)
    assert step(house).disliked == []


def test_a_human_is_counted_once_a_week_and_with_the_time_that_somebody_waited(house: House) -> None:
    ask(house, "a human please", wish())
    number = house.conversation("anna")
    house.pass_time(timedelta(minutes=10))
    human_says(house, number)
    human_says(house, number, "how can I help?")
    for_human(house, "my paper is lost")
    for_human(house, "please")
    house.pass_time(timedelta(minutes=5))
    human_says(house, number, "I see")
    house.pass_time(LATER)
    turns = step(house, now=datetime.now(UTC)).human_turns
    assert turns[0].first_of_week
    assert [round((turn.seconds or 0) / 60) for turn in turns] == [10, 0, 5]
    assert [turn.seconds is None for turn in turns] == [False, True, False]


def test_what_was_written_to_a_human_is_no_exchange(house: House) -> None:
    number = for_human(house, "my secret story")
    human_says(house, number)
    house.pass_time(LATER)
    assert step(house).exchanges == []
