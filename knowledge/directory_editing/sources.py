"""Where the changed fields of a record were read: every fact needs a source, what we decide ourselves does not."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.exchange.facts import Difference, organization_facts, stored_facts
from knowledge.exchange.row_check import CONFIDENCES
from knowledge.exchange.table_export import field_value, table_row
from knowledge.models import FieldSource, Organization, Place, Service

IN_SOURCE, PARTLY = CONFIDENCES[:2]
EDITORIAL = "editorial"
_OURS = frozenset(
    {"organization", "categories", "precision", "confidence", "source", "source_date", "note", "key", "type",
     "assured_date", "name"}
)  # fmt: skip
"""Fields that we decide ourselves: how we call a service, under which kind of help it is found, what we think of it."""
_JOINED = " | "
_LONGEST_DATES = 300


@dataclass(frozen=True)
class Source:
    """A page, a document or a call, and what it is worth: `IN_SOURCE`, `PARTLY` or `EDITORIAL`."""

    text: str
    confidence: str = IN_SOURCE


def needs_source(record: Organization | Service, field: str) -> bool:
    """True for facts; translations are made here."""
    if field == "name" and isinstance(record, Organization):
        return True
    return field not in _OURS and not field.endswith(")")


def unsourced(record: Organization | Service, found: Iterable[Difference], sources: Mapping[str, Source]) -> list[str]:
    """The changed fields of which nobody says where their new value was read."""
    return [field for field, *_ in found if needs_source(record, field) and _source(field, sources) is None]


def keep_sources(
    session: Session,
    record: Organization | Service,
    found: Iterable[Difference],
    sources: Mapping[str, Source],
    today: date,
) -> None:
    """Write down where the changed fields were read; a field that is empty now has no source any more."""
    values = _values(session, record)
    for field, *_ in found:
        source = _source(field, sources)
        if source is None or not needs_source(record, field):
            continue
        record.field_sources = [known for known in record.field_sources if known.field != field]
        if values.get(field):
            record.field_sources.append(_field_source(field, values[field], source, today))
        if isinstance(record, Service) and source.confidence != EDITORIAL:
            _add_to_service(record, source, today)


def _source(field: str, sources: Mapping[str, Source]) -> Source | None:
    return sources.get(field) or sources.get("")


def _values(session: Session, record: Organization | Service) -> dict[str, str]:
    """Each field as a source gives it."""
    if isinstance(record, Organization):
        return organization_facts(record)
    links = record.service_at_locations
    keys = {link.location.place_key for link in links}
    places = {place.key: place for place in session.scalars(select(Place).where(Place.key.in_(keys)))}
    facts, row = stored_facts(record), table_row(record, links[0] if links else None, places)
    return {field: field_value(facts, row, field) for field in facts}


def _field_source(field: str, value: str, source: Source, today: date) -> FieldSource:
    return FieldSource(
        id=str(uuid.uuid4()),
        field=field,
        value=value,
        source=source.text,
        confidence=source.confidence,
        last_action_date=today.isoformat(),
    )


def _add_to_service(service: Service, source: Source, today: date) -> None:
    """To the sources that people are told, each with its date; what is too long for the dates loses the oldest."""
    names = [name for name in service.source.split(_JOINED) if name]
    dates = [day for day in service.source_date.split(_JOINED) if day][: len(names)]
    dates += ["s.d."] * (len(names) - len(dates))
    pairs = [pair for pair in zip(names, dates, strict=True) if pair[0] != source.text]
    pairs.append((source.text, today.isoformat()))
    while len(_JOINED.join(day for _, day in pairs)) > _LONGEST_DATES:
        pairs.pop(0)
    service.source = _JOINED.join(name for name, _ in pairs)
    service.source_date = _JOINED.join(day for _, day in pairs)
