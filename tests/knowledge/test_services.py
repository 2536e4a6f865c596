"""The services nearest to a person: only what a source describes, the nearest first, in their language."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from knowledge.categories import categories
from knowledge.geo import distance_km
from knowledge.hours import OpeningRow, OpenState
from knowledge.load.taxonomies import load_taxonomies
from knowledge.models import (
    Address,
    Location,
    Organization,
    Phone,
    Place,
    Schedule,
    Service,
    ServiceAtLocation,
)
from knowledge.models.service import NOT_RECOMMENDED
from knowledge.places import FoundPlace, Gazetteer
from knowledge.services import FoundServices, Nearness, Ranking, Wanted, find_services
from tests.knowledge.conftest import emptied, made
from tests.knowledge.small_directory import (
    ALWAYS,
    MONDAY_NIGHT,
    MONDAY_NOON,
    OFFICE,
    add_place,
    add_service,
    address,
    schedule,
)

TOWNS = {
    "centre": ("east", (34.0, -2.0)),
    "next": ("east", (34.0, -2.5)),
    "far": ("east", (34.0, -4.0)),
    "away": ("west", (34.0, -8.0)),
    "across": ("west", (34.0, -1.9)),
}
"""Town → region and coordinates; `across` lies near `centre`, beyond the border of its region."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Five towns in two regions, one health service in each, and one for the whole country."""
    if request.param == "postgresql":
        engine = emptied(request.getfixturevalue("postgres_engine"))
    else:
        engine = made(tmp_path_factory.mktemp("small"))
    with Session(engine) as session:
        load_taxonomies(session)
        for key in ("east", "west"):
            add_place(session, key, key, (34.0, -2.0), "region")
        for key, (region, centre) in TOWNS.items():
            add_place(session, key, region, centre)
        session.flush()
        for place in ("far", "away", "centre", "next", "across"):
            add_service(session, place, place)
        add_service(session, "country", None)
        session.commit()
    yield engine
    if request.param == "sqlite":
        engine.dispose()


@pytest.fixture
def small(filled: Engine) -> Iterator[Session]:
    """The small directory; what a test changes in it is taken back."""
    with Session(filled) as session:
        yield session
        session.rollback()


def search(session: Session, wanted: Wanted, place: str | None = "centre", limit: int = 10) -> FoundServices:
    """What is found near a town on Monday at noon, or at the wished time."""
    gazetteer = Gazetteer.from_database(session)
    ranking = Ranking.from_database(session, gazetteer)
    where = gazetteer.by_key(place) if place else None
    return find_services(session, ranking, replace(wanted, place=where), "fr", wanted.open_at or MONDAY_NOON, limit)


def near(session: Session, place: str | None, category: str = "health", limit: int = 10) -> FoundServices:
    return search(session, Wanted(category), place, limit)


def names(found: FoundServices) -> list[str]:
    return [service.name for service in found.services]


def test_the_town_comes_before_the_next_town_the_region_and_the_country(small: Session) -> None:
    found = near(small, "centre")
    assert names(found) == ["centre", "across", "next", "far", "country"]
    assert [service.nearness for service in found.services] == [
        Nearness.TOWN,
        Nearness.NEXT_TOWN,
        Nearness.NEXT_TOWN,
        Nearness.REGION,
        Nearness.COUNTRY,
    ]


def test_a_region_stands_for_all_its_towns(small: Session) -> None:
    found = near(small, "east")
    assert {service.name for service in found.services if service.nearness is Nearness.TOWN} == {
        "centre",
        "next",
        "far",
    }


def test_a_far_town_is_offered_only_when_there_is_nothing_else(small: Session) -> None:
    assert "away" not in names(near(small, "centre"))
    add_service(small, "only", "away", "voluntary_return")
    (only,) = near(small, "centre", "voluntary_return").services
    assert (only.name, only.nearness) == ("only", Nearness.ELSEWHERE)


def test_a_related_kind_comes_before_the_same_kind_far_away_and_is_named(small: Session) -> None:
    add_service(small, "lawyer", "centre", "legal_aid")
    add_service(small, "far office", "away", "asylum")
    found = near(small, "centre", "asylum")
    assert (names(found), found.category) == (["lawyer"], "legal_aid")
    assert near(small, "away", "asylum").category == "asylum"


@pytest.mark.parametrize(
    "weakness", [{"confidence": NOT_RECOMMENDED}, {"description": ""}], ids=["name and city only", "no description"]
)
def test_what_no_source_describes_is_never_recommended(small: Session, weakness: dict[str, str]) -> None:
    add_service(small, "rumour", "centre", "housing", **weakness)  # type: ignore[arg-type]
    found = near(small, "centre", "housing")
    assert (found.services, found.relaxed) == ((), ())


