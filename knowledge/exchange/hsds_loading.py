"""Loading records with all that their documents need, in a number of statements that does not grow with the records."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from knowledge.models import (
    Attribute,
    Location,
    Organization,
    Phone,
    Place,
    Service,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)

Record = TypeVar("Record", Organization, Service, ServiceAtLocation, Taxonomy, TaxonomyTerm)
FULL_ORGANIZATION = (
    selectinload(Organization.phones).selectinload(Phone.languages),
    selectinload(Organization.field_sources),
)
_FULL_LOCATION = (
    selectinload(Location.addresses),
    selectinload(Location.phones).selectinload(Phone.languages),
    selectinload(Location.schedules),
    selectinload(Location.languages),
)
_SERVICE_PARTS = (
    selectinload(Service.phones).selectinload(Phone.languages),
    selectinload(Service.schedules),
    selectinload(Service.languages),
    selectinload(Service.cost_options),
    selectinload(Service.required_documents),
    selectinload(Service.attributes).joinedload(Attribute.term).joinedload(TaxonomyTerm.taxonomy),
    selectinload(Service.field_sources),
)
_LINK_PARTS = (
    selectinload(ServiceAtLocation.phones).selectinload(Phone.languages),
    selectinload(ServiceAtLocation.schedules),
    joinedload(ServiceAtLocation.location).options(*_FULL_LOCATION),
)

SERVICE = (joinedload(Service.organization),)
NESTED_SERVICE = (*_SERVICE_PARTS, selectinload(Service.service_at_locations).options(*_LINK_PARTS))
FULL_SERVICE = (*NESTED_SERVICE, joinedload(Service.organization).options(*FULL_ORGANIZATION))
SERVICE_AT_LOCATION = (
    joinedload(ServiceAtLocation.service).options(*SERVICE),
    joinedload(ServiceAtLocation.location),
)
FULL_SERVICE_AT_LOCATION = (
    *_LINK_PARTS,
    joinedload(ServiceAtLocation.service).options(
        *_SERVICE_PARTS,
        joinedload(Service.organization).options(*FULL_ORGANIZATION),
        selectinload(Service.service_at_locations).joinedload(ServiceAtLocation.location),
    ),
)
TERM = (joinedload(TaxonomyTerm.taxonomy),)


def load(session: Session, table: type[Record], ids: Sequence[str], options: Sequence[ORMOption] = ()) -> list[Record]:
    """The records with these ids, in their order; ids without a record are left out."""
    records = {
        record.id: record for record in session.scalars(select(table).where(table.id.in_(ids)).options(*options))
    }
    return [records[each] for each in ids if each in records]


def services_of(session: Session, organization_ids: Sequence[str], options: Sequence[ORMOption] = ()) -> list[Service]:
    """The services of organisations, in the order of their ids."""
    query = select(Service).where(Service.organization_id.in_(organization_ids)).order_by(Service.id)
    return list(session.scalars(query.options(*options)))


def places_of(session: Session, links: Iterable[ServiceAtLocation]) -> dict[str, Place]:
    """The places where services are, by key."""
    keys = {link.location.place_key for link in links if link.location.place_key}
    return {place.key: place for place in session.scalars(select(Place).where(Place.key.in_(keys)))}
