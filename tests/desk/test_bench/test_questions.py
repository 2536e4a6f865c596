"""The regression set: each message once, and only with what an answer can fulfil."""

import json
from typing import Any

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.test_bench.answerable import NotRight
from desk.test_bench.models import BENCH, IMPORT, RegressionQuestion
from desk.test_bench.question_files import Imported, as_csv, as_json_lines, import_rows
from desk.test_bench.questions import ADDED, CHANGED, SAME, change, gold_of, keep
from reply.gold import Gold


def expected(text: str = "école sans papiers ?", kind: str = "question", **fields: Any) -> Gold:
    usual = {"article": "schooling.no_papers"} if kind == "question" else {}
    return Gold(fields.pop("id", ""), text, kind, **{**usual, **fields})


def put(database: Database, gold: Gold, name: str = "Amal") -> str:
    with Session(database) as session, session.begin():
        return keep(session, name, gold, BENCH)[1]


def stored(database: Database) -> list[RegressionQuestion]:
    with Session(database) as session:
        return list(session.scalars(select(RegressionQuestion).order_by(RegressionQuestion.id)))


def imported(database: Database, *rows: Any) -> Imported:
    content = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)
    with Session(database) as session, session.begin():
        return import_rows(session, "Amal", content.encode())


def test_a_message_is_in_the_set_once_however_it_is_spaced_and_capitalised(both_databases: Database) -> None:
    assert put(both_databases, expected("École  sans papiers ?")) == ADDED
    assert put(both_databases, expected("École  sans papiers ?")) == SAME
    assert put(both_databases, expected(" école sans\npapiers ? ", article="schooling.documents"), "Driss") == CHANGED
    (question,) = stored(both_databases)
    assert (question.article, question.added_by, question.changed_by) == ("schooling.documents", "Amal", "Driss")
    assert question.version == 2


@pytest.mark.parametrize(
    ("gold", "field"),
    [
        (expected(text=" \n "), "text"),
        (expected(text="a" * 1501), "text"),
        (expected(kind="answer"), "kind"),
        (expected(language="de"), "language"),
        (expected(article="schooling.gone"), "article"),
        (expected(also=("schooling.gone",)), "article"),
        (expected(kind="service", category="restaurants"), "category"),
        (expected(kind="service", place="Atlantis"), "place"),
        (expected(variety="x" * 41), "variety"),
    ],
)
def test_what_no_answer_could_fulfil_is_refused_with_its_field(desk_database: Database, gold: Gold, field: str) -> None:
    with pytest.raises(NotRight) as caught:
        put(desk_database, gold)
    assert list(caught.value.problems) == [field]
    assert stored(desk_database) == []


@pytest.mark.parametrize("typed", ["Rabat", "rabat", " الرباط "])
def test_a_place_is_kept_by_the_name_that_answers_use(both_databases: Database, typed: str) -> None:
    put(both_databases, expected(kind="service", category="health", place=typed))
    assert stored(both_databases)[0].place == "Rabat"


def test_two_messages_never_become_one(desk_database: Database) -> None:
    put(desk_database, expected("un"))
    put(desk_database, expected("deux"))
    with Session(desk_database) as session, session.begin():
        second = session.scalars(select(RegressionQuestion).where(RegressionQuestion.text == "deux")).one()
        with pytest.raises(NotRight) as caught:
            change(session, "Amal", second, expected("UN"))
        change(session, "Amal", second, expected("Deux", article="schooling.documents"))
    assert list(caught.value.problems) == ["text"]
    assert [(question.text, question.article) for question in stored(desk_database)] == [
        ("un", "schooling.no_papers"),
        ("Deux", "schooling.documents"),
    ]


def test_a_set_that_was_exported_is_imported_as_it_was(desk_database: Database) -> None:
    rows = [
        expected("un", id="dev-1", variety="french", language="fr", also=("schooling.documents",), danger="health"),
        expected("deux", "service", category="health", place="Rabat", look_alike=True),
        expected("trois", "command", article="menu"),
    ]
    for gold in rows:
        put(desk_database, gold)
    lines = as_json_lines(stored(desk_database))
    before = [gold_of(question) for question in stored(desk_database)]
    assert imported(desk_database, lines).counts == {SAME: 3}
    with Session(desk_database) as session, session.begin():
        for question in session.scalars(select(RegressionQuestion)):
            session.delete(question)
    assert imported(desk_database, lines).counts == {ADDED: 3}
    assert [gold_of(question) for question in stored(desk_database)] == before
    assert {question.source for question in stored(desk_database)} == {IMPORT}


def test_bad_rows_of_a_file_are_named_by_line_and_good_ones_are_taken(desk_database: Database) -> None:
    good = {"id": "1", "text": "école ?", "kind": "question", "article": "schooling.no_papers"}
    found = imported(
        desk_database, good, "", "no json", {"id": "2", "text": "x"}, [1], {**good, "article": "a.gone"},
        {**good, "kind": 3}, {"text": "sans id", "article": "schooling.documents"},
    )  # fmt: skip
    assert found.counts == {ADDED: 2}
    assert [(refusal.line, refusal.reason) for refusal in found.refusals] == [
        (3, "test_bench.problem_row"),
        (4, "test_bench.problem_row_kind"),
        (5, "test_bench.problem_row"),
        (6, "test_bench.problem_article"),
        (7, "test_bench.problem_row"),
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "test_bench.problem_file_empty"),
        ("{}".encode("utf-16"), "test_bench.problem_file_encoding"),
        (b"{}\n" * 5001, "test_bench.problem_file_long"),
    ],
)
def test_what_is_no_file_of_rows_is_refused_whole(desk_database: Database, content: bytes, problem: str) -> None:
    with Session(desk_database) as session, pytest.raises(NotRight) as caught:
        import_rows(session, "Amal", content)
    assert caught.value.problems == {"file": problem}


def test_a_spreadsheet_takes_no_message_for_a_formula() -> None:
    table = as_csv([{"text": '=HYPERLINK("x")', "also": ["a.b", "c.d"], "more": 1}], ["text", "also"])
    assert table.startswith("\ufefftext,also\r\n")
    assert '"\'=HYPERLINK(""x"")"' in table and "a.b c.d" in table and "more" not in table
