"""A record with everything that belongs to it as plain values, so that two versions can be compared."""

import hashlib
import json
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, inspect
from sqlalchemy.orm import RelationshipProperty

from knowledge.models import Base

R = TypeVar("R", bound=Base)
_BOOKKEEPING = frozenset({"loaded_fingerprint", "last_modified", "origin"})


def content_of(record: Base) -> dict[str, Any]:
    """The columns of a record and, below the names of their relationships, the records that it owns.

    What is not content is left out: bookkeeping, and the keys by which a part points to its owner. A column that was
    not set has its default, so that a record that is not yet stored compares equal to the stored one.
    """
    return _content(record, without=frozenset())


def fingerprint_of(record: Base) -> str:
    """SHA-256 of the content; changes exactly when the content does."""
    plain = json.dumps(content_of(record), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def value_of(record: Base, column: str) -> Any:
    """A column as a plain value: dates as texts, what was not set as its default."""
    return _plain(getattr(record, column), inspect(type(record)).column_attrs[column].columns[0])


def copy_of(record: R) -> R:
    """A record with the same content that is not yet in any session."""
    mapper = inspect(type(record))
    copy = type(record)(**{attribute.key: getattr(record, attribute.key) for attribute in mapper.column_attrs})
    for relationship in mapper.relationships:
        if relationship.cascade.delete_orphan:
            setattr(copy, relationship.key, [copy_of(part) for part in getattr(record, relationship.key)])
    return copy


def _content(record: Base, without: frozenset[str]) -> dict[str, Any]:
    mapper = inspect(type(record))
    values = {
        attribute.key: _plain(getattr(record, attribute.key), attribute.columns[0])
        for attribute in mapper.column_attrs
        if attribute.key not in without | _BOOKKEEPING
    }
    for relationship in mapper.relationships:
        if relationship.cascade.delete_orphan:
            owned = [_content(part, _keys_to_owner(relationship)) for part in getattr(record, relationship.key)]
            values[relationship.key] = sorted(owned, key=lambda part: str(part["id"]))
    return values


def _keys_to_owner(relationship: RelationshipProperty[Any]) -> frozenset[str]:
    return frozenset(str(column.key) for column in relationship.remote_side)


def _plain(value: Any, column: ColumnElement[Any]) -> Any:
    default: Any = getattr(column, "default", None)
    if value is None and default is not None:
        value = default.arg(None) if default.is_callable else default.arg
    return value.isoformat() if isinstance(value, date) else value
