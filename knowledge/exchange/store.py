"""Records of the directory → database; what somebody edited there is never overwritten."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Mapper, Session, class_mapper, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from knowledge.exchange.record import fingerprint_of
from knowledge.models import Location, Organization, Service, ServiceAtLocation

Record = Organization | Location | Service
R = TypeVar("R", Organization, Location, Service)
Fate = Literal["added", "updated", "unchanged", "conflicts", "foreign"]
_AT_ONCE = 400


@dataclass
class Stored:
    """What storing did, as names of records."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    """Changed both in the source and in the database since the last load: the database's version was kept."""
    foreign: list[str] = field(default_factory=list)
    """They came from another source: that version was kept."""
    removed: list[str] = field(default_factory=list)
    """No longer in the source from which they once came."""

    @property
    def changed(self) -> bool:
        """True when the database is no longer what it was."""
        return bool(self.added or self.updated or self.removed)

    def summary(self) -> str:
        """The numbers in one line."""
        return (
            f"{len(self.added)} new, {len(self.updated)} changed, {len(self.unchanged)} as before, "
            f"{len(self.removed)} removed, {len(self.conflicts)} kept because they were edited here, "
            f"{len(self.foreign)} kept because they come from another source"
        )


def store(session: Session, records: Iterable[Record], take_over: bool = False, overwrite: bool = False) -> Stored:
    """Add or update records, in the caller's transaction. Organisations and locations must come before their services.

    A record that was edited in the database since it was loaded stays as it is, and is a conflict if the source has
    changed as well. A record that came from another source is only changed with `take_over`. With `overwrite` all are
    changed.
    """
    result = Stored()
    pending = iter(records)
    while batch := list(islice(pending, _AT_ONCE)):
        known = known_of(session, batch)
        for record in batch:
            _store_one(session, record, known.get((type(record), record.id)), take_over, overwrite, result)
        session.flush()
    return result


def remove_others(session: Session, origin: str, kept_ids: set[str], result: Stored) -> None:
    """Delete what once came from `origin` and is not in it any more, unless it was edited or is still needed.

    A service that was edited stays and is a conflict; organisations and places of services stay with the services.
    """
    for service in _others(session, Service, origin, kept_ids):
        _remove(session, service, result)
    session.flush()
    in_use = set(session.scalars(select(Service.organization_id)))
    in_use |= set(session.scalars(select(ServiceAtLocation.location_id)))
    left: list[Record] = [*_others(session, Organization, origin, kept_ids)]
    left += _others(session, Location, origin, kept_ids)
    for record in left:
        if record.id not in in_use:
            _remove(session, record, result)
    session.flush()


def _others(session: Session, table: type[R], origin: str, kept_ids: set[str]) -> list[R]:
    records = session.scalars(select(table).where(table.origin == origin))
    return [record for record in records if record.id not in kept_ids]


def _remove(session: Session, record: Record, result: Stored) -> None:
    if fingerprint_of(record) == record.loaded_fingerprint:
        result.removed.append(name_of(record))
        session.delete(record)
    else:
        result.conflicts.append(name_of(record))


def name_of(record: Record) -> str:
    """What a person calls the record."""
    if isinstance(record, Service):
        organization = f"{record.organization.name}: " if record.organization else ""
        return f"service {organization}{record.description or record.name}"
    if isinstance(record, Location):
        addresses = "; ".join(address.address_1 for address in record.addresses)
        return f"location {record.name or addresses or record.place_key or record.id}"
    return f"organization {record.name}"


def stored(session: Session, table: type[R], ids: Collection[str]) -> Iterator[R]:
    """The stored records with these ids, with all their parts, some at a time in few statements."""
    wanted = list(ids)
    for start in range(0, len(wanted), _AT_ONCE):
        query = select(table).where(table.id.in_(wanted[start : start + _AT_ONCE]))
        yield from session.scalars(query.options(*_whole(class_mapper(table)))).all()


def known_of(session: Session, batch: Sequence[Record]) -> dict[tuple[type[Record], str], Record]:
    """The stored records with the ids of a batch."""
    found: list[Record] = [
        *stored(session, Organization, [record.id for record in batch if isinstance(record, Organization)]),
        *stored(session, Location, [record.id for record in batch if isinstance(record, Location)]),
        *stored(session, Service, [record.id for record in batch if isinstance(record, Service)]),
    ]
    return {(type(record), record.id): record for record in found}


def _whole(mapper: Mapper[Any], above: Any = None) -> Iterator[ORMOption]:
    """The options that load a record with all its parts and theirs, in one statement for each kind of part."""
    for part in mapper.relationships:
        if part.cascade.delete_orphan:
            attribute = part.class_attribute
            option = above.selectinload(attribute) if above else selectinload(attribute)
            yield option
            yield from _whole(part.mapper, option)


def fate(record: Record, known: Record | None, take_over: bool = False, overwrite: bool = False) -> Fate:
    """What storing a record would do, as a field of `Stored`; see `store`."""
    if known is None:
        return "added"
    fresh, present = fingerprint_of(record), fingerprint_of(known)
    if present == fresh:
        return "unchanged"
    if overwrite:
        return "updated"
    if known.origin != record.origin and not take_over:
        return "foreign"
    if present == known.loaded_fingerprint:
        return "updated"
    return "unchanged" if known.loaded_fingerprint == fresh else "conflicts"


def _store_one(
    session: Session, record: Record, known: Record | None, take_over: bool, overwrite: bool, result: Stored
) -> None:
    what = fate(record, known, take_over, overwrite)
    getattr(result, what).append(name_of(known or record))
    fresh = fingerprint_of(record)
    if known is None:
        record.loaded_fingerprint = fresh
        session.add(record)
    elif what == "updated":
        record.loaded_fingerprint = fresh
        session.merge(record)
    elif known.origin == record.origin and fingerprint_of(known) == fresh:
        # Only its own source may call an edit loaded: after another one's, the next load would undo the edit.
        known.loaded_fingerprint = fresh
