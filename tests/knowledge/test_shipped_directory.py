"""What the shipped directory becomes: every field with its source, and nothing that is not in the files."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge.exchange.hsds_loading import FULL_SERVICE
from knowledge.exchange.partners_table import HSDS_FIELDS
from knowledge.models import (
    Address,
    CostOption,
    FieldSource,
    Location,
    Organization,
    Phone,
    PlaceName,
    Schedule,
    Service,
    ServiceAtLocation,
)
from knowledge.models.service import NOT_RECOMMENDED
from knowledge.phones import as_dialled, numbers_in
from language.identify import LANGUAGES
from tests.knowledge.directory_rows import (
    Row,
    count,
    rows_of,
)
from tests.knowledge.samples import CONTENT

SHIPPED = CONTENT / "directory"
PARTNERS = rows_of(SHIPPED / "partners.csv")
PROVENANCE = rows_of(SHIPPED / "partners-provenance.csv")


Listed = list[tuple[Row, Service]]


def place_of(raw: Row) -> str:
    return raw["city"] or raw["region"].replace("National", "")


@pytest.fixture(scope="module")
def listed(shipped: Engine) -> Iterator[Listed]:
    """Each row with its service, found by what the row says."""
    with Session(shipped) as session:
        official = select(PlaceName.place_key, PlaceName.spelling).where(PlaceName.language == "fr")
        places = {key: spelling for key, spelling in session.execute(official)}
        by_row: dict[tuple[str, ...], Service] = {}
        for service in session.scalars(select(Service).options(*FULL_SERVICE)):
            place = places.get(service.service_at_locations[0].location.place_key or "", "")
            categories = [attribute.term.code for attribute in service.attributes if not attribute.value]
            organization = service.organization
            by_row[organization.key, organization.name, service.description, place, "".join(categories)] = service
        keys = ("org_key", "org_name_fr", "service_description_fr")
        yield [(raw, by_row[(*(raw[key] for key in keys), place_of(raw), raw["service_category"])]) for raw in PARTNERS]


def service_of(listed: Listed, **values: str) -> Service:
    return next(service for raw, service in listed if values.items() <= raw.items())


def test_every_row_is_a_service_at_a_location(session: Session, listed: Listed) -> None:
    assert len({service.id for _, service in listed}) == len(PARTNERS) == 278
    for table in (Service, Location, ServiceAtLocation):
        assert count(session, table) == len(PARTNERS)
    assert count(session, Organization) == len({(raw["org_key"], raw["org_name_fr"]) for raw in PARTNERS}) == 105


def test_every_filled_field_can_be_read_back_with_the_source_that_the_provenance_gives(listed: Listed) -> None:
    sources = {(int(entry["partners_row"]), entry["field"]): entry["source"] for entry in PROVENANCE}
    checked = 0
    for number, (raw, service) in enumerate(listed, start=1):
        told = {(source.field, source.value): source.source for source in service.field_sources}
        of_all = {(source.field, source.value): source.source for source in service.organization.field_sources}
        for column, field in HSDS_FIELDS.items():
            if raw[column]:
                checked += 1
                if (field, raw[column]) in told:
                    assert told[field, raw[column]] == sources[number, column]
                else:
                    assert of_all[field, raw[column]] in set(sources.values()), (number, column)
    assert checked == len(PROVENANCE)


def test_what_an_organization_says_of_itself_has_one_of_the_sources_that_the_provenance_gives(session: Session) -> None:
    allowed = {
        (
            PARTNERS[int(entry["partners_row"]) - 1]["org_name_fr"],
            HSDS_FIELDS[entry["field"]],
            entry["value"],
            entry["source"],
        )
        for entry in PROVENANCE
    }
    for organization in session.scalars(select(Organization)):
        assert organization.field_sources, organization.name
        for source in organization.field_sources:
            assert (organization.name, source.field, source.value, source.source) in allowed


def test_every_column_is_in_its_own_place(listed: Listed) -> None:
    for raw, service in listed:
        organization, location = service.organization, service.service_at_locations[0].location
        assert (organization.key, organization.type) == (raw["org_key"], raw["org_type"])
        for column, language in (("org_name_ar", "ar"), ("org_name_en", "en")):
            assert not raw[column] or organization.translations["name"][language] == raw[column]
        website = (service.url or organization.website or "").removeprefix("http://")
        assert not raw["website"] or raw["website"].removeprefix("http://").startswith(website or "nothing")
        assert not raw["email"] or raw["email"] == (service.email or organization.email)
        assert (service.eligibility_description, service.fees_description) == (raw["eligibility"], raw["fee"])
        assert (service.source, service.source_date) == (raw["source"], raw["source_date"])
        assert (service.confidence, service.note) == (raw["confidence"], raw["note"])
        assert [address.address_1 for address in location.addresses] == [raw["address"]] * bool(raw["address"])
        assert location.precision == raw["geo_precision"]
        assert [row.description for row in service.service_at_locations[0].schedules][:1] == (
            [raw["opening_hours"]] if raw["opening_hours"] else []
        )


def test_every_phone_is_kept_as_written_and_as_dialled_and_has_its_source(session: Session, listed: Listed) -> None:
    kept = 0
    for raw, service in listed:
        numbers = numbers_in(raw["phone"])
        assert [(phone.number, phone.dialled) for phone in service.phones] == [(n, as_dialled(n)) for n in numbers]
        assert bool(numbers) == any(source.field == "phones" for source in service.field_sources)
        kept += len(numbers)
    assert kept == count(session, Phone) > 39


def test_rows_that_say_only_a_name_and_a_town_are_kept_too(session: Session) -> None:
    stored = session.scalars(select(Service).where(Service.confidence == NOT_RECOMMENDED)).all()
    assert len(stored) == 62


def test_the_centre_of_a_town_is_never_a_real_point_and_never_an_address(session: Session) -> None:
    real = {"address": 17, "district": 1}
    locations = session.scalars(select(Location)).all()
    assert {precision: sum(where.precision == precision for where in locations) for precision in real} == real
    assert sum(where.has_real_point for where in locations) == 18
    assert count(session, Address) == sum(bool(raw["address"]) for raw in PARTNERS) == 30
    geographic = session.scalars(select(FieldSource).where(FieldSource.field.in_(("latitude", "longitude")))).all()
    assert {source.confidence for source in geographic if "geonames" in source.source.lower()} == {"editorial"}


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Projet Tamkine-Migrants", "inactive"),
        ("Médiation entre migrants et habitants", "inactive"),
        ("Projet « Assistance et protection des enfants", "active"),
        ("Projet Work 4 Integration", "active"),
        ("Programme FORSATY : clubs", "active"),
    ],
)
def test_programmes_that_have_or_may_have_ended_say_so_in_three_languages(
    session: Session, words: str, status: str
) -> None:
    found = session.scalars(select(Service).where(Service.description.startswith(words))).all()
    assert found
    for service in found:
        assert (service.status, service.alert) == (status, service.translations["alert"]["fr"])
        assert all(service.translations["alert"][language] for language in LANGUAGES)


def terms(service: Service) -> dict[str, str]:
    return {attribute.term.code: attribute.value for attribute in service.attributes}


def test_the_line_for_children_is_for_children_only_and_the_line_for_women_for_women_only(listed: Listed) -> None:
    children = service_of(listed, phone="2511 / 0800002511")
    women = service_of(listed, phone="8350")
    assert {code for code, value in terms(children).items() if value} == {"children"}
    assert {code for code, value in terms(women).items() if value} == {"women"}
    assert terms(children)["children"] == terms(women)["women"] == "only"


def test_every_category_is_a_term_of_its_service_and_every_audience_stands_in_its_text(listed: Listed) -> None:
    for raw, service in listed:
        found = terms(service)
        assert [code for code, value in found.items() if not value] == [raw["service_category"]] * bool(
            raw["service_category"]
        )
        if any(found.values()):
            assert raw["eligibility"] or raw["phone"] == "2511 / 0800002511"


def test_clear_hours_are_rows_and_unclear_ones_stay_words(session: Session, listed: Listed) -> None:
    registration = service_of(listed, org_key="hcr", phone="+212 (0) 5 37 54 54 00")
    (hours,) = registration.service_at_locations[0].schedules
    assert (hours.freq, hours.byday, hours.opens_at, hours.closes_at) == ("WEEKLY", "MO,TU,WE,TH,FR", "09:00", "15:00")
    unclear = [
        row for row in session.scalars(select(Schedule)) if "tel que" in row.description or "—" in row.description
    ]
    assert len(unclear) == 7
    assert {(row.byday, row.opens_at, row.closes_at, row.freq) for row in unclear} == {(None, None, None, None)}


def test_only_a_clear_price_is_an_amount(session: Session) -> None:
    amounts = {cost.amount_description: cost.amount for cost in session.scalars(select(CostOption))}
    assert amounts["Gratuit"] == 0
    assert set(amounts.values()) == {0, 100}
