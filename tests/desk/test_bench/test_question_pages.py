"""The regression set on its pages: who may do what, and nothing is lost or refused silently."""

import html
import json
import re
from typing import Any

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.models import AuditEntry
from desk.test_bench.models import BENCH, RegressionQuestion, RegressionResult, RegressionRun
from desk.test_bench.questions import keep
from reply.gold import Gold
from tests.desk.conftest import Visit
from tests.desk.test_bench.pages import notice_of, text_of

QUESTIONS = "/desk/test/questions"
FILLED = {
    "text": "école sans papiers ?", "kind": "question", "article": "schooling.no_papers", "category": "", "place": "",
    "language": "fr",
}  # fmt: skip


def put(database: Database, *texts: str, kind: str = "question", **fields: Any) -> None:
    article = {"article": "schooling.no_papers"} if kind == "question" else {}
    with Session(database) as session, session.begin():
        for text in texts:
            keep(session, "Driss", Gold("", text, kind, **{**article, **fields}), BENCH)


def stored(database: Database) -> list[RegressionQuestion]:
    with Session(database) as session:
        return list(session.scalars(select(RegressionQuestion).order_by(RegressionQuestion.id)))


def test_an_empty_set_says_how_it_is_filled(visit: Visit) -> None:
    assert "Essayez un message et dites si la réponse est juste" in text_of(visit("staff").get(QUESTIONS))


def test_an_editor_adds_a_question(visit: Visit, desk_database: Database) -> None:
    visitor = visit("editor", name="Amal")
    assert notice_of(visitor.post(f"{QUESTIONS}/new", FILLED), visitor) == "La question est ajoutée."
    (question,) = stored(desk_database)
    assert (question.text, question.article, question.source) == (FILLED["text"], "schooling.no_papers", "form")
    page = text_of(visitor.get(QUESTIONS))
    assert "L'école sans papiers" in page and "Amal" in page


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"text": " "}, "text", "Écrivez le message"),
        ({"article": ""}, "article", "Choisissez l'article"),
        ({"kind": "service", "place": "Atlantis"}, "place", "ne connaît pas ce lieu"),
        ({"kind": "x"}, "kind", "Choisissez un type"),
    ],
)
def test_what_cannot_be_right_is_said_beside_its_field_and_kept(
    visit: Visit, desk_database: Database, wrong: dict[str, str], field: str, sentence: str
) -> None:
    typed = {**FILLED, "text": "un texte à garder", **wrong}
    page = visit("editor").post(f"{QUESTIONS}/new", typed)
    assert page.status_code == 422
    error = re.search(rf'<p class="error" id="{field}-error">([^<]*)</p>', page.text)
    assert error and sentence in html.unescape(error[1])
    assert typed["text"].strip() in page.text and typed["place"] in page.text
    assert stored(desk_database) == []


def test_a_change_keeps_what_the_form_does_not_show(visit: Visit, desk_database: Database) -> None:
    put(desk_database, "école ?", also=("schooling.documents",), variety="french", danger="health", look_alike=True)
    visitor = visit("editor", name="Amal")
    changed = visitor.post(f"{QUESTIONS}/1", {**FILLED, "version": "1", "text": "école, quoi ?"})
    assert notice_of(changed, visitor) == "La question est enregistrée."
    (question,) = stored(desk_database)
    assert (question.text, question.version, question.changed_by) == ("école, quoi ?", 2, "Amal")
    assert (question.also, question.variety, question.danger) == (["schooling.documents"], "french", "health")
    assert question.look_alike and question.added_by == "Driss"


def test_a_command_keeps_its_name_when_its_words_change(visit: Visit, desk_database: Database) -> None:
    put(desk_database, "menu svp", kind="command", article="menu")
    visit("editor").post(f"{QUESTIONS}/1", {**FILLED, "kind": "command", "version": "1", "text": "le menu"})
    assert (stored(desk_database)[0].text, stored(desk_database)[0].article) == ("le menu", "menu")


def test_a_change_made_meanwhile_is_shown_and_not_overwritten(visit: Visit, desk_database: Database) -> None:
    put(desk_database, "école ?")
    one, other = visit("editor", name="Amal"), visit("editor", name="Driss")
    one.post(f"{QUESTIONS}/1", {**FILLED, "version": "1", "text": "école un ?"})
    late = {**FILLED, "version": "1", "text": "école deux ?"}
    page = other.post(f"{QUESTIONS}/1", late)
    assert page.status_code == 409
    assert "Amal a modifié ceci" in text_of(page) and "école un ?" in text_of(page) and "école deux ?" in text_of(page)
    assert stored(desk_database)[0].text == "école un ?"
    version = re.search(r'name="version" type="hidden" value="(\d+)"', page.text)
    assert version
    other.post(f"{QUESTIONS}/1", {**late, "version": version[1]})
    assert stored(desk_database)[0].text == "école deux ?"


