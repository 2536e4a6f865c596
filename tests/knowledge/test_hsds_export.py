"""Records → documents of HSDS 3.0: what the standard requires, and what must never be in a document."""

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from knowledge.exchange.hsds_documents import ServiceDocument
from knowledge.exchange.hsds_export import HsdsExport
from knowledge.exchange.hsds_loading import (
    FULL_ORGANIZATION,
    FULL_SERVICE,
    FULL_SERVICE_AT_LOCATION,
    load,
    places_of,
)
from knowledge.exchange.hsds_part_documents import Document
from knowledge.models import (
    Address,
    Attribute,
    CostOption,
    FieldSource,
    Location,
    Organization,
    Phone,
    Place,
    PlaceName,
    RequiredDocument,
    Schedule,
    Service,
    ServiceAtLocation,
    SpokenLanguage,
    Taxonomy,
    TaxonomyTerm,
)
from language.identify import LANGUAGES

OFFICIAL = Path(__file__).parents[3] / "shared" / "hsds" / "3.0" / "schema" / "compiled"
MODIFIED = datetime(2026, 11, 5, 9, 30)
"""Without a time zone, as SQLite gives it back."""
PLACES = {
    "rabat": Place(
        key="rabat",
        type="city",
        names=[PlaceName(spelling="Rabat", language="fr"), PlaceName(spelling="الرباط", language="ar")],
    )
}


