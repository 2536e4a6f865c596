"""The import wizard: choose a file, look at every row, import what was chosen; undo it."""

from pathlib import Path
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from sqlalchemy import Integer, cast, func, select, update
from sqlalchemy.orm import Session
from starlette.datastructures import FormData, UploadFile

from desk.access import Administrator, Editor
from desk.audit import note
from desk.context import Desk
from desk.directory.paths import IMPORTS, import_path
from desk.directory.refused_rows import refused_file
from desk.directory.showing import Showing
from desk.directory.waiting import waiting_corrections
from desk.models import User, now
from desk.pages import see, show, words_of
from desk.posted import Posted
from knowledge.directory_editing.editing import lock_directory
from knowledge.directory_editing.import_preview import (
    CAN_BE_CHOSEN,
    REFUSED,
    STATES,
    forget_expired,
    start_import,
)
from knowledge.directory_editing.import_run import LEFT, NothingToDo, Prepared, import_some, prepare_import
from knowledge.directory_editing.import_undo import undo_import
from knowledge.exchange.problems import ImportRefused
from knowledge.exchange.row_check import COLUMNS
from knowledge.models import DirectoryImport, DirectoryImportRow
from knowledge.models.directory_import import PREVIEW

PER_PAGE = 50
_SHOWN = 30
_FOLDER = Path(__file__).parents[2] / "knowledge" / "content" / "directory"
_ONE = f"{IMPORTS}/{{number}}"


def import_routes(desk: Desk) -> APIRouter:
    """For editors; undoing is for administrators."""
    router = APIRouter()

    @router.get(IMPORTS)
    def imports(request: Request, user: Editor) -> Response:
        return _list_page(request, desk)

    @router.post(IMPORTS)
    def upload(request: Request, user: Editor, form: Posted) -> Response:
        return _uploaded(request, desk, user, form)

    @router.get(_ONE)
    def import_page(request: Request, user: Editor, number: int, state: str = "", page: int = 1) -> Response:
        with Session(desk.database) as session:
            return _preview_page(request, session, import_of(session, number), state, page)

    @router.post(f"{_ONE}/choose")
    def choose(request: Request, user: Editor, number: int, form: Posted) -> Response:
        with Session(desk.database) as session, session.begin():
            _choose(session, import_of(session, number), form)
        return _next_step(number, form)

    @router.post(f"{_ONE}/run")
    def run(request: Request, user: Editor, number: int, form: Posted) -> Response:
        return _ran(desk, user, number, form)

    @router.post(f"{_ONE}/discard")
    def discard(request: Request, user: Editor, number: int, form: Posted) -> Response:
        with Session(desk.database) as session, session.begin():
            upload = import_of(session, number)
            if upload.state == PREVIEW:
                session.delete(upload)
        return see(IMPORTS, "directory.import_discarded")

    @router.post(f"{_ONE}/undo")
    def undo(request: Request, user: Administrator, number: int, form: Posted) -> Response:
        return _undone(request, desk, user, number)

    @router.get(f"{_ONE}/refused")
    def refused(request: Request, user: Editor, number: int) -> Response:
        with Session(desk.database) as session:
            upload = import_of(session, number)
            return refused_file(upload.name, _rows(session, upload.id, REFUSED), Showing(words_of(request), {}))

    return router


def import_of(session: Session, number: int) -> DirectoryImport:
    """The import with that number. Raises HTTPException 404."""
    upload = session.get(DirectoryImport, number)
    if upload is None:
        raise HTTPException(404)
    return upload


def _list_page(request: Request, desk: Desk, status: int = 200, error: str = "") -> Response:
    with Session(desk.database) as session:
        forget_expired(session, now())
        session.commit()
        query = select(DirectoryImport).order_by(DirectoryImport.id.desc()).limit(_SHOWN)
        return show(request, "directory/imports.html", status, imports=list(session.scalars(query)), error=error,
                    columns=COLUMNS, waiting=waiting_corrections(session))  # fmt: skip


def _uploaded(request: Request, desk: Desk, user: User, form: FormData) -> Response:
    words = words_of(request)
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        return _list_page(request, desk, 422, words("directory.choose_file"))
    try:
        with Session(desk.database) as session, session.begin():
            content = file.file.read()
            upload = start_import(session, content, file.filename, user.name, words.language, now(), _FOLDER)
            session.flush()
            number = upload.id
    except ImportRefused as refused:
        return _list_page(request, desk, 422, refused.args[0].say(words.language))
    return see(import_path(number))


