"""Runs on their pages: begun by staff, watched, stopped, compared, exported, deleted by administrators."""

import csv
import html
import io
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine as Database
from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.access import SESSION_COOKIE
from desk.models import AuditEntry
from desk.test_bench.models import BENCH, RegressionResult, RegressionRun
from desk.test_bench.questions import keep
from desk.test_bench.runs import SILENT
from reply import Reply, Trace
from reply.gold import Gold
from tests.desk.conftest import Visit
from tests.desk.test_bench.pages import notice_of, text_of
from tests.desk.test_bench.serving import served
from tests.gateway.small_engine import Body, SmallEngine

RUNS = "/desk/test/runs"


def with_questions(database: Database, number: int) -> None:
    with Session(database) as session, session.begin():
        for each in range(number):
            keep(session, "Amal", Gold("", f"question {each}", "question", article="schooling.no_papers"), BENCH)


def answers(article: str, *wrong: str) -> Callable[[Body], list[Body]]:
    """The article to every message but those in `wrong`."""

    def answer(body: Body) -> list[Body]:
        key = "health.emergency" if body["message"] in wrong else article
        return [{"custom": Reply("Oui.", "fr", trace=Trace("question", article=key)).to_dict()}]

    return answer


class Person:
    """Staff with a browser, at a desk that goes on when they are not looking."""

    def __init__(self, address: str, token: str) -> None:
        self.client = httpx.Client(base_url=address, cookies={SESSION_COOKIE: token}, timeout=30)

    def get(self, path: str) -> httpx.Response:
        return self.client.get(path)

    def post(self, path: str) -> httpx.Response:
        page = self.client.get(RUNS).text
        token = re.search(r'<meta name="csrf" content="([^"]+)">', page)
        assert token
        return self.client.post(path, headers={"X-CSRF-Token": token[1]})

    def until_over(self, path: str) -> dict[str, Any]:
        """The progress of a run when it is over."""
        for _ in range(400):
            state: dict[str, Any] = self.get(f"{path}/progress").json()
            if not state["running"]:
                return state
            time.sleep(0.05)
        raise AssertionError("the run did not end")

    def whole_run(self) -> str:
        """Begin a run and wait for its end; gives its page's path."""
        path = self.post(RUNS).headers["location"]
        self.until_over(path)
        return path


@pytest.fixture
def person(application: FastAPI, visit: Visit) -> Iterator[Person]:
    """Somebody of the staff."""
    visitor = visit("staff", name="Amal")
    with served(application) as address:
        yield Person(address, visitor.cookies[SESSION_COOKIE])


def test_a_run_goes_on_while_nobody_looks_and_its_progress_can_be_read(
    person: Person, small_engine: SmallEngine, desk_database: Database
) -> None:
    with_questions(desk_database, 30)
    small_engine.answers, small_engine.seconds = answers("schooling.no_papers", "question 3"), 0.05
    path = person.post(RUNS).headers["location"]
    first = person.get(f"{path}/progress").json()
    assert first["running"] and first["total"] == 30 and first["done"] < 30
    page = person.get(path).text
    assert '<progress id="bar" max="30"' in page and f"{path}/stop" in page
    last = person.until_over(path)
    assert last == {"running": False, "total": 30, "done": 30, "counts": {"right": 29, "wrong": 1}}
    assert "Terminé" in text_of(person.get(path)) and "Terminé" in text_of(person.get(RUNS))


def test_a_second_run_has_to_wait_and_says_so(
    person: Person, small_engine: SmallEngine, desk_database: Database
) -> None:
    with_questions(desk_database, 30)
    small_engine.answers, small_engine.seconds = answers("schooling.no_papers"), 0.05
    path = person.post(RUNS).headers["location"]
    second = person.post(RUNS)
    assert "un autre est en cours" in text_of(person.get(second.headers["location"]))
    person.until_over(path)


def test_a_run_can_be_stopped(person: Person, small_engine: SmallEngine, desk_database: Database) -> None:
    with_questions(desk_database, 400)
    small_engine.answers, small_engine.seconds = answers("schooling.no_papers"), 0.1
    path = person.post(RUNS).headers["location"]
    assert "Le contrôle s'arrête" in text_of(person.get(person.post(f"{path}/stop").headers["location"]))
    state = person.until_over(path)
    assert state["done"] < 400
    assert "Ce contrôle a été arrêté" in text_of(person.get(path))
    assert "déjà terminé" in text_of(person.get(person.post(f"{path}/stop").headers["location"]))