@pytest.mark.parametrize("status", ["inactive", "defunct", "temporarily closed"])
def test_a_closed_service_is_not_recommended(small: Session, status: str) -> None:
    service = small.get(Service, "s-centre")
    assert service is not None
    service.status = status
    small.flush()
    assert "centre" not in names(near(small, "centre"))


def test_an_organization_is_named_once_per_place(small: Session) -> None:
    add_service(small, "second", "centre", organization="centre")
    add_service(small, "third", "next", organization="centre")
    found = near(small, "centre")
    assert [(each.name, each.place.key) for each in found.services if each.name == "centre" and each.place] == [
        ("centre", "centre"),
        ("centre", "next"),
    ]


def test_the_line_of_an_organization_for_the_whole_country_is_no_place(small: Session) -> None:
    add_service(small, "office", "east", organization="country")
    assert [each.nearness for each in near(small, "centre").services if each.name == "country"] == [
        Nearness.REGION,
        Nearness.COUNTRY,
    ]


def test_without_a_place_there_is_still_somebody(small: Session) -> None:
    assert near(small, None).services


def test_no_more_than_asked_are_returned(small: Session) -> None:
    assert names(near(small, "centre", limit=2)) == ["centre", "across"]


def test_what_was_deleted_a_moment_ago_is_not_missed(small: Session) -> None:
    """The table is up to five seconds old."""
    gazetteer = Gazetteer.from_database(small)
    ranking = Ranking.from_database(small, gazetteer)
    for name in ("centre", "across"):
        small.delete(small.get_one(ServiceAtLocation, f"a-{name}"))
    small.flush()
    wanted = Wanted("health", gazetteer.by_key("centre"))
    assert names(find_services(small, ranking, wanted, "fr", MONDAY_NOON, 3)) == ["next"]
    small.execute(delete(ServiceAtLocation))
    assert find_services(small, ranking, wanted, "fr", MONDAY_NOON, 3) == FoundServices((), "health")


def test_open_services_come_before_those_whose_hours_nobody_knows_and_closed_ones_not_at_all(small: Session) -> None:
    add_service(small, "by day", "centre", hours=[OFFICE])
    add_service(small, "always", "centre", hours=[ALWAYS])
    at_noon = search(small, Wanted("health", open_at=MONDAY_NOON))
    assert names(at_noon)[:3] == ["always", "by day", "centre"]
    assert [each.openness.state for each in at_noon.services[:3]] == [OpenState.OPEN, OpenState.OPEN, OpenState.UNKNOWN]
    at_night = search(small, Wanted("health", open_at=MONDAY_NIGHT))
    assert names(at_night)[:2] == ["always", "centre"] and "by day" not in names(at_night)
    assert at_noon.relaxed == at_night.relaxed == ()


def test_when_nothing_is_open_others_are_given_and_it_is_said(small: Session) -> None:
    add_service(small, "by day", "centre", "housing", hours=[OFFICE])
    found = search(small, Wanted("housing", open_at=MONDAY_NIGHT))
    assert (names(found), found.relaxed) == (["by day"], ("open_at",))
    assert found.services[0].openness.state is OpenState.CLOSED


def test_hours_that_nobody_knows_are_not_passed_off_as_open(small: Session) -> None:
    found = search(small, Wanted("health", open_at=MONDAY_NOON))
    assert (names(found)[0], found.relaxed) == ("centre", ("open_at",))


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (datetime(2027, 1, 1, 12), OpenState.UNCERTAIN),
        (datetime(2026, 11, 27, 12), OpenState.OPEN),
    ],
    ids=["New Year's Day", "a Friday"],
)
def test_on_a_public_holiday_a_service_is_not_counted_as_closed_nor_as_open(
    small: Session, moment: datetime, state: OpenState
) -> None:
    add_service(small, "by day", "centre", "housing", hours=[OFFICE])
    add_service(small, "by night", "centre", "housing", hours=[OpeningRow("FR", "20:00", "23:00")])
    found = search(small, Wanted("housing", open_at=moment))
    assert [(each.name, each.openness.state) for each in found.services] == [("by day", state)]
    assert found.relaxed == (("open_at",) if state is OpenState.UNCERTAIN else ())


def test_the_language_that_is_spoken_comes_first_and_another_one_not_at_all(small: Session) -> None:
    add_service(small, "wolof", "centre", spoken=["wo", "fr"])
    add_service(small, "arabic only", "centre", spoken=["ar"])
    found = search(small, Wanted("health", spoken="wo"))
    assert names(found)[:2] == ["wolof", "centre"] and "arabic only" not in names(found)
    assert found.relaxed == ()


