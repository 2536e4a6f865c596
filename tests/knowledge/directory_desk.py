"""A small directory in a database, edited as people at the desk edit it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge.directory_editing.content import PhoneLine, ServiceContent, fill_service
from knowledge.directory_editing.editing import Terms, edit, version_of
from knowledge.directory_editing.import_preview import start_import
from knowledge.directory_editing.import_run import import_some, prepare_import
from knowledge.directory_editing.sources import Source
from knowledge.exchange.facts import Difference, audience_values, category_codes
from knowledge.models import DirectoryImport, Service
from tests.knowledge.directory_rows import Row, csv_text, only_service
from tests.knowledge.samples import CONTENT

FOLDER = CONTENT / "directory"
TODAY = date(2026, 11, 27)
NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
CALL = Source("appel du 27 novembre 2026")


def terms(version: str, still_fits: bool = False, **sources: Source) -> Terms:
    return Terms(version, sources, TODAY, still_fits)


def from_call(record: Any) -> Terms:
    """The record as it is now, changed by what a phone call said."""
    return Terms(version_of(record), {"": CALL}, TODAY, still_fits=True)


def content_of_service(service: Service, **values: object) -> ServiceContent:
    """What a form says that nobody changed, but for some columns."""
    columns = ("name", "description", "alert", "application_process", "eligibility_description", "fees_description",
               "url", "email", "status", "confidence", "note", "minimum_age", "maximum_age")  # fmt: skip
    return ServiceContent(
        values={column: getattr(service, column) for column in columns} | values,
        translations={field: dict(service.translations.get(field, {})) for field in ("name", "description")},
        categories=frozenset(category_codes(service.attributes)),
        audiences=audience_values(service.attributes),
        languages=tuple(spoken.code for spoken in service.languages),
        phones=tuple(PhoneLine(phone.number, phone.type, phone.description) for phone in service.phones),
        documents=tuple(paper.document for paper in service.required_documents),
        amount=service.cost_options[0].amount if service.cost_options else None,
    )


def changed(engine: Engine, **values: object) -> list[Difference]:
    """Edit the only service; parts such as `phones` are named as in `ServiceContent`."""
    parts = {name: value for name, value in values.items() if name in ServiceContent.__dataclass_fields__}
    columns = {name: value for name, value in values.items() if name not in parts}

    def change(service: Service) -> None:
        fill_service(service, replace(content_of_service(service, **columns), **parts))

    return on_service(engine, change)


def on_service(engine: Engine, change: Callable[[Service], None]) -> list[Difference]:
    with Session(engine) as session, session.begin():
        service = only_service(session)
        return edit(session, service, change, from_call(service))


def uploaded(session: Session, rows: list[Row], name: str = "table.csv", columns: Any = None) -> DirectoryImport:
    text = csv_text(rows, columns=columns) if columns else csv_text(rows)
    return start_import(session, text.encode(), name, "amina", "fr", NOW, FOLDER)


def finish_import(session: Session, upload: DirectoryImport, user: str, at: datetime, folder: Path) -> None:
    """All chosen rows, in one transaction."""
    prepared = prepare_import(session, upload, folder)
    while import_some(session, upload, prepared, user, at):
        pass


def imported(engine: Engine, rows: list[Row], name: str = "table.csv", columns: Any = None) -> int:
    """Import what the preview would import; returns the import's number."""
    with Session(engine) as session, session.begin():
        upload = uploaded(session, rows, name, columns)
        finish_import(session, upload, "amina", NOW, FOLDER)
        return upload.id