def test_a_run_shows_what_became_better_and_worse(
    person: Person, small_engine: SmallEngine, desk_database: Database
) -> None:
    with_questions(desk_database, 5)
    small_engine.answers = answers("schooling.no_papers", "question 1", "question 2")
    first = person.whole_run()
    assert "premier contrôle" in text_of(person.get(first))
    small_engine.answers = answers("schooling.no_papers", "question 2", "question 4")
    second = person.whole_run()
    page = html.unescape(person.get(second).text)
    sections = dict(re.findall(r"<h2>([^<]+?) <span.*?</h2>(.*?)</section>", page, re.DOTALL))
    shown = {name: re.findall(r'<p class="what" dir="auto">([^<]*)', content) for name, content in sections.items()}
    assert shown == {
        "Moins bien qu'avant": ["question 4"],
        "Mieux qu'avant": ["question 1"],
        "Toujours fausses": ["question 2"],
    }
    table = list(csv.DictReader(io.StringIO(person.get(f"{second}.csv").text.removeprefix("\ufeff"))))
    assert {row["text"]: (row["change"], row["verdict_before"], row["verdict"]) for row in table} == {
        "question 0": ("unchanged", "right", "right"),
        "question 1": ("better", "wrong", "right"),
        "question 2": ("still_wrong", "wrong", "wrong"),
        "question 3": ("unchanged", "right", "right"),
        "question 4": ("worse", "right", "wrong"),
    }
    assert table[0]["expected_article"] == "schooling.no_papers" and table[0]["got_article"] == "health.emergency"


def test_a_run_is_compared_with_the_one_that_is_chosen(
    person: Person, small_engine: SmallEngine, desk_database: Database
) -> None:
    with_questions(desk_database, 2)
    small_engine.answers = answers("schooling.no_papers", "question 1")
    person.whole_run()
    small_engine.answers = answers("schooling.no_papers")
    person.whole_run()
    third = person.whole_run()
    assert "Toutes les réponses sont justes" in text_of(person.get(third))
    assert "Mieux qu'avant 1" in text_of(person.get(f"{third}?with=1"))
    assert person.get(f"{third}?with=nothing").status_code == 200


def test_without_questions_no_run_begins_and_the_page_says_why(visit: Visit) -> None:
    visitor = visit("staff")
    assert "Il n'y a pas encore de question" in text_of(visitor.get(RUNS))
    assert "il n'y a aucune question" in notice_of(visitor.post(RUNS), visitor)


def with_run(database: Database, **values: Any) -> None:
    with Session(database) as session, session.begin():
        run = RegressionRun(started_by="Amal", total=1, **values)
        run.results = [RegressionResult(question_id=1, verdict="right", expected={"text": "x"})]
        session.add(run)


def test_a_run_of_a_process_that_died_is_shown_as_lost(visit: Visit, desk_database: Database) -> None:
    with_run(desk_database, active=True)
    visitor = visit("staff")
    assert visitor.get(f"{RUNS}/1/progress").json()["running"]
    with Session(desk_database) as session, session.begin():
        run = session.get_one(RegressionRun, 1)
        run.beat_at = run.beat_at - 2 * SILENT
    assert not visitor.get(f"{RUNS}/1/progress").json()["running"]
    assert "Perdu" in text_of(visitor.get(RUNS)) and "redémarré" in text_of(visitor.get(f"{RUNS}/1"))


@pytest.mark.parametrize("role", ["staff", "editor"])
def test_only_administrators_delete_runs(visit: Visit, desk_database: Database, role: str) -> None:
    with_run(desk_database, state="done")
    visitor = visit(role)
    assert visitor.post(f"{RUNS}/1/delete").status_code == 403
    assert "/delete" not in visitor.get(RUNS).text
    assert visitor.get(f"{RUNS}/1").status_code == 200


def test_a_run_is_deleted_with_its_results_but_not_while_it_goes_on(visit: Visit, desk_database: Database) -> None:
    with_run(desk_database, active=True)
    visitor = visit("administrator", name="Zineb")
    assert "arrêtez-le avant" in notice_of(visitor.post(f"{RUNS}/1/delete"), visitor)
    with Session(desk_database) as session, session.begin():
        run = session.get_one(RegressionRun, 1)
        run.state, run.active = "done", None
    assert notice_of(visitor.post(f"{RUNS}/1/delete"), visitor) == "Le contrôle est supprimé."
    with Session(desk_database) as session:
        assert session.scalars(select(RegressionResult)).all() == []
        (entry,) = session.scalars(select(AuditEntry)).all()
        assert (entry.user_name, entry.action, entry.subject) == ("Zineb", "regression.run_deleted", "1")
    assert visitor.get(f"{RUNS}/1").status_code == 404


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("path", ["/desk/test", "/desk/test/questions", "/desk/test/questions/new", RUNS, f"{RUNS}/1"])
def test_every_page_can_be_read_in_every_language(
    visit: Visit, desk_database: Database, language: str, path: str
) -> None:
    with_run(desk_database, state="done")
    page = visit("administrator", language).get(path)
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.text
    assert "test_bench." not in text_of(page)
    assert " style=" not in page.text and "onclick" not in page.text
