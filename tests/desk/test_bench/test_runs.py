"""Runs of the regression set: one at a time, stopped when asked, lost with their process."""

import asyncio
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.models import now
from desk.test_bench import runs
from desk.test_bench.comparison import Comparison, compare
from desk.test_bench.models import BENCH, DONE, FAILED, LOST, STOPPED, RegressionResult, RegressionRun
from desk.test_bench.questions import keep
from desk.test_bench.running import AT_ONCE, Running
from gateway.engine import Engine
from gateway.models import ForgottenEngineId
from reply import Reply, Trace
from reply.gold import Gold
from tests.desk.visitors import desk_on
from tests.gateway.small_engine import Body, SmallEngine


def with_questions(database: Database, number: int = 3) -> None:
    """Questions about one article."""
    with Session(database) as session, session.begin():
        for each in range(number):
            keep(session, "Amal", Gold("", f"question {each}", "question", article="schooling.no_papers"), BENCH)


def begun(database: Database) -> int | None:
    with Session(database) as session, session.begin():
        run = runs.start(session, "Amal")
        return run.id if run else None


def answers(article: str) -> Callable[[Body], list[Body]]:
    return lambda _: [{"custom": Reply("Oui.", "fr", trace=Trace("question", article=article)).to_dict()}]


def run(database: Database, engine_url: str, run_id: int, pause: float = 0.02) -> None:
    """Ask all questions, as the web process does."""

    async def whole() -> None:
        engine = Engine(engine_url, "token", timeout=5)
        await Running(desk_on(database, engine=engine), pause).ask_all(run_id)
        await engine.close()

    asyncio.run(whole())


def run_of(database: Database, run_id: int) -> RegressionRun:
    with Session(database) as session:
        return session.get_one(RegressionRun, run_id)


def verdicts(database: Database, run_id: int) -> dict[str, int]:
    with Session(database) as session:
        return runs.progress(session, session.get_one(RegressionRun, run_id))


def whole_run(database: Database, engine: SmallEngine, article: str) -> int:
    engine.answers = answers(article)
    run_id = begun(database)
    assert run_id is not None
    run(database, engine.url, run_id)
    return run_id


def test_every_question_is_asked_as_somebody_new_and_judged(
    both_databases: Database, small_engine: SmallEngine
) -> None:
    with_questions(both_databases, 9)
    run_id = whole_run(both_databases, small_engine, "schooling.no_papers")
    assert verdicts(both_databases, run_id) == {"right": 9}
    assert run_of(both_databases, run_id).state == DONE
    assert sorted(small_engine.messages) == sorted(f"question {each}" for each in range(9))
    senders = {body["sender"] for body in small_engine.requests}
    assert len(senders) == 9 and all(sender.startswith("desk-") for sender in senders)
    assert all(body["metadata"]["language"] is None for body in small_engine.requests)


def test_the_engine_is_told_to_forget_every_conversation_of_a_run(
    desk_database: Database, small_engine: SmallEngine
) -> None:
    with_questions(desk_database)
    whole_run(desk_database, small_engine, "schooling.no_papers")
    with Session(desk_database) as session:
        forgotten = set(session.scalars(select(ForgottenEngineId.engine_id)))
    assert forgotten == {body["sender"] for body in small_engine.requests}


def test_only_one_run_goes_on_at_a_time(both_databases: Database) -> None:
    with_questions(both_databases)
    first = begun(both_databases)
    assert first is not None and begun(both_databases) is None
    with Session(both_databases) as session, session.begin():
        runs.end(session, first, DONE)
    assert begun(both_databases) not in (None, first)


