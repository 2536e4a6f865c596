"""The whole directory as a file."""

import json
from collections.abc import Callable

from fastapi import APIRouter, HTTPException, Request, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.access import Staff
from desk.audit import note
from desk.context import Desk
from desk.directory.paths import DIRECTORY
from desk.directory.saving import today
from desk.pages import words_of
from knowledge.exchange.hsds_export import HsdsExport
from knowledge.exchange.hsds_loading import FULL_SERVICE, load, places_of
from knowledge.exchange.table_export import csv_file, spreadsheet_file, table_rows
from knowledge.models import Place, Service

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {"csv": "text/csv; charset=utf-8", "xlsx": _SHEET, "json": "application/json"}


def export_routes(desk: Desk) -> APIRouter:
    """For everybody who may read the directory."""
    router = APIRouter()

    @router.get(f"{DIRECTORY}/export/{{kind}}")
    def export(request: Request, user: Staff, kind: str) -> Response:
        if kind not in KINDS:
            raise HTTPException(404)
        with Session(desk.database) as session:
            content = _MAKERS[kind](session, words_of(request).language)
        with Session(desk.database) as session, session.begin():
            note(session, user, "directory.exported", kind)
        name = f"dalil-{today().isoformat()}.{kind}"
        return download(content, name, kind)

    return router


def download(content: bytes, name: str, kind: str) -> Response:
    """A file to be saved; the name has only letters, digits and -_. in it."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=KINDS[kind], headers=headers)


def _table(make: Callable[..., bytes]) -> Callable[[Session, str], bytes]:
    def made(session: Session, _: str) -> bytes:
        places = {place.key: place for place in session.scalars(select(Place))}
        return make(table_rows(_services(session), places))

    return made


def _documents(session: Session, language: str) -> bytes:
    services = _services(session)
    export = HsdsExport(language, places_of(session, (link for one in services for link in one.service_at_locations)))
    documents = [export.full_service(one).model_dump(mode="json", exclude_none=True) for one in services]
    return json.dumps(documents, ensure_ascii=False, indent=1).encode()


def _services(session: Session) -> list[Service]:
    return load(session, Service, list(session.scalars(select(Service.id).order_by(Service.id))), FULL_SERVICE)


_MAKERS: dict[str, Callable[[Session, str], bytes]] = {
    "csv": _table(csv_file),
    "xlsx": _table(spreadsheet_file),
    "json": _documents,
}
