"""Which services people look for where, against what the directory has there."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from desk.statistics.hiding import FEW, Hiding, Shown
from desk.statistics.models import WeekCount
from desk.statistics.period import Period
from desk.statistics.tables import SEARCHES
from gateway.outcomes import NO_SERVICE
from knowledge.models import Attribute, Location, Place, PlaceName, Service, ServiceAtLocation, Taxonomy, TaxonomyTerm
from knowledge.models.service import NOT_RECOMMENDED
from knowledge.models.taxonomy import CATEGORIES

_KEY = "demand"
_REGION = "region"
_NAMED_IN = "fr"
"""The language of the names by which places are counted (`FoundPlace.canonical_name`)."""


@dataclass(frozen=True)
class Searched:
    """What was looked for at one place. Counts of the directory are no secret and are exact."""

    category: str
    place: str
    """Key of the place; the name itself where no place has it any more."""
    names: dict[str, str]
    asked: Shown
    found: Shown
    nothing: Shown
    there: int
    """Services of the category in the town, or in the region if that was named."""
    in_region: int


@dataclass(frozen=True)
class Demand:
    """The searches of a period."""

    searched: tuple[Searched, ...]
    """Where nothing was found most often first. Places that fewer than `FEW` searches named are left out: to be in the
    list would tell something."""
    others: Shown
    """How many searches are left out."""


@dataclass(frozen=True)
class _Where:
    key: str
    type: str
    region_key: str
    names: dict[str, str]


def demand(session: Session, period: Period, hiding: Hiding) -> Demand:
    """What was looked for, and what there is."""
    counts = _searches(session, period)
    totals = {pair: sum(found.values()) for pair, found in counts.items()}
    kept = [pair for pair in sorted(counts) if totals[pair] >= FEW]
    places = _places(session, {name for _, name in kept})
    services = _services(session)
    searched = [_searched(hiding, pair, counts[pair], places.get(pair[1]), services) for pair in kept]
    searched.sort(key=lambda each: (-each.nothing.size, each.there, -each.asked.size))
    others = sum(count for count in totals.values() if count < FEW)
    return Demand(tuple(searched), hiding.shown(others, _KEY, "others"))


def _searches(session: Session, period: Period) -> dict[tuple[str, str], Counter[str]]:
    """Category and name of the place → outcome → count."""
    query = (
        select(WeekCount.category, WeekCount.place, WeekCount.outcome, func.sum(WeekCount.count))
        .where(WeekCount.week.in_(period.weeks), WeekCount.outcome.in_(SEARCHES))
        .where(WeekCount.category != "", WeekCount.place != "")
        .group_by(WeekCount.category, WeekCount.place, WeekCount.outcome)
    )
    found: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for category, place, outcome, count in session.execute(query):
        found[category, place][outcome] += int(count)
    return found


def _searched(
    hiding: Hiding,
    pair: tuple[str, str],
    counts: Counter[str],
    where: _Where | None,
    services: Counter[tuple[str, str]],
) -> Searched:
    category, name = pair
    nothing = counts[NO_SERVICE]
    asked = sum(counts.values())
    return Searched(
        category=category,
        place=where.key if where else name,
        names=where.names if where else {},
        asked=hiding.shown(asked, _KEY, *pair, "asked"),
        found=hiding.shown(asked - nothing, _KEY, *pair, "found"),
        nothing=hiding.shown(nothing, _KEY, *pair, "nothing"),
        there=services[category, where.key] if where else 0,
        in_region=services[category, where.region_key] if where else 0,
    )


def _places(session: Session, names: Iterable[str]) -> dict[str, _Where]:
    """Official name → its place; a town before a commune of the same name."""
    towns_last = case((Place.type.in_(["city", "town", _REGION]), 1), else_=0)
    query = (
        select(PlaceName.spelling, Place)
        .join(Place, PlaceName.place_key == Place.key)
        .where(PlaceName.language == _NAMED_IN, PlaceName.spelling.in_(sorted(names)))
        .order_by(towns_last, Place.key)
    )
    return {
        name: _Where(
            place.key,
            place.type,
            place.region_key,
            {each.language: each.spelling for each in place.names if each.language},
        )
        for name, place in session.execute(query)
    }


def _services(session: Session) -> Counter[tuple[str, str]]:
    """Category and key of a town or region → how many services there may be recommended."""
    query = (
        select(TaxonomyTerm.code, Service.id, Place.key, Place.town_key, Place.region_key, Place.type)
        .join(Attribute, Attribute.service_id == Service.id)
        .join(TaxonomyTerm, Attribute.taxonomy_term_id == TaxonomyTerm.id)
        .join(Taxonomy, TaxonomyTerm.taxonomy_id == Taxonomy.id)
        .join(ServiceAtLocation, ServiceAtLocation.service_id == Service.id)
        .join(Location, ServiceAtLocation.location_id == Location.id)
        .join(Place, Location.place_key == Place.key)
        .where(
            Taxonomy.key == CATEGORIES,
            Service.status == "active",
            Service.confidence != NOT_RECOMMENDED,
            Service.description != "",
        )
    )
    there: set[tuple[str, str, str]] = set()
    for category, service, key, town, region, kind in session.execute(query):
        there.add((category, region, service))
        if kind != _REGION:
            there.add((category, town or key, service))
    return Counter((category, where) for category, where, _ in there)
