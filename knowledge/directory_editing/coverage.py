"""Where there is help and where it is missing: services by town, on a sketch drawn from our own coordinates."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import cos, radians

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.geo import distance_km
from knowledge.load.taxonomies import term_id
from knowledge.models import Attribute, Location, Place, Service, ServiceAtLocation
from knowledge.models.service import NOT_RECOMMENDED
from knowledge.models.taxonomy import CATEGORIES
from knowledge.places import FoundPlace, Gazetteer

WIDTH = 600.0
_MARGIN = 38.0
_LEAST, _MOST = 4.0, 30.0
"""Radius of the smallest and the largest circle."""


@dataclass(frozen=True)
class Dot:
    """A town with services, where it is drawn and how large."""

    place: FoundPlace
    services: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Missing:
    """A town without any service of the category, and the nearest one that has some."""

    place: FoundPlace
    population: int | None
    nearest: FoundPlace | None
    kilometres: float | None


@dataclass(frozen=True)
class Coverage:
    """The sketch and the lists beside it."""

    land: list[tuple[float, float]]
    """Every place with coordinates: together they show where the country is, without any border."""
    dots: list[Dot]
    """The largest first, so that none hides another."""
    missing: list[Missing]
    """The largest towns first."""
    regional: int
    """Services of a whole region, or of a place without coordinates."""
    national: int
    height: float


@dataclass(frozen=True)
class _Sheet:
    """Degrees → the sketch's units: one degree of longitude is as much shorter as it is in the middle of the sheet."""

    north: float
    west: float
    narrowing: float
    scale: float

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        x = (longitude - self.west) * self.narrowing * self.scale + _MARGIN
        return round(x, 1), round((self.north - latitude) * self.scale + _MARGIN, 1)


def coverage(session: Session, category: str | None = None) -> Coverage:
    """Where active services that are recommended are; of one category, or of all."""
    gazetteer = Gazetteer.from_database(session)
    points = _points(session)
    sheet, height = _sheet(points)
    counts, regional, national = _counts(session, gazetteer, category)
    with_services = [gazetteer.by_key(key) for key in counts]
    places = [place for place in with_services if place]
    return Coverage(
        land=[sheet.place(*point) for point in points],
        dots=_dots(places, counts, sheet),
        missing=_missing(session, gazetteer, places),
        regional=regional,
        national=national,
        height=height,
    )


def _points(session: Session) -> list[tuple[float, float]]:
    query = select(Place.latitude, Place.longitude).where(Place.type != "region").order_by(Place.key)
    rows = session.execute(query)
    return [(latitude, longitude) for latitude, longitude in rows if latitude is not None and longitude is not None]


def _sheet(points: list[tuple[float, float]]) -> tuple[_Sheet, float]:
    """The sheet that holds all points, and its height."""
    latitudes = [latitude for latitude, _ in points] or [0.0]
    longitudes = [longitude for _, longitude in points] or [0.0]
    north, south, west, east = max(latitudes), min(latitudes), min(longitudes), max(longitudes)
    narrowing = cos(radians((north + south) / 2))
    scale = (WIDTH - 2 * _MARGIN) / (((east - west) * narrowing) or 1.0)
    return _Sheet(north, west, narrowing, scale), round((north - south) * scale + 2 * _MARGIN, 1)


def _counts(session: Session, gazetteer: Gazetteer, category: str | None) -> tuple[Counter[str], int, int]:
    """Services by town, those of regions and places without a point, those of the whole country."""
    of_service: defaultdict[str, set[str | None]] = defaultdict(set)
    query = (
        select(Service.id, Location.place_key)
        .join(Service.service_at_locations)
        .join(ServiceAtLocation.location)
        .where(Service.status == "active", Service.confidence != NOT_RECOMMENDED, Service.description != "")
    )
    if category:
        query = query.join(Service.attributes).where(Attribute.taxonomy_term_id == term_id(CATEGORIES, category))
    for service_id, key in session.execute(query):
        of_service[service_id].add(key)
    counts: Counter[str] = Counter()
    regional = national = 0
    for keys in of_service.values():
        places = [gazetteer.by_key(key) for key in keys if key]
        towns = {place.town_key for place in places if place and place.type != "region" and place.latitude is not None}
        counts.update(towns)
        national += not towns and None in keys
        regional += not towns and None not in keys
    return counts, regional, national


def _dots(places: list[FoundPlace], counts: Counter[str], sheet: _Sheet) -> list[Dot]:
    """The area of a circle stands for the number of services."""
    most = max(counts.values(), default=1)
    dots = []
    for place in places:
        number = counts[place.key]
        if place.latitude is None or place.longitude is None:
            continue
        radius = max(_LEAST, _MOST * (number / most) ** 0.5)
        dots.append(Dot(place, number, *sheet.place(place.latitude, place.longitude), round(radius, 1)))
    return sorted(dots, key=lambda dot: (-dot.services, dot.place.key))


def _missing(session: Session, gazetteer: Gazetteer, places: list[FoundPlace]) -> list[Missing]:
    population = {key: number for key, number in session.execute(select(Place.key, Place.population))}
    present = {place.key for place in places}
    towns = [town for town in gazetteer.towns() if town.key not in present]
    missing = [Missing(town, population.get(town.key), *_nearest(town, places)) for town in towns]
    return sorted(missing, key=lambda one: (-(one.population or 0), one.place.key))


def _nearest(town: FoundPlace, places: list[FoundPlace]) -> tuple[FoundPlace | None, float | None]:
    if town.latitude is None or town.longitude is None:
        return None, None
    away = [
        (distance_km(town.latitude, town.longitude, place.latitude, place.longitude), place)
        for place in places
        if place.latitude is not None and place.longitude is not None
    ]
    kilometres, nearest = min(away, key=lambda found: found[0], default=(None, None))
    return nearest, kilometres
