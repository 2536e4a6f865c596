"""All services that may be recommended, in memory as columns, so that 100,000 are ranked in milliseconds."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy
from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from knowledge.audiences import audiences
from knowledge.hours import OpeningRow
from knowledge.models import (
    Address,
    Attribute,
    Location,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    SpokenLanguage,
    Taxonomy,
    TaxonomyTerm,
)
from knowledge.models.location import REAL_POINTS
from knowledge.models.service import NOT_RECOMMENDED
from knowledge.models.taxonomy import AUDIENCES, CATEGORIES, ONLY
from knowledge.places import Gazetteer

if TYPE_CHECKING:
    from numpy.typing import NDArray

logger = logging.getLogger(__name__)

Hours = tuple[OpeningRow, ...]
NO_PLACE = -1


class Codes:
    """Small numbers for words, in the order in which they are met."""

    def __init__(self) -> None:
        """Empty."""
        self._codes: dict[Any, int] = {}

    def of(self, word: Any) -> int:
        """The number of a word, a new one when it is new."""
        return self._codes.setdefault(word, len(self._codes))

    def known(self, word: Any) -> int:
        """The number of a word; `NO_PLACE` for one that was never met."""
        return self._codes.get(word, NO_PLACE)

    def words(self) -> list[Any]:
        """All words, each at the place of its number."""
        return list(self._codes)


@lru_cache(maxsize=1_000)
def audience_bits(keys: frozenset[str]) -> int:
    """A set of audiences as one number."""
    return sum(1 << number for number, key in enumerate(audiences()) if key in keys)


class ServiceTable:
    """The columns, one row per service at a location. `by_category` has the rows of each category."""

    def __init__(self, session: Session, gazetteer: Gazetteer) -> None:
        """Read all active services whose source says what they do."""
        rows = session.execute(_QUERY).all()
        terms = _terms(session)
        spoken = _spoken(session)
        hours = _hours(session)
        reachable = _reachable(session)
        self.towns, self.regions, self.organizations = Codes(), Codes(), Codes()
        self.languages, self.hours = Codes(), Codes()
        self.ids = [row.id for row in rows]
        self.by_category = _by_category(rows, terms)
        self._set_places(rows, gazetteer)
        self.organization = self._numbers(self.organizations.of(row.organization_id) for row in rows)
        self.unreachable = numpy.array(
            [not reachable & {row.id, row.service_id, row.location_id, row.organization_id} for row in rows], bool
        )
        self.weak = numpy.array([row.confidence != "verified_in_source" for row in rows], bool)
        self.hour = self._numbers(self.hours.of(_first(hours, row)) for row in rows)
        self.only = self._numbers(audience_bits(frozenset(terms[row.service_id].only)) for row in rows)
        self.welcome = self._numbers(audience_bits(frozenset(terms[row.service_id].welcome)) for row in rows)
        self.spoken = self._numbers(
            self.languages.of(frozenset(spoken[row.service_id] | spoken[row.location_id])) for row in rows
        )

    @staticmethod
    def _numbers(values: Iterable[int]) -> "NDArray[numpy.int64]":
        return numpy.fromiter(values, dtype=numpy.int64)

    def _set_places(self, rows: Iterable[Row[*tuple[Any, ...]]], gazetteer: Gazetteer) -> None:
        """Town, region and coordinates: the service's own where they are real, else its town's centre."""
        town, region, points, real = [], [], [], []
        for row in rows:
            place = gazetteer.by_key(row.place_key) if row.place_key else None
            in_town = place is not None and place.type != "region"
            is_real = row.precision in REAL_POINTS and row.latitude is not None and row.longitude is not None
            town.append(self.towns.of(place.town_key) if place and in_town else NO_PLACE)
            region.append(self.regions.of(place.region_key) if place else NO_PLACE)
            centre = (place.latitude, place.longitude) if place and in_town else (None, None)
            points.append((row.latitude, row.longitude) if is_real else centre)
            real.append(is_real)
        self.town, self.region = self._numbers(town), self._numbers(region)
        self.point = numpy.array(points, dtype=numpy.float64).reshape(-1, 2)
        self.real = numpy.array(real, dtype=bool)


_QUERY = (
    select(
        ServiceAtLocation.id,
        ServiceAtLocation.service_id,
        ServiceAtLocation.location_id,
        Service.organization_id,
        Service.confidence,
        Location.place_key,
        Location.latitude,
        Location.longitude,
        Location.precision,
    )
    .join(ServiceAtLocation.service)
    .join(ServiceAtLocation.location)
    .where(Service.status == "active", Service.confidence != NOT_RECOMMENDED, Service.description != "")
    .order_by(ServiceAtLocation.id)
)


class _Terms:
    """What a service is about and for whom."""

    def __init__(self) -> None:
        self.categories: set[str] = set()
        self.only: set[str] = set()
        self.welcome: set[str] = set()


def _terms(session: Session) -> Mapping[str, _Terms]:
    found: defaultdict[str, _Terms] = defaultdict(_Terms)
    query = (
        select(Attribute.service_id, Taxonomy.key, TaxonomyTerm.code, Attribute.value)
        .join(TaxonomyTerm, Attribute.taxonomy_term_id == TaxonomyTerm.id)
        .join(Taxonomy, TaxonomyTerm.taxonomy_id == Taxonomy.id)
    )
    for service_id, taxonomy, code, value in session.execute(query):
        if taxonomy == CATEGORIES:
            found[service_id].categories.add(code)
        elif taxonomy == AUDIENCES:
            (found[service_id].only if value == ONLY else found[service_id].welcome).add(code)
    return found


def _by_category(
    rows: Iterable[Row[*tuple[Any, ...]]], terms: Mapping[str, _Terms]
) -> dict[str, "NDArray[numpy.int64]"]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for category in terms[row.service_id].categories:
            found[category].append(number)
    return {category: numpy.array(numbers, dtype=numpy.int64) for category, numbers in found.items()}


def _spoken(session: Session) -> Mapping[str, set[str]]:
    """Id of a service or location → codes of the languages spoken there."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    query = select(SpokenLanguage.service_id, SpokenLanguage.location_id, SpokenLanguage.code)
    for service_id, location_id, code in session.execute(query):
        for owner in (service_id, location_id):
            if owner and code:
                found[owner].add(code)
    return found


