"""Prepared answers: everybody at the desk reads them, editors write them."""

from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from desk.access import Editor, Staff
from desk.context import Desk
from desk.forms import EditedElsewhere, Form
from desk.inbox.canned import NameTaken, canned_answers, delete_canned, save_canned
from desk.inbox.conversation_page import LONGEST_TEXT
from desk.inbox.list_pages import INBOX
from desk.inbox.models import CannedAnswer
from desk.models import User
from desk.pages import see, show, words_of
from desk.posted import Posted
from gateway.words import LANGUAGES

CANNED = f"{INBOX}/answers"
_ONE = f"{CANNED}/{{answer_id:int}}"


class CannedForm(Form):
    """A name and a text per language, in the order of `LANGUAGES`."""

    version = HiddenField()
    name = StringField("inbox.canned_name", [InputRequired(), Length(max=80)], render_kw={"dir": "auto"})
    text_0 = TextAreaField("inbox.canned_text", [Length(max=LONGEST_TEXT)], render_kw={"rows": 5})
    text_1 = TextAreaField("inbox.canned_text", [Length(max=LONGEST_TEXT)], render_kw={"rows": 5})
    text_2 = TextAreaField("inbox.canned_text", [Length(max=LONGEST_TEXT)], render_kw={"rows": 5})

    @property
    def texts(self) -> list[Any]:
        """In the order of `LANGUAGES`."""
        return [self[f"text_{number}"] for number in range(len(LANGUAGES))]

    def by_language(self) -> dict[str, str]:
        """The texts that were written."""
        typed = zip(LANGUAGES, (_tidy(text.data) for text in self.texts), strict=True)
        return {language: text for language, text in typed if text}

    def is_right(self, request: Request) -> bool:
        """True when it can be stored; else the form says beside the field what is wrong."""
        right = self.validate()
        if not self.by_language():
            self.texts[0].errors = [words_of(request)("inbox.canned_empty")]
            return False
        return right


def canned_routes(desk: Desk) -> APIRouter:
    """The list, a new one, one of them."""
    router = APIRouter()

    @router.get(CANNED)
    def answers(request: Request, user: Staff) -> Response:
        with Session(desk.database) as session:
            return show(request, "inbox/answers.html", answers=canned_answers(session))

    @router.get(f"{CANNED}/new")
    def new(request: Request, user: Editor) -> Response:
        return _page(request, CannedForm.of(request, data={"version": "0"}))

    @router.post(f"{CANNED}/new")
    def new_sent(request: Request, user: Editor, posted: Posted) -> Response:
        with Session(desk.database) as session, session.begin():
            return _save(session, request, user, posted, None)

    router.include_router(_one_routes(desk))
    return router


def _one_routes(desk: Desk) -> APIRouter:
    router = APIRouter()

    @router.get(_ONE)
    def one(request: Request, user: Editor, answer_id: int) -> Response:
        with Session(desk.database) as session:
            answer = _found(session, answer_id)
            texts = {f"text_{number}": answer.texts.get(each, "") for number, each in enumerate(LANGUAGES)}
            data = {"version": str(answer.version), "name": answer.name, **texts}
            return _page(request, CannedForm.of(request, data=data), answer)

    @router.post(_ONE)
    def one_sent(request: Request, user: Editor, answer_id: int, posted: Posted) -> Response:
        with Session(desk.database) as session, session.begin():
            return _save(session, request, user, posted, _found(session, answer_id))

    @router.post(f"{_ONE}/delete")
    def delete(request: Request, user: Editor, answer_id: int, posted: Posted) -> Response:
        with Session(desk.database) as session, session.begin():
            delete_canned(session, user, _found(session, answer_id))
        return see(CANNED, "inbox.canned_deleted")

    return router


def _save(session: Session, request: Request, user: User, posted: FormData, answer: CannedAnswer | None) -> Response:
    form = CannedForm.of(request, posted)
    if not form.is_right(request):
        return _page(request, form, answer, 422)
    if answer and form.version.data != str(answer.version):
        conflict = _conflict(request, answer, form)
        form.version.process_data(str(answer.version))
        return _page(request, form, answer, 409, conflict)
    try:
        save_canned(session, user, answer, _tidy(form.name.data), form.by_language())
    except NameTaken:
        form.name.errors = [words_of(request)("inbox.canned_name_taken")]
        return _page(request, form, answer, 422)
    return see(CANNED, "inbox.canned_saved")


def _conflict(request: Request, answer: CannedAnswer, form: CannedForm) -> EditedElsewhere:
    words, typed = words_of(request), form.by_language()
    pairs = [(words("inbox.canned_name"), answer.name, form.name.data or "")]
    pairs += [(words(f"language_{each}"), answer.texts.get(each, ""), typed.get(each, "")) for each in LANGUAGES]
    return EditedElsewhere(answer.changed_by, answer.changed_at, tuple(pair for pair in pairs if pair[1] != pair[2]))


def _page(
    request: Request,
    form: CannedForm,
    answer: CannedAnswer | None = None,
    status: int = 200,
    conflict: EditedElsewhere | None = None,
) -> Response:
    return show(request, "inbox/answer.html", status, form=form, answer=answer, conflict=conflict)


def _found(session: Session, answer_id: int) -> CannedAnswer:
    answer = session.get(CannedAnswer, answer_id, with_for_update=True) if answer_id < 2**31 else None
    if answer is None:
        raise HTTPException(404)
    return answer


def _tidy(text: str | None) -> str:
    return (text or "").replace("\0", "").replace("\r\n", "\n").strip()