def test_the_languages_of_a_location_count_as_those_of_the_service(small: Session) -> None:
    add_service(small, "wolof", "centre", "housing", spoken=["wo"])
    language = small.get_one(Service, "s-wolof").languages[0]
    language.service_id, language.location_id = None, "l-wolof"
    small.flush()
    small.expire_all()
    assert search(small, Wanted("housing", spoken="wo")).relaxed == ()


def test_a_language_that_no_source_names_is_not_promised(small: Session) -> None:
    add_service(small, "arabic only", "centre", "housing", spoken=["ar"])
    for category in ("housing", "health"):
        found = search(small, Wanted(category, spoken="wo"))
        assert found.services and found.relaxed == ("spoken",)


def test_one_wish_is_given_up_before_both(small: Session) -> None:
    add_service(small, "open, but in another language", "centre", "housing", spoken=["ar"], hours=[ALWAYS])
    found = search(small, Wanted("housing", spoken="wo", open_at=MONDAY_NIGHT))
    assert found.relaxed == ("spoken",)
    add_service(small, "closed, in the language", "centre", "housing", spoken=["wo"], hours=[OFFICE])
    found = search(small, Wanted("housing", spoken="wo", open_at=MONDAY_NIGHT))
    assert (names(found), found.relaxed) == (["closed, in the language"], ("open_at",))


def test_many_languages_in_one_directory_are_no_problem(small: Session) -> None:
    codes = [f"q{letter}{other}" for letter in "abcdefghij" for other in "abcdefghij"]
    add_service(small, "all the world", "centre", "housing", spoken=codes)
    assert search(small, Wanted("housing", spoken=codes[-1])).relaxed == ()


def test_open_is_told_by_the_hours_that_are_shown(small: Session) -> None:
    """Whoever has hours, the ranking and the card look at the same ones."""
    add_service(small, "advice", "centre", "housing")
    small.get_one(Location, "l-advice").schedules = [schedule("building", ALWAYS)]
    small.flush()
    assert search(small, Wanted("housing", open_at=MONDAY_NIGHT)).services[0].openness.state is OpenState.OPEN
    small.get_one(Service, "s-advice").schedules = [schedule("service", OFFICE)]
    small.flush()
    found = search(small, Wanted("housing", open_at=MONDAY_NIGHT))
    assert (found.services[0].openness.state, found.relaxed) == (OpenState.CLOSED, ("open_at",))
    small.get_one(ServiceAtLocation, "a-advice").schedules = [schedule("here", replace(OFFICE, closes_at="23:00"))]
    small.flush()
    found = search(small, Wanted("housing", open_at=MONDAY_NIGHT))
    assert (found.services[0].openness.state, found.relaxed) == (OpenState.OPEN, ())
    assert "23:00" in found.services[0].hours and "15:00" not in found.services[0].hours


@pytest.mark.parametrize(
    "wrong",
    [Schedule(id="x", description="sur rendez-vous"), Schedule(id="x", byday="MO", opens_at="9h", closes_at="15:00")],
    ids=["words only", "no clear meaning"],
)
def test_hours_that_cannot_be_read_are_unknown_even_when_the_building_has_hours(
    small: Session, wrong: Schedule
) -> None:
    add_service(small, "advice", "centre", "housing")
    small.get_one(Location, "l-advice").schedules = [schedule("building", ALWAYS)]
    small.get_one(Service, "s-advice").schedules = [
        Schedule(id="x", byday=wrong.byday, opens_at=wrong.opens_at, closes_at=wrong.closes_at,
                 description=wrong.description)
    ]  # fmt: skip
    small.flush()
    found = search(small, Wanted("housing", open_at=MONDAY_NIGHT))
    assert (found.services[0].openness.state, found.relaxed) == (OpenState.UNKNOWN, ("open_at",))
    assert found.services[0].hours == (wrong.description or "")


def test_the_phone_of_the_organization_is_shown_and_counts_as_a_way_to_reach_the_service(small: Session) -> None:
    add_service(small, "a silent one", "centre", "housing")
    add_service(small, "b with phone", "centre", "housing")
    small.get_one(Organization, "o-b with phone").phones = [Phone(id="p", number="0537", dialled="0537")]
    small.flush()
    found = near(small, "centre", "housing")
    assert [(each.name, each.phones) for each in found.services] == [("b with phone", ("0537",)), ("a silent one", ())]


def test_the_address_to_go_to_comes_before_the_one_to_write_to(small: Session) -> None:
    small.get_one(Location, "l-centre").addresses = [
        address("1", "BP 12", "postal"),
        address("2", "3, rue de la Paix"),
    ]
    small.flush()
    assert near(small, "centre").services[0].address == "3, rue de la Paix"