def test_a_question_is_deleted_and_every_change_is_written_down(visit: Visit, desk_database: Database) -> None:
    visitor = visit("editor", name="Amal")
    visitor.post(f"{QUESTIONS}/new", FILLED)
    visitor.post(f"{QUESTIONS}/1", {**FILLED, "version": "1", "text": "autrement"})
    assert notice_of(visitor.post(f"{QUESTIONS}/1/delete"), visitor) == "La question est supprimée."
    assert stored(desk_database) == []
    assert visitor.get(f"{QUESTIONS}/1").status_code == 404
    with Session(desk_database) as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.action for entry in entries] == ["regression.added", "regression.changed", "regression.deleted"]
    assert {(entry.user_name, entry.subject) for entry in entries} == {("Amal", "1")}


@pytest.mark.parametrize(
    ("path", "data"),
    [
        (f"{QUESTIONS}/new", FILLED),
        (f"{QUESTIONS}/1", {**FILLED, "version": "1"}),
        (f"{QUESTIONS}/1/delete", {}),
        (f"{QUESTIONS}/import", {}),
    ],
)
def test_staff_read_the_set_and_do_not_change_it(
    visit: Visit, desk_database: Database, path: str, data: dict[str, str]
) -> None:
    put(desk_database, "école ?")
    visitor = visit("staff")
    assert visitor.post(path, data).status_code == 403
    assert [(question.text, question.version) for question in stored(desk_database)] == [("école ?", 1)]
    page = visitor.get(QUESTIONS).text
    assert "école ?" in page
    assert f"{QUESTIONS}/new" not in page and f'{QUESTIONS}/1"' not in page and "/import" not in page


def test_questions_are_found_by_words_kind_article_and_last_verdict(visit: Visit, desk_database: Database) -> None:
    put(desk_database, "école un", "École deux 100%")
    put(desk_database, "médecin", kind="service", category="health")
    with Session(desk_database) as session, session.begin():
        run = RegressionRun(started_by="a", state="done", total=2)
        run.results = [
            RegressionResult(question_id=number, verdict=verdict, expected={})
            for number, verdict in ((1, "right"), (2, "wrong"))
        ]
        session.add(run)
    visitor = visit("staff")

    def found(**asked: str) -> list[str]:
        page = visitor.get(QUESTIONS, params=asked)
        return re.findall(r'<p class="what" dir="auto">([^<]*)</p>', page.text)

    assert found() == ["médecin", "École deux 100%", "école un"]
    assert found(words="DEUX") == found(words="100%") == found(verdict="wrong") == ["École deux 100%"]
    assert found(words="_") == []
    assert found(kind="service") == ["médecin"]
    assert found(article="schooling.no_papers", verdict="right") == ["école un"]
    assert "Aucune question ne correspond" in text_of(visitor.get(QUESTIONS, params={"words": "zzz"}))


def test_a_long_list_comes_in_pages(visit: Visit, desk_database: Database) -> None:
    put(desk_database, *(f"question {number:03}" for number in range(120)))
    visitor = visit("staff")
    assert "120 questions" in text_of(visitor.get(QUESTIONS))
    for page, first, last in (
        ("1", "119", "070"),
        ("2", "069", "020"),
        ("3", "019", "000"),
        ("99", "019", "000"),
        ("x", "119", "070"),
    ):
        shown = re.findall(r"question (\d{3})</p>", visitor.get(f"{QUESTIONS}?page={page}").text)
        assert (shown[0], shown[-1]) == (first, last)


def test_an_import_says_what_it_took_and_why_not_the_rest(visit: Visit, desk_database: Database) -> None:
    rows = [
        {"id": "1", "text": "école ?", "kind": "question", "article": "schooling.no_papers"},
        {"id": "2", "text": "<b>mal</b>", "kind": "question", "article": "a.gone"},
    ]
    content = "\n".join(map(json.dumps, rows)).encode()
    page = visit("editor").post(f"{QUESTIONS}/import", files={"file": ("set.jsonl", content)})
    assert page.status_code == 200
    assert "Ajoutées : 1. Modifiées : 0. Déjà connues : 0. Refusées : 1." in text_of(page)
    assert "Ligne 2 : Choisissez un article : celui-ci n'existe pas." in text_of(page)
    assert "<b>mal" not in page.text
    assert [question.text for question in stored(desk_database)] == ["école ?"]


@pytest.mark.parametrize("files", [{}, {"file": ("x.jsonl", b"")}, {"file": ("x.jsonl", b"\xff\xfe\x00")}])
def test_an_import_of_something_else_says_so(visit: Visit, files: dict[str, Any]) -> None:
    page = visit("editor").post(f"{QUESTIONS}/import", **({"files": files} if files else {}))
    assert page.status_code == 422 and "Rien n'a été importé" in text_of(page)


def test_the_set_is_exported_as_lines_and_as_a_table(visit: Visit, desk_database: Database) -> None:
    put(desk_database, "école ?", also=("schooling.documents",), variety="french")
    visitor = visit("staff")
    lines = visitor.get(f"{QUESTIONS}.jsonl")
    assert json.loads(lines.text) == {
        "id": "desk-1", "text": "école ?", "variety": "french", "language": None, "kind": "question",
        "article": "schooling.no_papers", "also": ["schooling.documents"], "category": None, "place": None,
        "look_alike": False, "danger": None,
    }  # fmt: skip
    assert "attachment" in lines.headers["content-disposition"]
    assert "école ?,french" in visitor.get(f"{QUESTIONS}.csv").text