def _reachable(session: Session) -> set[str]:
    """Ids of everything that has a phone or an address."""
    phones = select(Phone.service_at_location_id, Phone.service_id, Phone.location_id, Phone.organization_id)
    with_phone = {owner for row in session.execute(phones) for owner in row if owner}
    return with_phone | set(session.scalars(select(Address.location_id)))


def _hours(session: Session) -> Mapping[str, Hours]:
    """Id of a service at a location, service or location → its hours; none for words only and for wrong rows."""
    found: defaultdict[str, list[OpeningRow]] = defaultdict(list)
    unclear: set[str] = set()
    for at_location, service, location, *values in session.execute(_HOURS):
        owner = at_location or service or location or ""
        rows = found[owner]
        try:
            row = _opening_row(*values)
        except ValueError as error:
            logger.warning("The hours of %s are not used: %s", owner, error)
            unclear.add(owner)
            continue
        if row:
            rows.append(row)
    return {owner: () if owner in unclear else tuple(rows) for owner, rows in found.items()}


_HOURS = select(
    Schedule.service_at_location_id,
    Schedule.service_id,
    Schedule.location_id,
    Schedule.byday,
    Schedule.opens_at,
    Schedule.closes_at,
    Schedule.freq,
    Schedule.valid_from,
    Schedule.valid_to,
).order_by(Schedule.position)


def opening_row(schedule: Schedule) -> OpeningRow | None:
    """A stored row as opening hours; None when it holds a source's words only. Raises ValueError for a wrong row."""
    return _opening_row(
        schedule.byday,
        schedule.opens_at,
        schedule.closes_at,
        schedule.freq,
        schedule.valid_from,
        schedule.valid_to,
    )


@lru_cache(maxsize=10_000)
def _opening_row(
    byday: str | None,
    opens_at: str | None,
    closes_at: str | None,
    freq: str | None,
    valid_from: date | None,
    valid_to: date | None,
) -> OpeningRow | None:
    """Kept, because many services have the same hours."""
    if not any((byday, opens_at, closes_at, valid_from, valid_to)):
        return None
    return OpeningRow(byday, opens_at, closes_at, freq or "WEEKLY", valid_from, valid_to)


def _first(hours: Mapping[str, Hours], row: Row[*tuple[Any, ...]]) -> Hours:
    """Those of the service there come before those of the service anywhere, and these before those of the building."""
    return next((hours[owner] for owner in (row.id, row.service_id, row.location_id) if owner in hours), ())