def _preview_page(request: Request, session: Session, upload: DirectoryImport, state: str, page: int) -> Response:
    states = select(DirectoryImportRow.state, func.count(), func.sum(_chosen())).where(_of(upload.id))
    counted = {one: (number, int(chosen or 0)) for one, number, chosen in session.execute(states.group_by("state"))}
    wanted = state if state in counted else ""
    total = counted[wanted][0] if wanted else sum(number for number, _ in counted.values())
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(1, page), pages)
    query = select(DirectoryImportRow).where(_of(upload.id)).order_by(DirectoryImportRow.number, DirectoryImportRow.id)
    if wanted:
        query = query.where(DirectoryImportRow.state == wanted)
    rows = list(session.scalars(query.offset((number - 1) * PER_PAGE).limit(PER_PAGE)))
    return show(
        request, "directory/import.html", upload=upload, rows=rows, state=wanted, page=number, pages=pages,
        counts=[(one, counted[one][0]) for one in (*STATES, LEFT) if one in counted], total=total,
        chosen=sum(chosen for _, chosen in counted.values()), can_be_chosen=CAN_BE_CHOSEN,
        showing=Showing.of(session, words_of(request)), is_preview=upload.state == PREVIEW,
    )  # fmt: skip


def _chosen() -> Any:
    return cast(DirectoryImportRow.is_chosen, Integer)


def _of(number: int) -> Any:
    return DirectoryImportRow.import_id == number


def _choose(session: Session, upload: DirectoryImport, form: FormData) -> None:
    """Keep the choice for the rows of the page that was sent, or for all rows at once."""
    possible = (_of(upload.id), DirectoryImportRow.state.in_(CAN_BE_CHOSEN))
    if form.get("all") in ("all", "none"):
        state = str(form.get("state") or "")
        these = (*possible, DirectoryImportRow.state == state) if state in CAN_BE_CHOSEN else possible
        session.execute(update(DirectoryImportRow).where(*these).values(is_chosen=form.get("all") == "all"))
        return
    shown = [int(text) for text in form.getlist("shown") if isinstance(text, str) and text.isdecimal()]
    ticked = {text for text in form.getlist("chosen") if isinstance(text, str)}
    for row in session.scalars(select(DirectoryImportRow).where(*possible, DirectoryImportRow.id.in_(shown))):
        row.is_chosen = str(row.id) in ticked


def _next_step(number: int, form: FormData) -> Response:
    """To another page of the list, or on to the import."""
    state, page = str(form.get("state") or ""), str(form.get("to") or "")
    path = f"{import_path(number)}?state={state if state in STATES else ''}"
    return see(f"{path}&page={page}") if page.isdecimal() else see(path, "directory.choice_kept")


def _ran(desk: Desk, user: User, number: int, form: FormData) -> Response:
    """Some rows at a time, so that nobody else has to wait long for the database."""
    with Session(desk.database) as session, session.begin():
        _choose(session, import_of(session, number), form)
    with Session(desk.database) as session:
        if not session.scalar(select(func.count()).where(_of(number), DirectoryImportRow.is_chosen)):
            return see(import_path(number), "directory.nothing_chosen")
    try:
        with Session(desk.database) as session:
            prepared = prepare_import(session, import_of(session, number), _FOLDER)
        while _imported_some(desk, user, number, prepared):
            pass
    except NothingToDo:
        return see(import_path(number), "directory.import_done_before")
    return see(import_path(number), "directory.import_done")


def _imported_some(desk: Desk, user: User, number: int, prepared: Prepared) -> int:
    """How many rows are left."""
    with Session(desk.database, expire_on_commit=False) as session, session.begin():
        lock_directory(session)
        upload = import_of(session, number)
        remaining = import_some(session, upload, prepared, user.name, now())
        if not remaining:
            note(session, user, "directory.imported", str(number), name=upload.name, **upload.counts)
        return remaining


def _undone(request: Request, desk: Desk, user: User, number: int) -> Response:
    try:
        with Session(desk.database) as session, session.begin():
            lock_directory(session)
            upload = import_of(session, number)
            result = undo_import(session, upload, user.name, now())
            note(session, user, "directory.import_undone", str(number), name=upload.name, restored=result.restored,
                 left=result.left)  # fmt: skip
            if result.left:
                return show(request, "directory/undone.html", upload=upload, result=result)
    except NothingToDo:
        return see(import_path(number), "directory.import_undone_before")
    return see(import_path(number), "directory.import_undone")


def _rows(session: Session, number: int, state: str) -> list[DirectoryImportRow]:
    query = select(DirectoryImportRow).where(_of(number), DirectoryImportRow.state == state)
    return list(session.scalars(query.order_by(DirectoryImportRow.number)))