def id_of(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def location(precision: str = "address", **more: Any) -> Location:
    values = {"place_key": "rabat", "latitude": 33.9765, "longitude": -6.8851, "name": "", "location_type": "physical"}
    return Location(id=id_of(3), precision=precision, **{**values, **more})


def service(where: Location | None = None, **more: Any) -> Service:
    """A service of which nothing is known but what the tables require."""
    empty = dict.fromkeys(
        ("description", "alert", "application_process", "eligibility_description", "fees_description", "source",
         "source_date", "note"), ""
    )  # fmt: skip
    organization = Organization(
        id=id_of(1), name="Association", description="", type="association", translations={}, last_modified=MODIFIED
    )
    made = Service(
        id=id_of(2), organization=organization, name="Conseils", status="active", confidence="partially",
        translations={}, last_modified=MODIFIED, **{**empty, **more},
    )  # fmt: skip
    if where:
        made.service_at_locations = [ServiceAtLocation(id=id_of(4), location=where, description="")]
    return made


def plain(document: Document) -> dict[str, Any]:
    """The document as it is sent."""
    values: dict[str, Any] = json.loads(document.model_dump_json(exclude_none=True))
    return values


def full(record: Service, language: str = "fr") -> dict[str, Any]:
    return plain(HsdsExport(language, PLACES).full_service(record))


def test_what_the_standard_requires_is_there_even_when_nothing_is_known() -> None:
    document = full(service(location(precision="")))
    assert {"id", "name", "status"} <= document.keys()
    assert document["organization"]["description"] == ""
    (link,) = document["service_at_locations"]
    assert {"id", "location_type"} <= link["location"].keys()


def test_empty_members_are_left_out_and_none_is_null() -> None:
    document = full(service())
    assert document.keys() == {"id", "name", "status", "last_modified", "organization", "x_dalil_confidence"}
    assert "null" not in json.dumps(document)


def test_texts_are_in_the_wanted_language_where_there_is_a_translation_else_as_in_the_source() -> None:
    record = service(description="Aide", fees_description="Gratuit")
    record.translations = {"description": {"en": "Help"}}
    document = full(record, "en")
    assert (document["description"], document["fees_description"]) == ("Help", "Gratuit")


@pytest.mark.parametrize(
    ("written", "dialled", "told"),
    [("+212 (0) 5 37 54 54 00", "05 37 54 54 00", True), ("0537-54-54-00", "05 37 54 54 00", False)],
)
def test_a_phone_is_given_as_dialled_and_the_sources_writing_only_when_its_digits_differ(
    written: str, dialled: str, told: bool
) -> None:
    record = service()
    record.phones = [Phone(id=id_of(5), number=written, dialled=dialled, type="voice", description="Accueil")]
    (phone,) = full(record)["phones"]
    assert phone["number"] == dialled
    assert phone["description"] == (f"Accueil; {written}" if told else "Accueil")


@pytest.mark.parametrize(("precision", "given"), [("address", True), ("district", True), ("city", False), ("", False)])
def test_coordinates_are_only_given_where_they_say_where_the_service_is(precision: str, given: bool) -> None:
    record = service(location(precision))
    record.field_sources = [
        FieldSource(id=id_of(6), service_id=id_of(2), field=field, value=value, source="GeoNames")
        for field, value in (("latitude", "33.9765"), ("longitude", "-6.8851"), ("city", "Rabat"))
    ]
    text = json.dumps(full(record))
    assert ("33.9765" in text, "6.8851" in text) == (given, given)
    assert "GeoNames" in text


def test_what_administrators_noted_is_in_no_document() -> None:
    assert "secret" not in json.dumps(full(service(location(), note="secret")))


def test_a_location_without_a_name_has_that_of_its_town_and_one_of_the_whole_country_has_none() -> None:
    (link,) = full(service(location()), "ar")["service_at_locations"]
    assert link["location"]["name"] == "الرباط"
    assert link["location"]["x_dalil_place"] == {"key": "rabat", "type": "city", "name": "الرباط"}
    (link,) = full(service(location("", place_key=None, location_type="virtual")))["service_at_locations"]
    assert "name" not in link["location"] and "x_dalil_place" not in link["location"]


def test_an_address_has_all_that_the_standard_requires() -> None:
    where = location()
    where.addresses = [
        Address(
            id=id_of(7), address_1="1, rue Haute", city="Rabat", state_province="", postal_code="", country="MA",
            address_type="physical",
        )
    ]  # fmt: skip
    (link,) = full(service(where))["service_at_locations"]
    (address,) = link["location"]["addresses"]
    required = {"id", "address_1", "city", "state_province", "postal_code", "country", "address_type"}
    assert address.keys() == required


def test_opening_hours_are_moroccan_time_and_words_alone_have_no_time_zone() -> None:
    record = service()
    record.schedules = [
        Schedule(id=id_of(8), freq="WEEKLY", byday="MO", opens_at="09:00", closes_at="24:00", description="", notes="",
                 valid_from=date(2027, 2, 8), valid_to=date(2027, 3, 9), translations={}),
        Schedule(id=id_of(9), description="le matin", notes="", translations={"description": {"en": "mornings"}}),
    ]  # fmt: skip
    hours, words = full(record, "en")["schedules"]
    assert hours == {
        "id": id_of(8), "freq": "WEEKLY", "byday": "MO", "opens_at": "09:00", "closes_at": "24:00", "timezone": 0.0,
        "valid_from": "2027-02-08", "valid_to": "2027-03-09",
    }  # fmt: skip
    assert words == {"id": id_of(9), "description": "mornings"}


def test_costs_papers_and_languages_are_told() -> None:
    record = service()
    record.cost_options = [
        CostOption(id=id_of(10), option="", amount=0.0, currency="MAD", amount_description="Gratuit")
    ]
    record.required_documents = [
        RequiredDocument(id=id_of(11), document="Passeport", translations={"document": {"en": "Passport"}})
    ]
    record.languages = [SpokenLanguage(id=id_of(12), code="ar", name="", note="")]
    document = full(record, "en")
    assert document["cost_options"] == [
        {"id": id_of(10), "amount": 0.0, "currency": "MAD", "amount_description": "Gratuit"}
    ]
    assert document["required_documents"] == [{"id": id_of(11), "document": "Passport"}]
    assert document["languages"] == [{"id": id_of(12), "code": "ar", "name": "Arabic"}]


def test_an_attribute_carries_its_term_in_the_wanted_language() -> None:
    term = TaxonomyTerm(
        id=id_of(13), taxonomy_id=id_of(14), code="women", name="Femmes", description="Femmes",
        translations={"name": {"en": "Women"}},
        taxonomy=Taxonomy(id=id_of(14), key="audiences", name="audiences", description="For whom"),
    )  # fmt: skip
    record = service()
    record.attributes = [
        Attribute(id=id_of(15), service_id=id_of(2), taxonomy_term_id=id_of(13), value="only", term=term)
    ]
    (attribute,) = full(record, "en")["attributes"]
    assert (attribute["link_id"], attribute["link_entity"], attribute["value"]) == (id_of(2), "service", "only")
    told = attribute["taxonomy_term"]
    assert (told["taxonomy"], told["code"], told["name"], told["language"]) == ("audiences", "women", "Women", "en")


@pytest.mark.parametrize(("noted", "date_told"), [("2026-09-01", "2026-09-01"), ("", "2026-11-05")])
def test_metadata_tell_the_source_and_its_date_or_the_day_of_the_last_change(noted: str, date_told: str) -> None:
    record = service()
    record.field_sources = [
        FieldSource(id=id_of(16), service_id=id_of(2), field="phones", value="0537", source="https://source.example",
                    confidence="partially", last_action_date=noted)
    ]  # fmt: skip
    (entry,) = full(record)["metadata"]
    assert entry == {
        "id": id_of(16), "resource_id": id_of(2), "resource_type": "service", "last_action_date": date_told,
        "last_action_type": "import", "field_name": "phones", "previous_value": "", "replacement_value": "0537",
        "updated_by": "https://source.example", "x_dalil_confidence": "partially",
    }  # fmt: skip


def test_the_last_change_is_a_moment_with_its_time_zone() -> None:
    assert full(service())["last_modified"] == "2026-11-05T09:30:00Z"


def test_the_schema_of_a_document_says_that_members_may_be_missing_but_not_null() -> None:
    schema = json.dumps(ServiceDocument.model_json_schema(mode="serialization"))
    assert '"null"' not in schema
    assert '"required": ["id", "name", "status", "last_modified", "x_dalil_confidence"]' in schema


def statements_for(engine: Engine, number: int) -> int:
    """How many statements it takes to load so many services and make their documents."""
    statements: list[object] = []

    def count(*arguments: object) -> None:
        statements.append(arguments)

    event.listen(engine, "before_cursor_execute", count)
    with Session(engine) as session:
        ids = session.scalars(select(Service.id).order_by(Service.id).limit(number)).all()
        records = load(session, Service, ids, FULL_SERVICE)
        places = places_of(session, [link for record in records for link in record.service_at_locations])
        assert len([HsdsExport("fr", places).full_service(record) for record in records]) == number
    event.remove(engine, "before_cursor_execute", count)
    return len(statements)


def test_many_services_take_no_more_statements_than_a_few(shipped: Engine) -> None:
    few = statements_for(shipped, 30)
    assert 2 < statements_for(shipped, 100) <= few


def shipped_documents(session: Session, language: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every document of the shipped directory with the name of its official schema."""
    services = load(session, Service, session.scalars(select(Service.id)).all(), FULL_SERVICE)
    links = load(
        session,
        ServiceAtLocation,
        session.scalars(select(ServiceAtLocation.id)).all(),
        FULL_SERVICE_AT_LOCATION,
    )
    organizations = load(session, Organization, session.scalars(select(Organization.id)).all(), FULL_ORGANIZATION)
    export = HsdsExport(language, places_of(session, links))
    for record in services:
        yield "service", plain(export.full_service(record))
        yield "service_list", plain(export.service(record))
    for link in links:
        yield "service_at_location", plain(export.full_service_at_location(link))
        yield "service_at_location_list", plain(export.service_at_location(link))
    for organization in organizations:
        yield "organization", plain(export.full_organization(organization))
        yield "organization_list", plain(export.organization(organization))


@pytest.fixture(scope="module")
def official() -> dict[str, Draft202012Validator]:
    """The official schemas; they are not part of this repository."""
    if not OFFICIAL.exists():
        pytest.skip(f"the official schemas of HSDS 3.0 are not in {OFFICIAL}")
    return {
        path.stem: Draft202012Validator(json.loads(path.read_text(encoding="utf-8")), format_checker=FormatChecker())
        for path in OFFICIAL.glob("*.json")
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_document_of_the_shipped_directory_is_valid_under_the_official_schemas(
    session: Session, official: dict[str, Draft202012Validator], language: str
) -> None:
    checked = 0
    for schema, document in shipped_documents(session, language):
        assert [error.message for error in official[schema].iter_errors(document)] == []
        checked += 1
    assert checked > 1000


MUTATIONS: dict[str, tuple[tuple[str | int, ...], Any]] = {
    "no id": (("id",), None),
    "no name": (("name",), None),
    "no status": (("status",), None),
    "a status of our own": (("status",), "open"),
    "an organisation without description": (("organization", "description"), None),
    "a location without type": (("service_at_locations", 0, "location", "location_type"), None),
    "a term without name": (("attributes", 0, "taxonomy_term", "name"), None),
    "a source without field": (("metadata", 0, "field_name"), None),
    "text where a list belongs": (("attributes",), "women"),
}


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_the_official_schemas_find_what_is_wrong_in_a_document(
    session: Session, official: dict[str, Draft202012Validator], mutation: str
) -> None:
    documents = (document for schema, document in shipped_documents(session, "fr") if schema == "service")
    document = next(each for each in documents if "attributes" in each)
    (*way, last), value = MUTATIONS[mutation]
    changed = deepcopy(document)
    part: Any = changed
    for step in way:
        part = part[step]
    if value is None:
        del part[last]
    else:
        part[last] = value
    assert official["service"].is_valid(document)
    assert not official["service"].is_valid(changed)
