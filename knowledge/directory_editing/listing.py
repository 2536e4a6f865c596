"""Finding services and organisations to look at or to edit, a page at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session, selectinload

from knowledge import full_text
from knowledge.categories import categories
from knowledge.due import months_before
from knowledge.load.taxonomies import term_id
from knowledge.models import Attribute, Location, Organization, Place, Service, ServiceAtLocation
from knowledge.models.taxonomy import CATEGORIES

PER_PAGE = 50
NEVER = 0
"""Months of `Wished.confirmed_before` for services that nobody ever confirmed."""
NONE = "none"
"""Category or place of services without one."""
_MOST_FOUND = 500
"""More services than these do not fit a query well enough to be read through."""


@dataclass(frozen=True)
class Wished:
    """What somebody looks for; empty: anything."""

    text: str = ""
    place: str = ""
    """Key of a town, with its quarters, or of a region, with all in it; `NONE`: the whole country."""
    category: str = ""
    status: str = ""
    confidence: str = ""
    confirmed_before: int | None = None
    """Confirmed longer ago than so many months, or never; with `NEVER` only the latter."""


@dataclass(frozen=True)
class Page:
    """Some of the services found, and how many there are."""

    services: list[Service]
    total: int
    number: int
    pages: int


def find_services(session: Session, wished: Wished, today: date, page: int = 1) -> Page:
    """The services that somebody looks for, by organisation; with their organisations, places and kinds of help."""
    conditions = list(_conditions(session, wished, today))
    total = session.scalar(select(func.count(Service.id)).join(Service.organization).where(*conditions)) or 0
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(1, page), pages)
    query = _ordered(select(Service).join(Service.organization).where(*conditions))
    found = session.scalars(query.offset((number - 1) * PER_PAGE).limit(PER_PAGE))
    return Page(list(found), total, number, pages)


def find_organizations(session: Session, text: str, page: int = 1) -> tuple[list[tuple[Organization, int]], int, int]:
    """Organisations whose name holds a text, with how many services they have; the page's number and of how many."""
    condition = _contains(Organization.name, text)
    total = session.scalar(select(func.count(Organization.id)).where(condition)) or 0
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(1, page), pages)
    count = select(func.count(Service.id)).where(Service.organization_id == Organization.id).scalar_subquery()
    query = select(Organization, count).where(condition).order_by(Organization.name, Organization.id)
    rows = session.execute(query.offset((number - 1) * PER_PAGE).limit(PER_PAGE))
    return [(organization, services) for organization, services in rows], number, pages


def _ordered(query: Select[Service]) -> Select[Service]:
    return query.order_by(Organization.name, Service.description, Service.id).options(
        selectinload(Service.organization),
        selectinload(Service.attributes),
        selectinload(Service.service_at_locations).joinedload(ServiceAtLocation.location),
    )


def _conditions(session: Session, wished: Wished, today: date) -> Iterator[ColumnElement[bool]]:
    if wished.text:
        found = full_text.find(session, full_text.SERVICE, wished.text, _MOST_FOUND)
        yield or_(Service.id.in_([each.owner for each in found]), _contains(Organization.name, wished.text))
    if wished.place:
        yield _is_at(session, wished.place)
    if wished.category:
        yield _is_about(wished.category)
    if wished.status:
        yield Service.status == wished.status
    if wished.confidence:
        yield Service.confidence == wished.confidence
    if wished.confirmed_before is not None:
        yield _unconfirmed(today, wished.confirmed_before)


def _contains(column: ColumnElement[str] | object, text: str) -> ColumnElement[bool]:
    return func.lower(column).contains(text.lower(), autoescape=True)


def _is_at(session: Session, key: str) -> ColumnElement[bool]:
    there = exists().where(ServiceAtLocation.service_id == Service.id, ServiceAtLocation.location_id == Location.id)
    if key == NONE:
        return ~there.where(Location.place_key.is_not(None))
    place = session.get(Place, key)
    inside = Place.region_key == key if place and place.type == "region" else Place.town_key == key
    keys = select(Place.key).where(or_(Place.key == key, inside))
    return there.where(Location.place_key.in_(keys))


def _is_about(category: str) -> ColumnElement[bool]:
    about = exists().where(Attribute.service_id == Service.id)
    if category == NONE:
        return ~about.where(Attribute.taxonomy_term_id.in_(_category_terms()))
    return about.where(Attribute.taxonomy_term_id == term_id(CATEGORIES, category))


def _category_terms() -> list[str]:
    return [term_id(CATEGORIES, code) for code in categories()]


def _unconfirmed(today: date, months: int) -> ColumnElement[bool]:
    never = Service.assured_date.is_(None)
    return never if months == NEVER else or_(never, Service.assured_date < months_before(today, months))
