"""A record with all its parts as JSON values, and back: to put it back as it was."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import inspect

from knowledge.exchange.store import Record
from knowledge.models import Base, Location, Organization, Service

Snapshot = dict[str, Any]
KINDS: dict[str, type[Record]] = {"organization": Organization, "location": Location, "service": Service}
"""What can be kept, in the order in which it must be stored."""


def kind_of(record: Record) -> str:
    """The key of a record in `KINDS`."""
    return next(kind for kind, table in KINDS.items() if isinstance(record, table))


def snapshot_of(record: Base) -> Snapshot:
    """All columns, bookkeeping too, and below the names of their relationships the records that it owns."""
    mapper = inspect(type(record))
    columns = {attribute.key: _plain(getattr(record, attribute.key)) for attribute in mapper.column_attrs}
    parts = {
        relationship.key: [snapshot_of(part) for part in getattr(record, relationship.key)]
        for relationship in mapper.relationships
        if relationship.cascade.delete_orphan
    }
    return {"columns": columns, "parts": parts}


def restored(kind: str, snapshot: Snapshot) -> Record:
    """The record as it was, in no session yet."""
    record: Record = _restored(KINDS[kind], snapshot)
    return record


def _restored(table: type[Base], snapshot: Snapshot) -> Any:
    mapper = inspect(table)
    kinds = {attribute.key: attribute.columns[0].type.python_type for attribute in mapper.column_attrs}
    record = table(**{key: _typed(value, kinds[key]) for key, value in snapshot["columns"].items()})
    for key, parts in snapshot["parts"].items():
        part_table = mapper.relationships[key].mapper.class_
        setattr(record, key, [_restored(part_table, part) for part in parts])
    return record


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _typed(value: Any, kind: type) -> Any:
    if value is None or kind not in (date, datetime):
        return value
    return kind.fromisoformat(value)