def test_of_many_that_begin_at_once_one_does(both_databases: Database) -> None:
    with_questions(both_databases)
    begun_ids: list[int | None] = []
    threads = [threading.Thread(target=lambda: begun_ids.append(begun(both_databases))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([run_id for run_id in begun_ids if run_id]) == 1


def test_without_questions_nothing_is_run(desk_database: Database) -> None:
    assert begun(desk_database) is None


def test_a_run_whose_process_fell_silent_is_lost_and_another_may_begin(both_databases: Database) -> None:
    with_questions(both_databases)
    first = begun(both_databases)
    with Session(both_databases) as session, session.begin():
        session.get_one(RegressionRun, first).beat_at = now() - runs.SILENT - timedelta(seconds=1)
    second = begun(both_databases)
    assert first is not None and second not in (None, first)
    assert run_of(both_databases, first).state == LOST
    assert run_of(both_databases, first).ended_at is not None


def test_a_run_that_was_given_up_for_lost_ends_itself_when_it_wakes(
    desk_database: Database, small_engine: SmallEngine
) -> None:
    with_questions(desk_database, 20)
    first = begun(desk_database)
    assert first is not None
    with Session(desk_database) as session, session.begin():
        runs.end_silent(session, now() + 2 * runs.SILENT)
    small_engine.answers, small_engine.seconds = answers("schooling.no_papers"), 0.05
    run(desk_database, small_engine.url, first)
    assert run_of(desk_database, first).state == LOST
    assert len(small_engine.requests) < 20


def test_a_run_stops_when_somebody_asks_and_keeps_what_it_has(
    both_databases: Database, small_engine: SmallEngine
) -> None:
    with_questions(both_databases, 40)
    run_id = begun(both_databases)
    assert run_id is not None

    def stops_after_ten(body: Body) -> list[Body]:
        if len(small_engine.requests) >= 10:
            with Session(both_databases) as session, session.begin():
                runs.want_stop(session, run_id)
        return answers("schooling.no_papers")(body)

    small_engine.answers, small_engine.seconds = stops_after_ten, 0.03
    run(both_databases, small_engine.url, run_id)
    assert run_of(both_databases, run_id).state == STOPPED
    assert 10 <= sum(verdicts(both_databases, run_id).values()) < 40
    with Session(both_databases) as session, session.begin():
        assert not runs.want_stop(session, run_id)


def test_a_run_ends_soon_when_the_engine_is_down(desk_database: Database) -> None:
    with_questions(desk_database, 40)
    run_id = begun(desk_database)
    assert run_id is not None
    run(desk_database, "http://127.0.0.1:9", run_id)
    assert run_of(desk_database, run_id).state == FAILED
    assert sum(verdicts(desk_database, run_id).values()) <= 3 + AT_ONCE


def test_a_question_that_fails_inside_the_engine_does_not_end_the_run(
    desk_database: Database, small_engine: SmallEngine
) -> None:
    with_questions(desk_database, 12)
    small_engine.answers = lambda body: [] if body["message"] != "question 3" else answers("health.emergency")(body)
    run_id = begun(desk_database)
    assert run_id is not None
    run(desk_database, small_engine.url, run_id)
    assert run_of(desk_database, run_id).state == DONE
    assert verdicts(desk_database, run_id) == {"failed": 11, "wrong": 1}


def test_at_most_four_questions_are_asked_at_once(desk_database: Database, small_engine: SmallEngine) -> None:
    with_questions(desk_database, 16)
    inside, most, lock = 0, 0, threading.Lock()

    def counted(body: Body) -> list[Body]:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        threading.Event().wait(0.03)
        with lock:
            inside -= 1
        return answers("schooling.no_papers")(body)

    small_engine.answers = counted
    run_id = begun(desk_database)
    assert run_id is not None
    run(desk_database, small_engine.url, run_id)
    assert most == AT_ONCE


def test_a_run_is_compared_with_those_before_that_have_results(
    desk_database: Database, small_engine: SmallEngine
) -> None:
    with_questions(desk_database)
    first = whole_run(desk_database, small_engine, "schooling.no_papers")
    empty = begun(desk_database)
    assert empty is not None
    with Session(desk_database) as session, session.begin():
        runs.end(session, empty, LOST)
    third = whole_run(desk_database, small_engine, "schooling.no_papers")
    with Session(desk_database) as session:
        before = runs.before(session, session.get_one(RegressionRun, third))
        assert [run.id for run in before] == [first]
        assert runs.before(session, before[0]) == []
        last = runs.last_with_results(session)
        assert last is not None and last.id == third


def result(question_id: int, verdict: str, text: str = "x") -> RegressionResult:
    return RegressionResult(question_id=question_id, verdict=verdict, expected={"text": text}, got={})


@pytest.mark.parametrize(
    ("earlier", "later", "list_of"),
    [
        ("wrong", "right", "better"),
        ("wrong", "offered", "better"),
        ("offered", "right", "better"),
        ("right", "wrong", "worse"),
        ("right", "offered", "worse"),
        ("offered", "wrong", "worse"),
        ("wrong", "wrong", "still_wrong"),
        ("offered", "offered", "still_wrong"),
        ("right", "right", ""),
        ("failed", "wrong", "new_wrong"),
        ("failed", "right", ""),
        ("right", "failed", "unanswered"),
        (None, "wrong", "new_wrong"),
        (None, "right", ""),
    ],
)
def test_each_question_is_better_worse_or_unchanged(earlier: str | None, later: str, list_of: str) -> None:
    found = compare([result(1, later)], [result(1, earlier)] if earlier else [])
    assert lists_of(found) == ([list_of] if list_of else [])
    assert found.counts == {later: 1}


def test_a_question_that_was_changed_since_is_not_compared(small_engine: SmallEngine) -> None:
    found = compare([result(1, "wrong", "new words")], [result(1, "right", "old words")])
    assert lists_of(found) == ["new_wrong"]


def lists_of(found: Comparison) -> list[str]:
    names: list[Any] = ["better", "worse", "still_wrong", "new_wrong", "unanswered"]
    return [name for name in names if getattr(found, name)]
