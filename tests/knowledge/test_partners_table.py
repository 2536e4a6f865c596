"""Rows of a table → organisations, locations and services."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge.exchange.batch import Batch
from knowledge.exchange.editorial import Editorial
from knowledge.exchange.partners_table import PartnersTable
from knowledge.exchange.row_check import COLUMNS
from knowledge.exchange.store import store
from knowledge.load.taxonomies import term_id
from knowledge.models import Organization, Service
from knowledge.models.taxonomy import AUDIENCES, CATEGORIES
from tests.knowledge.directory_rows import PLACES, Row, bare_row, count, prepared, row

NOTED = Editorial(
    texts={"Consultations gratuites.": {"ar": "فحوص مجانية.", "en": "Free check-ups."}, "le matin": {"en": "mornings"}},
    names={"Les Amis": {"ar": "أصدقاء", "en": "Friends"}},
    audiences={"Femmes migrantes": {"women": "only"}},
    special_lines={"2511": {"children": "only"}},
    hours={"le matin": [{"byday": "MO", "opens_at": "09:00", "closes_at": "12:00"}, {"byday": "TU"}]},
    costs={"Gratuit": 0},
    programmes={"Un projet.": {"status": "inactive", "alert": "ended"}},
    alerts={"ended": {"fr": "Terminé.", "ar": "انتهى.", "en": "Over."}},
)


def read(rows: Sequence[Row], editorial: Editorial | None = None) -> Batch:
    return PartnersTable(PLACES, "table.csv", editorial or Editorial()).read(rows)


def read_one(raw: Row, editorial: Editorial | None = None) -> tuple[Organization, Service, Batch]:
    batch = read([raw], editorial)
    assert batch.problems == []
    return next(iter(batch.organizations.values())), next(iter(batch.services.values())), batch


def test_a_row_becomes_an_organization_a_location_and_a_service() -> None:
    organization, service, batch = read_one(row())
    assert (organization.key, organization.name, organization.type) == ("amis", "Les Amis", "association")
    assert organization.translations == {"name": {"ar": "الأصدقاء", "en": "The Friends"}}
    assert (organization.website, organization.email) == ("https://amis.example", "contact@amis.example")
    assert (service.organization_id, service.description) == (organization.id, "Consultations gratuites.")
    assert (service.eligibility_description, service.fees_description) == ("Femmes migrantes", "Gratuit")
    assert (service.confidence, service.source, service.source_date) == ("partially", "https://source.example", "2024")
    assert (service.note, service.assured_date) == ("appelé deux fois", date(2026, 11, 2))
    assert {record.origin for record in batch.records()} == {"table.csv"}


def test_a_service_is_called_by_its_category_in_three_languages_else_by_its_organization() -> None:
    _, service, _ = read_one(row())
    assert service.name == service.translations["name"]["fr"] != "Les Amis"
    assert service.translations["name"].keys() == {"fr", "ar", "en"}
    _, service, _ = read_one(row(service_category=""))
    assert (service.name, "name" in service.translations) == ("Les Amis", False)


def test_a_real_point_and_an_address_are_kept_at_the_location() -> None:
    _, service, batch = read_one(row())
    (link,) = service.service_at_locations
    location = batch.locations[link.location_id]
    assert (location.place_key, location.latitude, location.longitude) == ("Rabat", 34.0201, -6.8402)
    assert location.has_real_point
    assert [(address.address_1, address.city) for address in location.addresses] == [("1, rue Haute", "Rabat")]


def test_the_centre_of_a_town_is_no_real_point_and_no_address() -> None:
    _, _, batch = read_one(row(geo_precision="city", address=""))
    (location,) = batch.locations.values()
    assert not location.has_real_point
    assert location.addresses == []


def test_a_service_of_the_whole_country_has_no_place() -> None:
    _, _, batch = read_one(bare_row(city="", region="National"))
    (location,) = batch.locations.values()
    assert (location.location_type, location.place_key, location.precision) == ("virtual", None, "")


def test_phones_are_kept_in_their_order_as_written_and_as_dialled_each_once() -> None:
    _, service, _ = read_one(row(phone="2511 / +212 5 37 54 54 00 / 2511"))
    assert [(phone.position, phone.number, phone.dialled) for phone in service.phones] == [
        (0, "2511", "2511"),
        (1, "+212 5 37 54 54 00", "05 37 54 54 00"),
    ]


def test_every_sourced_cell_is_kept_as_it_is_with_the_sources_of_its_row() -> None:
    raw = row(website="https://amis.example ; blog.example")
    _, service, _ = read_one(raw)
    told = {source.field: source.value for source in service.field_sources}
    assert set(told.values()) == {
        raw[column]
        for column in COLUMNS
        if column not in ("org_key", "org_type", "service_category", "region", "geo_precision", "source", "source_date",
                          "confidence", "note", "assured_date")
    }  # fmt: skip
    assert {(source.source, source.confidence) for source in service.field_sources} == {
        ("https://source.example", "partially")
    }


def test_rows_of_one_organization_share_it_and_keep_contacts_of_their_own() -> None:
    batch = read([row(), row(city="Oujda", website="https://oujda.example", email="oujda@amis.example")])
    assert batch.problems == []
    (organization,) = batch.organizations.values()
    first, second = batch.services.values()
    assert organization.website == "https://amis.example"
    assert (first.url, first.email) == (None, None)
    assert (second.url, second.email) == ("https://oujda.example", "oujda@amis.example")


def test_the_same_service_twice_is_a_problem_of_the_second_row() -> None:
    batch = read([row(), row(city="Oujda"), row(phone="15")])
    assert [problem.where for problem in batch.problems] == ["row 4"]
    assert "twice" in batch.problems[0].what


def test_rows_are_numbered_as_a_spreadsheet_shows_them_and_empty_rows_count_but_say_nothing() -> None:
    empty = dict.fromkeys(COLUMNS, "")
    batch = read([row(), empty, row(city="Atlantis"), empty])
    assert [problem.where for problem in batch.problems] == ["row 4, city"]
    assert len(batch.services) == 1


def test_ids_depend_on_who_does_what_where_and_on_nothing_else() -> None:
    _, first, _ = read_one(row())
    _, other_phone, _ = read_one(row(phone="15", note="", source="autre", address="", eligibility=""))
    _, other_town, _ = read_one(row(city="Oujda"))
    assert first.id == other_phone.id != other_town.id


def terms(service: Service) -> dict[str, str]:
    return {attribute.taxonomy_term_id: attribute.value for attribute in service.attributes}


def test_the_category_and_the_audiences_are_terms_of_the_service() -> None:
    _, service, _ = read_one(row(phone="2511"), NOTED)
    assert terms(service) == {
        term_id(CATEGORIES, "health"): "",
        term_id(AUDIENCES, "women"): "only",
        term_id(AUDIENCES, "children"): "only",
    }
    _, plain, _ = read_one(row(service_category=""))
    assert terms(plain) == {}


def test_hours_that_are_clear_become_rows_and_the_words_stay_with_the_first() -> None:
    _, service, _ = read_one(row(), NOTED)
    first, second = service.service_at_locations[0].schedules
    assert (first.description, first.freq, first.byday, first.opens_at) == ("le matin", "WEEKLY", "MO", "09:00")
    assert first.translations == {"description": {"en": "mornings"}}
    assert (second.description, second.byday, second.position) == ("", "TU", 1)


def test_other_hours_stay_words() -> None:
    _, service, _ = read_one(row())
    (schedule,) = service.service_at_locations[0].schedules
    assert (schedule.description, schedule.freq, schedule.byday, schedule.opens_at) == ("le matin", None, None, None)


def test_a_price_is_an_amount_only_where_the_text_is_clear() -> None:
    _, service, _ = read_one(row(), NOTED)
    assert [(cost.amount, cost.currency or "MAD") for cost in service.cost_options] == [(0.0, "MAD")]
    _, unclear, _ = read_one(row(fee="selon les cas"), NOTED)
    assert (unclear.cost_options, unclear.fees_description) == ([], "selon les cas")


def test_a_programme_that_has_ended_has_its_state_and_an_alert_in_three_languages() -> None:
    _, service, _ = read_one(row(service_description_fr="Un projet."), NOTED)
    assert (service.status, service.alert) == ("inactive", "Terminé.")
    assert service.translations["alert"] == {"fr": "Terminé.", "ar": "انتهى.", "en": "Over."}
    _, other, _ = read_one(row(), NOTED)
    assert (other.status, other.alert, "alert" in other.translations) == ("active", "", False)


def test_texts_and_names_have_the_translations_that_are_known() -> None:
    organization, service, _ = read_one(row(org_name_ar=""), NOTED)
    assert service.translations["description"] == {"ar": "فحوص مجانية.", "en": "Free check-ups."}
    assert organization.translations["name"] == {"ar": "أصدقاء", "en": "The Friends"}


CELLS = {
    "org_name_fr": ["", "Les Amis", "x" * 201],
    "org_key": ["amis", "x" * 41],
    "org_type": ["association", "public"],
    "service_category": ["health", "legal_aid"],
    "city": ["Rabat", "Oujda"],
    "region": ["National", "Oriental", "x" * 90],
    "address": ["1, rue Haute", "x" * 301],
    "latitude": ["34.02", "1e-320", "٣٤.٠٢"],
    "longitude": ["-6.84"],
    "geo_precision": ["address", "city"],
    "phone": ["2511 / 2511", "05 37 54 54 00 / 15", "0" * 70, "+33", "٢٥١١", "15" + "." * 80],
    "email": ["a@b.ma", "a" * 200 + "@b.ma"],
    "website": ["www.a.ma", "https://a.ma ; b", "http://" + "a" * 300],
    "languages": ["fr|fr", "fr|AR", "portuguese", "İİ"],
    "source_date": ["2024", "2" * 301],
    "confidence": ["partially", "name_and_city_only"],
    "assured_date": ["2026-11-30", "0001-01-01", "20261130"],
    "note": ["a\0b", "\uffff", "\U0010ffff"],
    "fee": ["Gratuit", "x" * 400],
    "opening_hours": ["le matin", "x" * 400],
    "service_description_fr": ["Un projet.", "x" * 3000],
}
"""Cells that a database or a reader might stumble over."""
cells = st.sampled_from(list(row())).flatmap(
    lambda column: st.tuples(st.just(column), st.sampled_from(["", *CELLS.get(column, [])]) | st.text(max_size=40))
)
rows = st.lists(cells, max_size=4).map(lambda changes: row(**dict(changes)))
"""A right row in which some cells hold something else."""


def check_that_all_is_a_problem_or_stored(engines: list[Engine], raw_rows: list[Row]) -> None:
    for number, raw in enumerate(raw_rows):
        raw["org_key"] += f" {number}"
    batch = read(raw_rows, NOTED)
    refused = {problem.where.partition(",")[0] for problem in batch.problems}
    assert len(batch.services) + len(refused) == len(raw_rows)
    for engine in engines:
        with Session(engine) as session:
            store(session, read(raw_rows, NOTED).records())
            assert count(session, Service) == len(batch.services)
            again = store(session, read(raw_rows, NOTED).records())
            assert (again.added, again.updated, again.conflicts) == ([], [], [])
            session.rollback()


def test_every_awkward_cell_is_a_problem_or_stored_by_both_databases(each_prepared: list[Engine]) -> None:
    raw_rows = [row(**{column: text}) for column, texts in CELLS.items() for text in ("", *texts)]
    assert len(raw_rows) > 60
    check_that_all_is_a_problem_or_stored(each_prepared, raw_rows)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(rows, min_size=8, max_size=8))
def test_any_texts_are_problems_or_records_that_both_databases_store(
    each_prepared: list[Engine], raw_rows: list[Row]
) -> None:
    check_that_all_is_a_problem_or_stored(each_prepared, raw_rows)


@pytest.fixture
def each_prepared(each_engine: list[Engine]) -> list[Engine]:
    return [prepared(engine) for engine in each_engine]
