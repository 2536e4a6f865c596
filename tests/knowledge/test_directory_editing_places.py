"""Where services are, who confirmed them, how they are found in lists, and where help is missing."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge.directory_editing.confirming import confirm, last_confirmation
from knowledge.directory_editing.content import PhoneLine
from knowledge.directory_editing.coverage import coverage
from knowledge.directory_editing.editing import edit
from knowledge.directory_editing.listing import NEVER, NONE, PER_PAGE, Wished, find_organizations, find_services
from knowledge.directory_editing.places import PlaceContent, add_place, fill_place
from knowledge.exchange.facts import stored_facts
from knowledge.models import Location, Phone, Service
from knowledge.models.base import current_revision
from tests.knowledge.directory_desk import TODAY, from_call, imported, on_service
from tests.knowledge.directory_rows import OUJDA, count, only_service, prepared_database, row
from tests.knowledge.small_directory import add_place as add_town


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Engine]:
    """A database with the places and taxonomies."""
    with prepared_database(tmp_path) as engine:
        yield engine


@pytest.fixture
def database(empty: Engine) -> Engine:
    """A database with one service."""
    imported(empty, [row()])
    return empty


def move(engine: Engine, content: PlaceContent) -> Location:
    with Session(engine, expire_on_commit=False) as session, session.begin():
        service = only_service(session)
        link = service.service_at_locations[0]
        edit(session, service, lambda _: fill_place(session, link, content), from_call(service))
        assert link.location.addresses is not None
        return link.location


def test_a_place_moves_with_its_address_and_real_point(database: Engine) -> None:
    location = move(database, PlaceContent("Oujda", address="3, rue Neuve", precision="address",
                                           latitude=34.68, longitude=-1.91))  # fmt: skip
    assert (location.place_key, location.latitude, location.precision) == ("Oujda", 34.68, "address")
    assert [(one.address_1, one.city, one.state_province) for one in location.addresses] == [
        ("3, rue Neuve", "Oujda", "Oriental")]  # fmt: skip


def test_the_centre_of_a_town_is_that_of_the_new_town_and_never_the_old_point(database: Engine) -> None:
    location = move(database, PlaceContent("Oujda", precision="city", latitude=1.0, longitude=1.0))
    assert (location.latitude, location.longitude, location.precision) == (*OUJDA, "city")
    location = move(database, PlaceContent(None, precision="city"))
    assert (location.latitude, location.precision, location.location_type) == (None, "", "virtual")


def test_phones_of_a_building_stay_with_it_and_new_ones_are_of_the_service_there(database: Engine) -> None:
    with Session(database) as session, session.begin():
        only_service(session).service_at_locations[0].location.phones = [Phone(id="b", number="2511", dialled="2511")]
    move(database, PlaceContent("Rabat", phones=(PhoneLine("2511"), PhoneLine("0537000000"))))
    with Session(database) as session:
        link = only_service(session).service_at_locations[0]
        assert [phone.id for phone in link.location.phones] == ["b"]
        assert [phone.dialled for phone in link.phones] == ["05 37 00 00 00"]


def test_a_service_may_have_a_second_place(database: Engine) -> None:
    with Session(database) as session, session.begin():
        service = only_service(session)
        edit(session, service, lambda one: add_place(session, one, PlaceContent("Oujda")) and None, from_call(service))
        assert sorted(stored_facts(service)["city"].split(" | ")) == ["Oujda", "Rabat"]


def test_a_confirmation_sets_the_day_and_keeps_who_said_it_and_readers_notice(database: Engine) -> None:
    with Session(database) as session, session.begin():
        before = current_revision(session)
        confirm(session, [only_service(session)], "amina", TODAY)
    with Session(database) as session:
        service = only_service(session)
        assert service.assured_date == TODAY
        found = last_confirmation(session, service.id)
        assert found and (found.confirmed_by, found.link_id, found.day) == ("amina", None, TODAY)
        assert current_revision(session) == before + 1
        session.delete(service)
        session.commit()
        assert last_confirmation(session, service.id) is None


def test_no_source_of_the_open_directory_names_who_confirmed(database: Engine) -> None:
    with Session(database) as session, session.begin():
        confirm(session, [only_service(session)], "amina", TODAY)
        session.flush()
        texts = [*stored_facts(only_service(session)).values(),
                 *(source.source for source in only_service(session).field_sources)]  # fmt: skip
    assert not any("amina" in text for text in texts)


@pytest.fixture
def several(empty: Engine) -> Engine:
    """Services in Rabat, Oujda, the region and the whole country, some confirmed, one unclear, one closed."""
    imported(empty, [
        row(assured_date="2025-01-01"),
        row(city="Oujda", service_category="legal_aid", assured_date="2026-11-01", service_description_fr="Avocats."),
        row(city="", region="Oriental", service_category="", assured_date="", confidence="name_and_city_only"),
        row(org_name_fr="Caritas_1", city="", service_category="legal_aid", assured_date=""),
    ])  # fmt: skip
    return empty


def names(engine: Engine, wished: Wished) -> list[str]:
    with Session(engine) as session:
        return [
            f"{one.organization.name}: {one.service_at_locations[0].location.place_key}"
            for one in find_services(session, wished, TODAY).services
        ]


AMIS_RABAT, AMIS_OUJDA = "Les Amis: Rabat", "Les Amis: Oujda"
AMIS_REGION, CARITAS = "Les Amis: Oriental", "Caritas_1: None"


@pytest.mark.parametrize(
    ("wished", "found"),
    [
        (Wished(), [CARITAS, AMIS_OUJDA, AMIS_RABAT, AMIS_REGION]),
        (Wished(place="Oujda"), [AMIS_OUJDA]),
        (Wished(place="Oriental"), [AMIS_OUJDA, AMIS_RABAT, AMIS_REGION]),
        (Wished(place=NONE), [CARITAS]),
        (Wished(category="legal_aid"), [CARITAS, AMIS_OUJDA]),
        (Wished(category=NONE), [AMIS_REGION]),
        (Wished(confidence="name_and_city_only"), [AMIS_REGION]),
        (Wished(status="inactive"), []),
        (Wished(confirmed_before=NEVER), [CARITAS, AMIS_REGION]),
        (Wished(confirmed_before=12), [CARITAS, AMIS_RABAT, AMIS_REGION]),
        (Wished(text="avocat"), [AMIS_OUJDA]),
        (Wished(text="caritas_"), [CARITAS]),
        (Wished(text="%"), []),
        (Wished(text="avocat", place="Rabat"), []),
    ],
)
def test_lists_find_by_place_kind_state_confirmation_and_words(
    several: Engine, wished: Wished, found: list[str]
) -> None:
    assert sorted(names(several, wished)) == sorted(found)


def test_lists_have_pages_and_a_page_that_does_not_exist_is_the_last(empty: Engine) -> None:
    imported(empty, [row(service_description_fr=f"Aide {number:03}") for number in range(PER_PAGE + 3)])
    with Session(empty) as session:
        last = find_services(session, Wished(), TODAY, page=99)
        assert (len(last.services), last.number, last.pages, last.total) == (3, 2, 2, PER_PAGE + 3)
        found, number, pages = find_organizations(session, "amis", 7)
        assert ([(one.name, services) for one, services in found], number, pages) == (
            [("Les Amis", PER_PAGE + 3)], 1, 1)  # fmt: skip


def test_lists_work_on_both_databases(each_engine: list[Engine]) -> None:
    from tests.knowledge.directory_rows import prepared

    wished = Wished("consultations", "Oriental", "health", "active", "partially", 12)
    for engine in each_engine:
        imported(prepared(engine), [row(assured_date=""), row(org_name_fr="Ö_%", city="Oujda", assured_date="")])
        assert sorted(names(engine, wished)) == [AMIS_RABAT, "Ö_%: Oujda"]


def test_coverage_counts_towns_regions_and_the_country_and_names_towns_without_help(several: Engine) -> None:
    with Session(several) as session, session.begin():
        add_town(session, "Tiznit", "Oriental", (29.7, -9.7))
    with Session(several) as session:
        found = coverage(session)
        assert {dot.place.key: dot.services for dot in found.dots} == {"Rabat": 1, "Oujda": 1}
        assert (found.regional, found.national) == (0, 1)
        assert [one.place.key for one in found.missing] == ["Tiznit"]
        legal = coverage(session, "legal_aid")
        assert [dot.place.key for dot in legal.dots] == ["Oujda"]
        assert {one.place.key: one.nearest and one.nearest.key for one in legal.missing} == {
            "Rabat": "Oujda", "Tiznit": "Oujda"}  # fmt: skip
        assert legal.missing[0].kilometres and legal.missing[0].kilometres > 100


def test_the_sketch_holds_every_place_of_ours_with_west_at_the_left_and_north_at_the_top(several: Engine) -> None:
    with Session(several) as session:
        found = coverage(session)
    dots = {dot.place.key: dot for dot in found.dots}
    assert dots["Rabat"].x < dots["Oujda"].x and dots["Oujda"].y < dots["Rabat"].y
    assert len(found.land) == 2
    assert all(0 <= x <= 600 and 0 <= y <= found.height for x, y in found.land)


def test_an_empty_directory_has_an_empty_sketch(tmp_path: Path) -> None:
    from tests.knowledge.conftest import made

    engine = made(tmp_path)
    with Session(engine) as session:
        assert coverage(session).dots == []
        assert count(session, Service) == 0
    engine.dispose()


def test_inactive_services_are_no_help(database: Engine) -> None:
    on_service(database, lambda one: setattr(one, "status", "inactive"))
    with Session(database) as session:
        assert coverage(session).dots == []
        assert session.scalars(select(Service.status)).all() == ["inactive"]
        assert find_services(session, Wished(status="inactive"), date(2026, 11, 27)).total == 1
