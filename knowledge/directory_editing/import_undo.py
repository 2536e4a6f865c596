"""Undoing an import: what it changed is put back, as far as nobody changed it since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.changes import announce_services
from knowledge.directory_editing.import_run import Key, NothingToDo, present_records
from knowledge.directory_editing.snapshot import KINDS, restored
from knowledge.exchange.record import fingerprint_of
from knowledge.exchange.store import Record, name_of
from knowledge.models import (
    DirectoryImport,
    DirectoryImportChange,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
)
from knowledge.models.directory_import import DONE, UNDONE


@dataclass
class Undone:
    """What undoing did."""

    restored: int = 0
    left: list[str] = field(default_factory=list)
    """Records that somebody changed after the import, or that others need now; they stay as they are."""


def undo_import(session: Session, upload: DirectoryImport, user: str, at: datetime) -> Undone:
    """Put back what an import changed, as far as nobody changed it since; in the caller's transaction.

    Raises NothingToDo for what is not done, or undone already.
    """
    if upload.state != DONE:
        raise NothingToDo
    result = Undone()
    changes = list(session.scalars(select(DirectoryImportChange).where(DirectoryImportChange.import_id == upload.id)))
    present = present_records(session, [(change.kind, change.record_id) for change in changes])
    mine = [change for change in changes if _is_as_left(change, present, result)]
    for kind in KINDS:
        _put_back(session, [change for change in mine if change.kind == kind and change.before], result)
    for kind in reversed(KINDS):
        _remove(session, [change for change in mine if change.kind == kind and not change.before], present, result)
    upload.state, upload.undone_at, upload.undone_by = UNDONE, at, user
    announce_services(session)
    return result


def _is_as_left(change: DirectoryImportChange, present: dict[Key, Record], result: Undone) -> bool:
    record = present.get((change.kind, change.record_id))
    if record is None:
        if change.before:
            result.left.append(change.before["columns"]["name"])
        return False
    if fingerprint_of(record) != change.after_fingerprint:
        result.left.append(name_of(record))
        return False
    return True


def _put_back(session: Session, changes: Iterable[DirectoryImportChange], result: Undone) -> None:
    for change in changes:
        session.merge(restored(change.kind, change.before or {}))
        result.restored += 1
    session.flush()


def _remove(
    session: Session, changes: Sequence[DirectoryImportChange], present: dict[Key, Record], result: Undone
) -> None:
    """Delete what the import added, unless a service that stays needs it."""
    needed = set(session.scalars(select(Service.organization_id)))
    needed |= set(session.scalars(select(ServiceAtLocation.location_id)))
    for change in changes:
        record = present[change.kind, change.record_id]
        if isinstance(record, Organization | Location) and record.id in needed:
            result.left.append(name_of(record))
            continue
        session.delete(record)
        result.restored += 1
    session.flush()
