"""The regression set as files to take away and to bring."""

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session
from starlette.datastructures import UploadFile

from desk.access import Editor, Staff
from desk.audit import note
from desk.context import Desk
from desk.posted import Posted
from desk.test_bench.answerable import NotRight
from desk.test_bench.downloads import download
from desk.test_bench.question_files import as_csv, as_json_lines, import_rows
from desk.test_bench.question_list import every
from desk.test_bench.question_pages import QUESTIONS, list_page
from desk.test_bench.questions import ADDED, CHANGED, gold_of

_COLUMNS = ("id", "text", "variety", "language", "kind", "article", "also", "category", "place", "look_alike", "danger")


def question_file_routes(desk: Desk) -> APIRouter:
    """Import and export."""
    router = APIRouter()

    @router.post(f"{QUESTIONS}/import")
    def import_sent(request: Request, user: Editor, posted: Posted) -> Response:
        file = posted.get("file")
        content = file.file.read() if isinstance(file, UploadFile) else b""
        try:
            with Session(desk.database) as session, session.begin():
                imported = import_rows(session, user.name, content)
                note(
                    session, user, "regression.imported", added=imported.counts[ADDED], changed=imported.counts[CHANGED]
                )
        except NotRight as error:
            return list_page(desk, request, 422, problem=next(iter(error.problems.values())))
        return list_page(desk, request, imported=imported)

    @router.get(f"{QUESTIONS}.jsonl")
    def json_lines(user: Staff) -> Response:
        with Session(desk.database) as session:
            content = as_json_lines(every(session))
        return download(content, "dalil-questions.jsonl", "application/jsonl")

    @router.get(f"{QUESTIONS}.csv")
    def table(user: Staff) -> Response:
        with Session(desk.database) as session:
            rows = [gold_of(question).to_row() for question in every(session)]
        return download(as_csv(rows, _COLUMNS), "dalil-questions.csv", "text/csv")

    return router