def test_what_must_be_known_before_going_is_told_in_the_readers_language(small: Session) -> None:
    service = small.get_one(Service, "s-centre")
    service.alert = "Le programme a pu finir."
    small.flush()
    assert near(small, "centre").services[0].alert == "Le programme a pu finir."
    service.translations = {"alert": {"fr": "Programme peut-être fini."}}
    small.flush()
    assert near(small, "centre").services[0].alert == "Programme peut-être fini."


def test_hours_of_a_time_that_is_over_are_not_told(small: Session) -> None:
    ramadan = OpeningRow(None, "10:00", "14:00", valid_from=date(2026, 2, 18), valid_to=date(2026, 3, 19))
    small.get_one(Service, "s-centre").schedules = [schedule("usual", OFFICE), schedule("then", ramadan)]
    small.flush()
    assert "14:00" not in near(small, "centre").services[0].hours


def test_a_distance_is_told_only_from_a_point_to_a_real_point(small: Session) -> None:
    add_service(small, "real", "centre", point=(34.01, -2.0))
    centre = small.get_one(Location, "l-centre")
    centre.latitude, centre.longitude, centre.precision = 34.0, -2.0, "city"
    small.flush()
    assert {each.distance_km for each in near(small, "centre").services} == {None}
    found = search(small, Wanted("health", point=(34.0, -2.0)))
    told = {each.name: each.distance_km for each in found.services if each.distance_km is not None}
    assert told == {"real": pytest.approx(1.11, abs=0.01)}


@pytest.fixture(scope="module")
def everywhere(shipped: Engine, gazetteer: Gazetteer) -> dict[tuple[str, str], FoundServices]:
    """What the shipped directory answers for every kind in some towns and a region."""
    places = ("ma-rabat", "ma-oujda", "ma-tata", "ma-figuig", "ma-dakhla", "region-02")
    with Session(shipped) as session:
        ranking = Ranking.from_database(session, gazetteer)
        return {
            (category, place): find_services(
                session, ranking, Wanted(category, gazetteer.by_key(place)), "ar", MONDAY_NOON
            )
            for category in categories()
            for place in places
        }


def test_every_kind_is_answered_everywhere(everywhere: dict[tuple[str, str], FoundServices]) -> None:
    assert [asked for asked, found in everywhere.items() if not found.services] == []


def test_shipped_rows_without_a_description_never_appear(everywhere: dict[tuple[str, str], FoundServices]) -> None:
    returned = [found.service for answer in everywhere.values() for found in answer.services]
    assert all(service.confidence != NOT_RECOMMENDED and service.description for service in returned)


def test_the_centre_of_a_town_is_never_shown_as_an_address(session: Session) -> None:
    """What is shown is the source's address or nothing; coordinates of a centre are marked as such."""
    towns = {
        (place.latitude, place.longitude) for place in session.scalars(select(Place).where(Place.type != "quarter"))
    }
    centres = [at for at in session.scalars(select(Location)) if (at.latitude, at.longitude) in towns]
    at_centres = [at for at in centres if at.latitude is not None]
    assert at_centres
    assert not any(location.has_real_point for location in at_centres)
    written = session.scalars(select(Address.address_1)).all()
    assert not any(str(location.latitude) in address for location in at_centres for address in written)


def test_services_are_described_in_the_language_of_the_reader(session: Session, gazetteer: Gazetteer) -> None:
    ranking = Ranking.from_database(session, gazetteer)
    wanted = Wanted("asylum", gazetteer.by_key("ma-rabat"))
    described = {
        language: find_services(session, ranking, wanted, language, MONDAY_NOON).services[0]
        for language in ("fr", "ar", "en")
    }
    assert len({found.description for found in described.values()}) == 3
    assert len({found.service.id for found in described.values()}) == 1
    assert "05 37 54 54 00" in described["ar"].phones


def test_distances_are_those_of_the_map(gazetteer: Gazetteer) -> None:
    def between(one: FoundPlace | None, other: FoundPlace | None) -> float:
        assert one and one.latitude and one.longitude
        assert other and other.latitude and other.longitude
        return distance_km(one.latitude, one.longitude, other.latitude, other.longitude)

    rabat, casablanca, oujda = (gazetteer.by_key(f"ma-{town}") for town in ("rabat", "casablanca", "oujda"))
    assert between(rabat, casablanca) == pytest.approx(87, abs=3)
    assert between(rabat, oujda) == pytest.approx(between(oujda, rabat)) == pytest.approx(455, abs=10)
    assert between(rabat, rabat) == 0
