"""The pages of the regression set."""

from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request, Response
from sqlalchemy.orm import Session

from desk.access import Editor, Staff
from desk.audit import note
from desk.context import Desk
from desk.models import User
from desk.pages import see, show, words_of
from desk.posted import Posted
from desk.test_bench import question_list
from desk.test_bench.answerable import NotRight
from desk.test_bench.bench_pages import BENCH
from desk.test_bench.models import FORM, RegressionQuestion
from desk.test_bench.question_files import Imported
from desk.test_bench.question_forms import conflict_of, question_form
from desk.test_bench.question_list import PER_PAGE, Wanted
from desk.test_bench.questions import SAME, change, keep
from desk.test_bench.runs import NO_ANSWER
from desk.test_bench.why import all_articles, titles_of
from reply.gold import KINDS
from reply.judging import OFFERED, RIGHT, WRONG

QUESTIONS = f"{BENCH}/questions"
_ONE = f"{QUESTIONS}/{{question_id:int}}"
VERDICTS = (RIGHT, OFFERED, WRONG, NO_ANSWER)


def question_routes(desk: Desk) -> APIRouter:
    """The list, and one question."""
    router = APIRouter()
    for routes in (_list_routes, _new_routes, _one_routes):
        router.include_router(routes(desk))
    return router


def _list_routes(desk: Desk) -> APIRouter:
    router = APIRouter()

    @router.get(QUESTIONS)
    def questions(request: Request, user: Staff) -> Response:
        return list_page(desk, request)

    return router


def list_page(
    desk: Desk, request: Request, status: int = 200, imported: Imported | None = None, problem: str = ""
) -> Response:
    """The list, with what came of a file, or the key of the word that says why it was not taken."""
    asked = {name: request.query_params.get(name, "").strip() for name in ("words", "kind", "article", "verdict")}
    wanted = Wanted(**asked)
    language = words_of(request).language
    with Session(desk.database) as session:
        number = question_list.count(session, wanted)
        pages = max(1, -(-number // PER_PAGE))
        page = min(max(1, _number(request.query_params.get("page"))), pages)
        listed = question_list.page(session, wanted, page)
        keys = {each.question.article for each in listed} - {None}
        return show(
            request, "test_bench/questions.html", status, listed=listed, number_of=number, page=page, pages=pages,
            asked=asked, kinds=KINDS, verdicts=VERDICTS, titles=titles_of(session, filter(None, keys), language),
            articles=all_articles(session, language), query=urlencode(asked), imported=imported, problem=problem,
        )  # fmt: skip


def _new_routes(desk: Desk) -> APIRouter:
    router = APIRouter()

    @router.get(f"{QUESTIONS}/new")
    def new(request: Request, user: Editor) -> Response:
        with Session(desk.database) as session:
            return _form_page(request, question_form(session, request))

    @router.post(f"{QUESTIONS}/new")
    def new_sent(request: Request, user: Editor, posted: Posted) -> Response:
        with Session(desk.database) as session, session.begin():
            form = question_form(session, request, posted)
            try:
                question, what = keep(session, user.name, form.gold(), FORM)
            except NotRight as error:
                form.show_problems(request, error)
                return _form_page(request, form, 422)
            _note(session, user, question, what)
        return see(QUESTIONS, f"test_bench.question_{what}")

    return router


def _one_routes(desk: Desk) -> APIRouter:
    router = APIRouter()

    @router.get(_ONE)
    def one(request: Request, user: Editor, question_id: int) -> Response:
        with Session(desk.database) as session:
            question = _found(session, question_id)
            return _form_page(request, question_form(session, request, question=question), question=question)

    @router.post(_ONE)
    def one_sent(request: Request, user: Editor, question_id: int, posted: Posted) -> Response:
        with Session(desk.database) as session, session.begin():
            question = _found(session, question_id)
            form = question_form(session, request, posted)
            if conflict := conflict_of(request, form, question):
                return _form_page(request, form, 409, question, conflict)
            before = question.version
            try:
                change(session, user.name, question, form.gold(question))
            except NotRight as error:
                form.show_problems(request, error)
                return _form_page(request, form, 422, question)
            _note(session, user, question, "changed" if question.version != before else SAME)
        return see(QUESTIONS, "test_bench.question_changed")

    @router.post(f"{_ONE}/delete")
    def delete(request: Request, user: Editor, question_id: int, posted: Posted) -> Response:
        with Session(desk.database) as session, session.begin():
            question = _found(session, question_id)
            _note(session, user, question, "deleted")
            session.delete(question)
        return see(QUESTIONS, "test_bench.question_deleted")

    return router


def _form_page(
    request: Request,
    form: object,
    status: int = 200,
    question: RegressionQuestion | None = None,
    conflict: object = None,
) -> Response:
    return show(request, "test_bench/question.html", status, form=form, question=question, conflict=conflict)


def _found(session: Session, question_id: int) -> RegressionQuestion:
    question = session.get(RegressionQuestion, question_id)
    if question is None:
        raise HTTPException(404)
    return question


def _note(session: Session, user: User, question: RegressionQuestion, what: str) -> None:
    if what != SAME:
        note(session, user, f"regression.{what}", str(question.id), kind=question.kind, article=question.article)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 1
