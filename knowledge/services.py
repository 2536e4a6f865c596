"""The services nearest to a person for what they need."""

from dataclasses import dataclass
from enum import IntEnum
from math import asin, cos, radians, sin, sqrt

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from knowledge.models import Location, Service, ServiceAtLocation, Translation
from knowledge.places import FoundPlace, Gazetteer

NOT_RECOMMENDED = "name_and_city_only"
_EARTH_RADIUS_KM = 6371.0
_NEARBY_KM = 80.0
_RELATED = {
    "regularisation": "legal_aid",
    "trafficking": "legal_aid",
    "discrimination": "legal_aid",
    "asylum": "legal_aid",
    "civil_status": "legal_aid",
    "housing": "humanitarian_aid",
    "psychosocial": "health",
    "child_protection": "humanitarian_aid",
    "schooling": "humanitarian_aid",
    "language_courses": "vocational_training",
    "employment": "vocational_training",
    "vocational_training": "employment",
    "voluntary_return": "humanitarian_aid",
}
"""Where to look next when the region has nothing of the category itself."""


class Nearness(IntEnum):
    """How near a service is, best first."""

    TOWN = 0
    NEXT_TOWN = 1
    REGION = 2
    COUNTRY = 3
    ELSEWHERE = 4


@dataclass(frozen=True)
class FoundService:
    """A service with what the reader may see of it, in their language where there is a translation."""

    service: Service
    location: Location
    place: FoundPlace | None
    nearness: Nearness
    name: str
    description: str
    eligibility: str
    fee: str
    hours: str
    phones: tuple[str, ...]


Ranked = tuple[ServiceAtLocation, FoundPlace | None, Nearness]


def distance_km(from_lat: float, from_lon: float, to_lat: float, to_lon: float) -> float:
    """Great-circle distance in kilometres."""
    lat1, lon1, lat2, lon2 = map(radians, (from_lat, from_lon, to_lat, to_lon))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(sqrt(half))


def find_services(
    session: Session,
    gazetteer: Gazetteer,
    category: str,
    place: FoundPlace | None,
    language: str,
    limit: int = 3,
) -> list[FoundService]:
    """The best services of a category for somebody in a place (None: anywhere), the nearest first.

    Order: the town, towns within 80 km, the region, lines for the whole country. Only when all of these have nothing:
    the related category, then the same category elsewhere. Rows whose source does not say what the service does are
    never returned.
    """
    found = _near(session, gazetteer, category, place)
    if not found and category in _RELATED:
        found = _near(session, gazetteer, _RELATED[category], place)
    if not found:
        found = _ranked(session, gazetteer, category, place)
    return [_readable(session, *item, language) for item in found[:limit]]


def _near(session: Session, gazetteer: Gazetteer, category: str, place: FoundPlace | None) -> list[Ranked]:
    ranked = _ranked(session, gazetteer, category, place)
    return [item for item in ranked if item[2] is not Nearness.ELSEWHERE or place is None]


def _ranked(session: Session, gazetteer: Gazetteer, category: str, place: FoundPlace | None) -> list[Ranked]:
    query = (
        select(ServiceAtLocation)
        .join(ServiceAtLocation.service)
        .where(Service.category == category, Service.confidence != NOT_RECOMMENDED, Service.status == "active")
        .options(
            selectinload(ServiceAtLocation.service).selectinload(Service.organization),
            selectinload(ServiceAtLocation.service).selectinload(Service.phones),
            selectinload(ServiceAtLocation.location),
            selectinload(ServiceAtLocation.schedules),
        )
    )
    ranked: list[Ranked] = []
    for at_location in session.scalars(query):
        where = gazetteer.by_key(at_location.location.place_key or "")
        ranked.append((at_location, where, _nearness(where, at_location, place)))
    ranked.sort(key=lambda item: _order(item, place))
    return _one_per_organization(ranked)


def _nearness(where: FoundPlace | None, at_location: ServiceAtLocation, place: FoundPlace | None) -> Nearness:
    if at_location.location.place_key is None or where is None:
        return Nearness.COUNTRY
    if place is None:
        return Nearness.ELSEWHERE
    if where.key == place.key or (place.type == "region" and where.region_key == place.key):
        return Nearness.TOWN
    if where.type != "region" and _between(where, place) <= _NEARBY_KM:
        return Nearness.NEXT_TOWN
    if where.region_key == place.region_key:
        return Nearness.REGION
    return Nearness.ELSEWHERE


def _between(one: FoundPlace, other: FoundPlace) -> float:
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude)


def _order(item: Ranked, place: FoundPlace | None) -> tuple[int, float, int, int, str]:
    at_location, where, nearness = item
    service = at_location.service
    away = _between(where, place) if where and place and nearness is not Nearness.COUNTRY else 0.0
    weak_source = service.confidence != "verified_in_source"
    hard_to_reach = not service.phones and not at_location.location.address
    return (nearness, round(away), hard_to_reach, weak_source, service.id)


def _one_per_organization(ranked: list[Ranked]) -> list[Ranked]:
    best: dict[tuple[str, str | None], Ranked] = {}
    for item in ranked:
        best.setdefault((item[0].service.organization_id, item[0].location.place_key), item)
    return list(best.values())


def _readable(
    session: Session, at_location: ServiceAtLocation, where: FoundPlace | None, nearness: Nearness, language: str
) -> FoundService:
    service, location = at_location.service, at_location.location
    words = {
        (row.resource_id, row.field): row.text
        for row in session.scalars(
            select(Translation).where(
                Translation.resource_id.in_([service.id, service.organization_id]), Translation.language == language
            )
        )
    }
    hours = at_location.schedules[0].description if at_location.schedules else ""
    return FoundService(
        service=service,
        location=location,
        place=where,
        nearness=nearness,
        name=words.get((service.organization_id, "name"), service.organization.name),
        description=words.get((service.id, "description"), service.description),
        eligibility=words.get((service.id, "eligibility_description"), service.eligibility_description),
        fee=words.get((service.id, "fees_description"), service.fees_description),
        hours=words.get((service.id, "hours"), hours),
        phones=tuple(phone.dialled for phone in service.phones),
    )
