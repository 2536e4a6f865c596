"""Counting and reviewing the message log: once, by however many processes, whatever is killed."""

import asyncio
import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import desk.statistics.collector as module
from desk.statistics.collector import Collector
from desk.statistics.models import CollectorPosition, ReplyTimeCount, WeekCount
from gateway.models import Message
from knowledge.models import ReviewEntry
from knowledge.review import wrong_answer
from tests.gateway.house import WHATSAPP, House, address
from tests.gateway.talks import LATER, ask, danger, human_says, nothing_found, question, search, wish


def collect(database: Database) -> None:
    collector = Collector(database)
    while collector.collect():
        pass


def totals(database: Database) -> tuple[int, int, int]:
    """How many messages, reply times and entries there are."""
    with Session(database) as session:
        counted = session.scalar(select(func.coalesce(func.sum(WeekCount.count), 0)))
        timed = session.scalar(select(func.coalesce(func.sum(ReplyTimeCount.count), 0)))
        return int(counted or 0), int(timed or 0), int(session.scalar(select(func.count(ReviewEntry.id))) or 0)


def test_messages_are_counted_by_what_became_of_them(house: House) -> None:
    ask(house, "school?", question())
    ask(house, "school again?", question(), person="bea")
    ask(house, "a doctor in Rabat", search(found=False))
    ask(house, "he beats me", danger(), channel=WHATSAPP)
    house.pass_time(LATER)
    collect(house.database)
    with Session(house.database) as session:
        rows = session.scalars(select(WeekCount)).all()
    assert sorted((row.channel, row.topic, row.outcome, row.category, row.place, row.count) for row in rows) == [
        ("web", "", "no_service", "health", "Rabat", 1),
        ("web", "schooling", "answered", "", "", 2),
        ("whatsapp", "", "urgent", "", "", 1),
    ]
    assert all(row.week.weekday() == 0 for row in rows)


def test_a_human_and_the_time_people_waited_for_one_are_counted(house: House) -> None:
    ask(house, "a human please", wish())
    house.pass_time(timedelta(minutes=10))
    human_says(house, house.conversation("anna"))
    human_says(house, house.conversation("anna"))
    house.pass_time(LATER)
    collect(house.database)
    with Session(house.database) as session:
        outcomes = dict(session.execute(select(WeekCount.outcome, WeekCount.count)).all())  # type: ignore[arg-type]
        times = session.execute(select(ReplyTimeCount.replier, ReplyTimeCount.within, ReplyTimeCount.count)).all()
    assert outcomes == {"human_asked": 1, "human": 1}
    assert [tuple(time) for time in times if time.replier == "human"] == [("human", 900, 1)]


def test_nothing_is_counted_twice_by_processes_that_count_at_once(
    database: Database, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_AT_ONCE", 3)
    for number in range(20):
        ask(house, f"a question of {number * 7919}", nothing_found(), person=f"person {number}")
    house.pass_time(LATER)
    processes = [threading.Thread(target=collect, args=(database,)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    collect(database)
    assert totals(database) == (20, 20, 20)


def test_what_is_killed_before_it_is_stored_is_counted_the_next_time(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(house, "the licence?", nothing_found())
    house.pass_time(LATER)
    with monkeypatch.context() as patched:
        patched.setattr(module.Groups, "give", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            Collector(house.database).collect()
    assert totals(house.database) == (0, 0, 0)
    collect(house.database)
    assert totals(house.database) == (1, 1, 1)


def test_counts_outlive_the_messages_and_who_deletes_at_once_is_not_counted(house: House) -> None:
    ask(house, "school?", question())
    house.pass_time(LATER)
    collect(house.database)
    ask(house, "school!", question(), person="bea")
    for person in ("anna", "bea"):
        house.forgetting.forget("web", address(person))
    house.pass_time(LATER)
    collect(house.database)
    assert house.rows(Message) == []
    assert totals(house.database)[0] == 1


def test_entries_that_the_assistant_made_are_grouped_although_nothing_else_is_new(database: Database) -> None:
    with Session(database) as session, session.begin():
        session.add(wrong_answer("l'école ?", "fr", "schooling.free"))
    assert Collector(database).collect() is False
    with Session(database) as session:
        assert session.scalar(select(ReviewEntry.group_id)) is not None


def test_a_step_without_anything_new_writes_nothing(database: Database) -> None:
    for _ in range(2):
        assert Collector(database).collect() is False
    with Session(database) as session:
        assert session.scalars(select(CollectorPosition.message_id)).all() == [0]


def test_a_failure_is_logged_without_its_values_and_the_next_look_comes(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looks = []

    def fail(_: Collector) -> bool:
        looks.append(1)
        raise ValueError("what somebody wrote")

    monkeypatch.setattr(Collector, "collect", fail)
    monkeypatch.setattr(module, "_BETWEEN", 0.01)

    async def a_moment() -> None:
        task = asyncio.create_task(Collector(database).run())
        while len(looks) < 2:
            await asyncio.sleep(0.005)
        task.cancel()

    asyncio.run(a_moment())
    assert "ValueError" in caplog.text and "somebody" not in caplog.text
