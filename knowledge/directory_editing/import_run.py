"""Importing the chosen rows of a file that was compared with the directory, and undoing it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from knowledge.changes import announce_services
from knowledge.directory_editing.import_preview import EDITED, FOREIGN, NEW, REFUSED, Comparison, compared
from knowledge.directory_editing.snapshot import KINDS, Snapshot, kind_of, restored, snapshot_of
from knowledge.exchange.batch import Batch
from knowledge.exchange.importing import check_import
from knowledge.exchange.record import fingerprint_of
from knowledge.exchange.source_file import SourceFile, read_content
from knowledge.exchange.store import Record, store, stored
from knowledge.models import (
    DirectoryImport,
    DirectoryImportChange,
    DirectoryImportRow,
)
from knowledge.models.directory_import import DONE, PREVIEW

LEFT = "left"
"""State of a row that was chosen and not imported, because somebody changed the service after the preview."""
_AT_ONCE = 100
Key = tuple[str, str]
"""Kind and id of a record."""


class NothingToDo(Exception):
    """The import was done, or undone, before: somebody else was faster."""


@dataclass(frozen=True)
class Prepared:
    """A file that was read and checked; it holds for the directory as it was then."""

    source: SourceFile
    batch: Batch


def prepare_import(session: Session, upload: DirectoryImport, directory_folder: Path) -> Prepared:
    """Read the file again; the database is only read. Raises NothingToDo for what is no preview any more."""
    if upload.state != PREVIEW or upload.content is None:
        raise NothingToDo
    source = read_content(upload.content, upload.name)
    return Prepared(source, check_import(session, source, directory_folder))


def import_some(session: Session, upload: DirectoryImport, prepared: Prepared, user: str, at: datetime) -> int:
    """Import some of the chosen rows in the caller's transaction, which nobody else has to wait for long.

    Returns how many are left; after the last, `upload.counts` says what happened. What was prepared is of use for all
    of them, in sessions whose records do not expire. Raises NothingToDo for what is no preview any more.
    """
    if upload.state != PREVIEW:
        raise NothingToDo
    query = _rows_of(upload).where(DirectoryImportRow.is_chosen).order_by(DirectoryImportRow.number)
    rows = {row.number: row for row in session.scalars(query.limit(_AT_ONCE))}
    found = [(rows[one.number], one) for one in compared(session, prepared.source, prepared.batch, rows.keys())]
    right = [(row, one) for row, one in found if row.basis == one.basis]
    before = _before(one for _, one in right)
    _store(session, right, is_table=prepared.source.rows is not None)
    _keep_changes(session, upload, before)
    _count(session, upload, rows.values(), [row for row, _ in right])
    remaining = session.scalar(
        select(func.count()).where(DirectoryImportRow.import_id == upload.id, DirectoryImportRow.is_chosen)
    )
    if not remaining:
        _finish(session, upload, user, at)
    announce_services(session)
    return remaining or 0


def _store(session: Session, right: Sequence[tuple[DirectoryImportRow, Comparison]], is_table: bool) -> None:
    """What somebody chose although it was edited here or comes from elsewhere is overwritten."""
    forced = {id(one) for row, one in right if row.state in (EDITED, FOREIGN)}
    store(session, _unique(one for _, one in right if id(one) not in forced), take_over=is_table)
    store(session, _unique(one for _, one in right if id(one) in forced), take_over=True, overwrite=True)
    session.flush()


def _count(
    session: Session, upload: DirectoryImport, rows: Iterable[DirectoryImportRow], right: Sequence[DirectoryImportRow]
) -> None:
    """Rows that were imported are done with; those that were not stay and say so."""
    counts = Counter(upload.counts)
    for row in rows:
        row.is_chosen = False
        if row in right:
            counts["added" if row.state == NEW else "changed"] += 1
            session.delete(row)
        else:
            counts["left"] += 1
            row.state = LEFT
    upload.counts = {name: counts[name] for name in ("added", "changed", "left")}
    session.flush()


def _finish(session: Session, upload: DirectoryImport, user: str, at: datetime) -> None:
    upload.state, upload.content, upload.done_at, upload.done_by = DONE, None, at, user
    kept = DirectoryImportRow.state.in_((REFUSED, LEFT))
    session.execute(
        delete(DirectoryImportRow).where(DirectoryImportRow.import_id == upload.id, ~kept),
        execution_options={"synchronize_session": False},
    )


def _rows_of(upload: DirectoryImport) -> Select[DirectoryImportRow]:
    return select(DirectoryImportRow).where(DirectoryImportRow.import_id == upload.id)


def _before(comparisons: Iterable[Comparison]) -> dict[Key, Snapshot | None]:
    """Every record that may be changed, as it is."""
    return {
        (kind_of(record), record.id): snapshot_of(known) if known else None
        for one in comparisons
        for record, known in zip(one.records, one.known, strict=True)
    }


def _unique(comparisons: Iterable[Comparison]) -> list[Record]:
    """Their records, each once, those that others point to first."""
    records = {(kind_of(record), record.id): record for one in comparisons for record in one.records}
    order = list(KINDS)
    return [records[key] for key in sorted(records, key=lambda key: order.index(key[0]))]


def _keep_changes(session: Session, upload: DirectoryImport, before: dict[Key, Snapshot | None]) -> None:
    """Write down how each record was that is another one now; of one that was changed before, only how it is."""
    query = select(DirectoryImportChange).where(DirectoryImportChange.import_id == upload.id)
    earlier = {(change.kind, change.record_id): change for change in session.scalars(query)}
    for (kind, record_id), record in present_records(session, list(before)).items():
        was, after = before[kind, record_id], fingerprint_of(record)
        if (kind, record_id) in earlier:
            earlier[kind, record_id].after_fingerprint = after
        elif was is None or fingerprint_of(restored(kind, was)) != after:
            session.add(
                DirectoryImportChange(
                    import_id=upload.id, kind=kind, record_id=record_id, before=was, after_fingerprint=after
                )
            )


def present_records(session: Session, keys: Sequence[Key]) -> dict[Key, Record]:
    """The stored records with these kinds and ids."""
    found: dict[Key, Record] = {}
    for kind, table in KINDS.items():
        ids = [record_id for each, record_id in keys if each == kind]
        found |= {(kind, record.id): record for record in stored(session, table, ids)}  # type: ignore[type-var]
    return found
