"""The services nearest to a person: only what a source describes, the nearest first."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge.categories import categories
from knowledge.models import Location, Organization, Place, PlaceName, Service, ServiceAtLocation
from knowledge.places import FoundPlace, Gazetteer
from knowledge.services import NOT_RECOMMENDED, FoundService, Nearness, distance_km, find_services

TOWNS = {
    "centre": ("east", 34.0, -2.0),
    "next": ("east", 34.0, -2.5),
    "far": ("east", 34.0, -4.0),
    "away": ("west", 34.0, -8.0),
    "across": ("west", 34.0, -1.9),
}
"""Town → region and coordinates; `across` lies near `centre`, beyond the border of its region."""


def add_service(
    session: Session, name: str, place: str | None, category: str = "health", confidence: str = "verified_in_source"
) -> None:
    session.add(Organization(id=f"o-{name}", name=name, type="association"))
    session.add(
        Service(
            id=f"s-{name}",
            organization_id=f"o-{name}",
            category=category,
            confidence=confidence,
            source="x",
            source_date="2019",
        )
    )
    session.add(Location(id=f"l-{name}", place_key=place, precision="city" if place else ""))
    session.flush()
    session.add(ServiceAtLocation(id=f"a-{name}", service_id=f"s-{name}", location_id=f"l-{name}"))


@pytest.fixture
def small(engine: Engine) -> Iterator[Session]:
    """Five towns in two regions, one health service in each, and one for the whole country."""
    with Session(engine) as session:
        for key in ("east", "west"):
            session.add(Place(key=key, type="region", region_key=key, latitude=34.0, longitude=-2.0))
        for key, (region, latitude, longitude) in TOWNS.items():
            session.add(Place(key=key, type="town", region_key=region, latitude=latitude, longitude=longitude))
        session.flush()
        for key in ("east", "west", *TOWNS):
            session.add_all(PlaceName(place_key=key, spelling=key, language=code) for code in ("fr", "ar", "en"))
        for place in ("far", "away", "centre", "next", "across"):
            add_service(session, place, place)
        add_service(session, "country", None)
        session.commit()
        yield session


def found(session: Session, place: str | None, category: str = "health", limit: int = 10) -> list[FoundService]:
    gazetteer = Gazetteer.from_database(session)
    where = gazetteer.by_key(place) if place else None
    return find_services(session, gazetteer, category, where, "fr", limit)


def names(services: list[FoundService]) -> list[str]:
    return [service.name for service in services]


def test_the_town_comes_before_the_next_town_the_region_and_the_country(small: Session) -> None:
    services = found(small, "centre")
    assert names(services) == ["centre", "across", "next", "far", "country"]
    assert [service.nearness for service in services] == [
        Nearness.TOWN,
        Nearness.NEXT_TOWN,
        Nearness.NEXT_TOWN,
        Nearness.REGION,
        Nearness.COUNTRY,
    ]


def test_a_region_stands_for_all_its_towns(small: Session) -> None:
    services = found(small, "east")
    assert {service.name for service in services if service.nearness is Nearness.TOWN} == {"centre", "next", "far"}


def test_a_far_town_is_offered_only_when_there_is_nothing_else(small: Session) -> None:
    assert "away" not in names(found(small, "centre"))
    add_service(small, "only", "away", category="voluntary_return")
    (only,) = found(small, "centre", "voluntary_return")
    assert (only.name, only.nearness) == ("only", Nearness.ELSEWHERE)


def test_a_related_kind_comes_before_the_same_kind_far_away(small: Session) -> None:
    add_service(small, "lawyer", "centre", category="legal_aid")
    add_service(small, "far office", "away", category="asylum")
    assert names(found(small, "centre", "asylum")) == ["lawyer"]


def test_what_no_source_describes_is_never_recommended(small: Session) -> None:
    add_service(small, "rumour", "centre", category="housing", confidence=NOT_RECOMMENDED)
    assert found(small, "centre", "housing") == []


def test_a_closed_service_is_not_recommended(small: Session) -> None:
    service = small.get(Service, "s-centre")
    assert service is not None
    service.status = "inactive"
    small.flush()
    assert "centre" not in names(found(small, "centre"))


def test_an_organization_is_named_once_per_place(small: Session) -> None:
    service = {"organization_id": "o-centre", "category": "health", "confidence": "partially"}
    small.add(Service(id="s-second", source="x", source_date="2019", **service))
    small.add(Location(id="l-second", place_key="centre", precision="city"))
    small.flush()
    small.add(ServiceAtLocation(id="a-second", service_id="s-second", location_id="l-second"))
    small.flush()
    assert names(found(small, "centre")).count("centre") == 1


def test_without_a_place_there_is_still_somebody(small: Session) -> None:
    assert found(small, None)


def test_no_more_than_asked_are_returned(small: Session) -> None:
    assert names(found(small, "centre", limit=2)) == ["centre", "across"]


@pytest.fixture(scope="module")
def everywhere(shipped: Engine, gazetteer: Gazetteer) -> dict[tuple[str, str], list[FoundService]]:
    """What the shipped directory answers for every kind in some towns, a region, and every language."""
    places = ("ma-rabat", "ma-oujda", "ma-tata", "ma-figuig", "ma-dakhla", "region-02")
    with Session(shipped) as session:
        return {
            (category, place): find_services(session, gazetteer, category, gazetteer.by_key(place), "ar")
            for category in categories()
            for place in places
        }


def test_every_kind_is_answered_everywhere(everywhere: dict[tuple[str, str], list[FoundService]]) -> None:
    assert [asked for asked, services in everywhere.items() if not services] == []


def test_shipped_rows_without_a_description_never_appear(
    everywhere: dict[tuple[str, str], list[FoundService]],
) -> None:
    returned = [found.service for services in everywhere.values() for found in services]
    assert all(service.confidence != NOT_RECOMMENDED and service.description for service in returned)


def test_the_centre_of_a_town_is_never_shown_as_an_address(session: Session) -> None:
    """What is shown is the source's address or nothing; coordinates of a centre are marked as such."""
    towns = {
        (place.latitude, place.longitude) for place in session.scalars(select(Place).where(Place.type != "locality"))
    }
    centres = [at for at in session.scalars(select(Location)) if (at.latitude, at.longitude) in towns]
    assert centres
    assert {location.precision for location in centres} == {"city"}
    written = [location.address for location in session.scalars(select(Location)) if location.address]
    assert not any(str(location.latitude) in address for location in centres for address in written)


def test_services_are_described_in_the_language_of_the_reader(session: Session, gazetteer: Gazetteer) -> None:
    rabat = gazetteer.by_key("ma-rabat")
    described = {
        language: find_services(session, gazetteer, "asylum", rabat, language)[0] for language in ("fr", "ar", "en")
    }
    assert len({found.description for found in described.values()}) == 3
    assert len({found.service.id for found in described.values()}) == 1
    assert "05 37 54 54 00" in described["ar"].phones


def test_distances_are_those_of_the_map(gazetteer: Gazetteer) -> None:
    def between(one: FoundPlace | None, other: FoundPlace | None) -> float:
        assert one is not None
        assert other is not None
        return distance_km(one.latitude, one.longitude, other.latitude, other.longitude)

    rabat, casablanca, oujda = (gazetteer.by_key(f"ma-{town}") for town in ("rabat", "casablanca", "oujda"))
    assert between(rabat, casablanca) == pytest.approx(87, abs=3)
    assert between(rabat, oujda) == pytest.approx(between(oujda, rabat)) == pytest.approx(455, abs=10)
    assert between(rabat, rabat) == 0
