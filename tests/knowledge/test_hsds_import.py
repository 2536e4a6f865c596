"""Documents of HSDS 3.0 → records: what is kept of them, and that nobody loses anything by it."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge.exchange.batch import Batch
from knowledge.exchange.store import store
from knowledge.load.taxonomies import term_id
from knowledge.models import Location, Phone, Schedule, Service
from knowledge.models.taxonomy import AUDIENCES, CATEGORIES
from tests.knowledge.directory_rows import OUJDA, RABAT, count, only_service, prepared_database
from tests.knowledge.hsds_samples import Document, document, id_of, location, read


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    """A database with the places and taxonomies."""
    with prepared_database(tmp_path) as engine:
        yield engine


def read_one(**more: Any) -> tuple[Service, Batch]:
    batch = read(document(**more))
    assert batch.problems == []
    return next(iter(batch.services.values())), batch


def read_location(**more: Any) -> Location:
    _, batch = read_one(service_at_locations=[{"id": id_of(4), "location": location(**more)}])
    return next(iter(batch.locations.values()))


def test_a_document_becomes_a_service_with_all_that_we_keep() -> None:
    service, batch = read_one()
    plain = document()
    for member in ("id", "name", "description", "url", "email", "status", "alert", "application_process",
                   "eligibility_description", "minimum_age", "maximum_age", "fees_description"):  # fmt: skip
        assert getattr(service, member) == plain[member]
    assert service.assured_date == date(2026, 11, 2)
    assert [(phone.number, phone.dialled, phone.description) for phone in service.phones] == [
        ("2511", "2511", "Accueil")
    ]
    assert [(spoken.code, spoken.name) for spoken in service.phones[0].languages] == [("fr", "français")]
    hours, words = service.schedules
    assert (hours.freq, hours.byday, hours.opens_at, hours.closes_at) == ("WEEKLY", "MO,TU", "09:00", "12:00")
    assert (words.description, words.byday) == ("sur rendez-vous", None)
    assert [spoken.code for spoken in service.languages] == ["ar"]
    assert [(cost.option, cost.amount) for cost in service.cost_options] == [("tous", 0.0)]
    assert [paper.document for paper in service.required_documents] == ["Passeport"]
    assert batch.notices == []


def test_the_organization_and_the_location_become_records() -> None:
    _, batch = read_one()
    (organization,) = batch.organizations.values()
    assert (organization.id, organization.name, organization.description) == (id_of(2), "Les Amis", "Une association.")
    assert (organization.website, organization.email) == ("https://amis.example", "contact@amis.example")
    assert [phone.dialled for phone in organization.phones] == ["05 37 54 54 00"]
    (where,) = batch.locations.values()
    assert (where.id, where.place_key, where.precision) == (id_of(3), "Rabat", "address")
    assert (where.latitude, where.longitude) == (34.0201, -6.8402)
    assert [(address.address_1, address.postal_code) for address in where.addresses] == [("1, rue Haute", "10000")]


def test_what_a_service_says_has_the_address_it_was_read_from_as_its_source() -> None:
    service, _ = read_one()
    assert service.source == service.origin == "https://api.example/services"
    assert service.confidence == "partially"
    told = {source.field: (source.value, source.source) for source in service.field_sources}
    assert told["description"] == ("Conseils pour tous.", "https://api.example/services")
    service, _ = read_one(x_dalil_source="https://onde.ma", x_dalil_confidence="verified_in_source")
    assert (service.source, service.confidence) == ("https://onde.ma", "verified_in_source")


def test_terms_that_we_know_are_kept_by_code_or_name_and_others_left_out() -> None:
    service, _ = read_one()
    assert {attribute.taxonomy_term_id: attribute.value for attribute in service.attributes} == {
        term_id(CATEGORIES, "legal_aid"): "",
        term_id(AUDIENCES, "women"): "only",
    }


def test_members_that_are_null_count_as_missing() -> None:
    empty = dict.fromkeys(set(document()) - {"id", "name", "status", "organization"})
    service, batch = read_one(**empty)
    assert (service.description, service.url, service.phones, service.minimum_age) == ("", None, [], None)
    bare = {"id": id_of(3), "location_type": "virtual", "name": None, "addresses": None, "latitude": None}
    _, batch = read_one(service_at_locations=[{"id": id_of(4), "phones": None, "location": bare}])
    assert next(iter(batch.locations.values())).place_key is None


def test_whoever_imports_is_told_of_services_that_nobody_will_find() -> None:
    _, batch = read_one(attributes=[], service_at_locations=[])
    assert batch.notices == [
        "services with no category that we know, which are stored but not found: 1",
        "services with no location, which are stored but not found: 1",
    ]


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({}, "Rabat"),
        ({"x_dalil_place": {"key": "Oujda", "name": "وجدة"}}, "Oujda"),
        ({"x_dalil_place": {"key": "nowhere"}}, "Rabat"),
        ({"addresses": []}, "Rabat"),
        ({"addresses": [], "latitude": OUJDA[0], "longitude": OUJDA[1]}, "Oujda"),
        ({"addresses": [{"id": id_of(5), "city": "Unknown", "state_province": "oriental"}]}, "Oriental"),
        ({"addresses": [], "latitude": None, "longitude": None, "location_type": "virtual"}, None),
    ],
)  # fmt: skip
def test_the_place_is_what_a_dalil_says_else_the_city_else_the_nearest_town(changes: Document, key: str | None) -> None:
    assert read_location(**changes).place_key == key


@pytest.mark.parametrize(
    ("changes", "precision"),
    [
        ({}, "address"),
        ({"addresses": []}, "address"),
        ({"addresses": [], "latitude": RABAT[0], "longitude": RABAT[1]}, "city"),
        ({"x_dalil_precision": "district"}, "district"),
        ({"latitude": None, "longitude": None}, ""),
        ({"latitude": None, "longitude": None, "x_dalil_precision": "city"}, "city"),
    ],
)
def test_a_point_in_the_middle_of_a_town_without_an_address_is_no_real_point(changes: Document, precision: str) -> None:
    found = read_location(**changes)
    assert (found.precision, found.has_real_point) == (precision, precision in ("address", "district"))


def test_an_address_keeps_its_second_line_and_its_kind() -> None:
    line = {"id": id_of(5), "address_1": "1, rue Haute", "address_2": "3e étage", "city": "Rabat", "country": "ma"}
    (address,) = read_location(addresses=[{**line, "address_type": "postal"}]).addresses
    assert (address.address_1, address.address_type, address.country) == ("1, rue Haute, 3e étage", "postal", "MA")


@pytest.mark.parametrize("rule", [{"interval": 2}, {"bymonthday": "1,15"}, {"until": "2027-01-01"}, {"count": 3}])
def test_of_hours_with_a_rule_that_we_cannot_keep_only_the_words_stay(rule: Document) -> None:
    row = {"id": id_of(9), "freq": "WEEKLY", "byday": "MO", "opens_at": "09:00", "closes_at": "12:00", **rule}
    service, _ = read_one(schedules=[{**row, "description": "un lundi sur deux"}])
    (kept,) = service.schedules
    assert (kept.description, kept.byday, kept.opens_at) == ("un lundi sur deux", None, None)
    batch = read(document(schedules=[row]))
    assert [problem.where for problem in batch.problems] == ["service 1, schedules"]


@pytest.mark.parametrize("member", ["phones", "schedules", "languages", "cost_options", "required_documents"])
def test_a_part_that_is_repeated_counts_once_but_two_parts_with_one_id_are_a_problem(member: str) -> None:
    (first, *_) = document()[member]
    service, _ = read_one(**{member: [first, deepcopy(first)]})
    assert len(getattr(service, member)) == 1
    text = {"phones": "description", "languages": "note", "cost_options": "option", "required_documents": "document"}
    other = {**first, text.get(member, "notes"): "autre"}
    batch = read(document(**{member: [first, other]}))
    assert [problem.where for problem in batch.problems] == [f"service 1, {member}.id"]


def test_a_location_that_stands_twice_at_a_service_is_a_problem() -> None:
    links = [{"id": id_of(4), "location": location()}, {"id": id_of(40), "location": location()}]
    assert "stands twice" in read(document(service_at_locations=links)).problems[0].what


def test_ids_that_are_used_for_several_things_take_nothing_away_from_anybody(database: Engine) -> None:
    """As where a small association has one id for itself, its service and its office, and one for its phone."""
    one, phone, hours = id_of(1), {"id": id_of(7), "number": "15"}, {"id": id_of(9), "description": "le matin"}
    office = location(id=one, phones=[phone], schedules=[hours])
    link = {"id": one, "location": office, "phones": [phone], "schedules": [hours]}
    small = document(
        organization={"id": one, "name": "Les Amis", "phones": [phone]},
        phones=[phone], schedules=[hours], service_at_locations=[link],
    )  # fmt: skip
    other = document(id=id_of(99), phones=[phone], schedules=[hours], service_at_locations=[])
    for _ in range(2):
        with Session(database) as session, session.begin():
            store(session, read(small, other).records())
    with Session(database) as session:
        assert count(session, Phone) == 6
        assert count(session, Schedule) == 4


def test_records_of_another_source_are_kept(database: Engine) -> None:
    other = document(name="Autre", organization={**document()["organization"], "name": "Autre"})
    for records, origin, foreign in ((document(), "a", 0), (other, "b", 2)):
        with Session(database) as session, session.begin():
            result = store(session, read(records, origin=origin).records())
            assert len(result.foreign) == foreign
    with Session(database) as session:
        assert (only_service(session).name, only_service(session).organization.name) == (
            "Conseil juridique",
            "Les Amis",
        )
