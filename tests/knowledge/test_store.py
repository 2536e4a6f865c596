"""Storing records: new, changed, edited in the database, from elsewhere, gone."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge.exchange.editorial import Editorial
from knowledge.exchange.partners_table import PartnersTable
from knowledge.exchange.record import content_of
from knowledge.exchange.store import Record, Stored, name_of, remove_others, store
from knowledge.load.taxonomies import term_id
from knowledge.models import (
    Address,
    Attribute,
    CostOption,
    Location,
    Organization,
    Phone,
    RequiredDocument,
    Schedule,
    Service,
    ServiceAtLocation,
    SpokenLanguage,
)
from knowledge.models.taxonomy import AUDIENCES
from tests.knowledge.directory_rows import (
    PLACES,
    Row,
    count,
    only_service,
    organization_named,
    prepared,
    prepared_database,
    row,
)

HOURS = Editorial(
    hours={"le matin": [{"byday": "MO", "opens_at": "09:00", "closes_at": "12:00"}]}, costs={"Gratuit": 0}
)
Edit = Callable[[Service], object]


def records(rows: Iterable[Row], origin: str = "table.csv") -> list[Record]:
    batch = PartnersTable(PLACES, origin, HOURS).read(rows)
    assert batch.problems == []
    return list(batch.records())


def load(engine: Engine, *rows: Row, **options: Any) -> Stored:
    """Store what the rows say, and remove what is not in them."""
    origin, take_over = options.get("origin", "table.csv"), options.get("take_over", False)
    with Session(engine) as session, session.begin():
        found = records(rows, origin)
        result = store(session, found, take_over)
        remove_others(session, origin, {record.id for record in found}, result)
        return result


def contents(engine: Engine, *tables: type[Record]) -> dict[tuple[str, str], dict[str, Any]]:
    """The content of all records, by what they are called and their id."""
    found: list[Record] = []
    with Session(engine) as session:
        for table in tables or (Organization, Location, Service):
            found += session.scalars(select(table))
        return {(name_of(record), record.id): {"origin": record.origin, **content_of(record)} for record in found}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    """A database with the places and taxonomies."""
    with prepared_database(tmp_path) as engine:
        yield engine


@pytest.fixture
def loaded(database: Engine) -> Engine:
    """The same with one row's records."""
    load(database, row())
    return database


def test_new_records_are_added(database: Engine) -> None:
    result = load(database, row(), row(city="Oujda"))
    assert (len(result.added), result.changed) == (1 + 2 + 2, True)
    with Session(database) as session:
        assert (count(session, Organization), count(session, Location), count(session, Service)) == (1, 2, 2)


def test_storing_the_same_again_changes_nothing(loaded: Engine) -> None:
    before = contents(loaded)
    result = load(loaded, row())
    assert (len(result.unchanged), result.changed, result.conflicts) == (3, False, [])
    assert contents(loaded) == before


def test_a_changed_row_updates_its_service_only(engine: Engine) -> None:
    load(prepared(engine), row(), row(city="Oujda"))
    result = load(engine, row(phone="15", opening_hours=""), row(city="Oujda"))
    assert result.updated == ["service Les Amis: Consultations gratuites."]
    assert len(result.unchanged) == 4
    with Session(engine) as session:
        changed, other = session.scalars(select(Service).order_by(Service.phones.any(Phone.number == "15").desc()))
        assert [phone.number for phone in changed.phones] == ["15"]
        assert changed.service_at_locations[0].schedules == []
        assert len(other.phones) == 2 and len(other.service_at_locations[0].schedules) == 1


def test_a_record_may_change_again_and_again(loaded: Engine) -> None:
    for number in ("15", "19", "177"):
        assert len(load(loaded, row(phone=number)).updated) == 1
    with Session(loaded) as session:
        assert [phone.number for phone in only_service(session).phones] == ["177"]


SERVICE_EDITS: dict[str, Edit] = {
    "a column": lambda service: setattr(service, "description", "Autre chose."),
    "a note": lambda service: setattr(service, "note", ""),
    "the day of confirmation": lambda service: setattr(service, "assured_date", None),
    "a translation": lambda service: setattr(service, "translations", {"name": {"fr": "Santé"}}),
    "a phone": lambda service: setattr(service.phones[0], "dialled", "05 00 00 00 00"),
    "a phone more": lambda service: service.phones.append(Phone(id="p1", number="15", dialled="15")),
    "a phone less": lambda service: service.phones.pop(),
    "a phone there": lambda service: there(service).phones.append(Phone(id="p2", number="15", dialled="15")),
    "the hours": lambda service: setattr(there(service).schedules[0], "closes_at", "13:00"),
    "a row of hours more": lambda service: there(service).schedules.append(Schedule(id="h1", description="le soir")),
    "a row of hours less": lambda service: there(service).schedules.clear(),
    "an attribute more": lambda service: service.attributes.append(
        Attribute(id="t1", taxonomy_term_id=term_id(AUDIENCES, "women"), value="only")
    ),
    "an attribute less": lambda service: service.attributes.clear(),
    "a language": lambda service: service.languages.append(SpokenLanguage(id="g1", code="en")),
    "a price": lambda service: service.cost_options.append(CostOption(id="c1", amount=20.0)),
    "a paper": lambda service: service.required_documents.append(RequiredDocument(id="d1", document="Passeport")),
    "a source": lambda service: setattr(service.field_sources[0], "source", "appel du 2 novembre"),
}


def there(service: Service) -> ServiceAtLocation:
    return service.service_at_locations[0]


def names(labels: Iterable[str]) -> set[str]:
    """The organisations of services that were named."""
    return {label.removeprefix("service ").partition(":")[0] for label in labels}


def test_whatever_was_edited_is_kept_and_a_conflict_only_if_its_row_changed_too(engine: Engine) -> None:
    rows = [row(org_name_fr=edit) for edit in [*SERVICE_EDITS, "nothing"]]
    load(prepared(engine), *rows)
    with Session(engine) as session, session.begin():
        for service in session.scalars(select(Service)).all():
            SERVICE_EDITS.get(service.organization.name, id)(service)
    edited = contents(engine, Service)
    same = load(engine, *rows)
    assert (same.conflicts, same.changed) == ([], False)
    changed = load(engine, *({**raw, "fee": "10 DH"} for raw in rows))
    assert names(changed.conflicts) == SERVICE_EDITS.keys()
    assert names(changed.updated) == {"nothing"}
    after = contents(engine, Service)
    assert names(label for label, key in edited if edited[label, key] != after[label, key]) == {"nothing"}


def test_an_edited_organization_is_kept_and_its_services_still_follow_their_rows(loaded: Engine) -> None:
    with Session(loaded) as session, session.begin():
        organization_named(session).website = "https://nouveau.example"
    result = load(loaded, row(phone="15", website="https://autre.example"))
    assert result.conflicts == ["organization Les Amis"]
    assert len(result.updated) == 1
    with Session(loaded) as session:
        assert organization_named(session).website == "https://nouveau.example"
        assert [phone.number for phone in only_service(session).phones] == ["15"]


def test_an_edited_location_is_kept(loaded: Engine) -> None:
    with Session(loaded) as session, session.begin():
        location = session.scalars(select(Location)).one()
        location.addresses.append(Address(id="new", address_1="2, rue Basse"))
    result = load(loaded, row(latitude="34.03"))
    assert result.conflicts == ["location 1, rue Haute; 2, rue Basse"]
    with Session(loaded) as session:
        location = session.scalars(select(Location)).one()
        assert (location.latitude, len(location.addresses)) == (34.0201, 2)


def test_an_edit_that_was_taken_back_is_none(loaded: Engine) -> None:
    for words in ("Autre chose.", "Consultations gratuites."):
        with Session(loaded) as session, session.begin():
            only_service(session).description = words
    assert len(load(loaded, row(fee="10 DH")).updated) == 1


def test_when_the_row_says_what_was_edited_the_record_follows_its_row_again(loaded: Engine) -> None:
    with Session(loaded) as session, session.begin():
        only_service(session).note = "rappelé"
    load(loaded, row(note="rappelé"))
    assert len(load(loaded, row(note="fermé en août")).updated) == 1


def test_a_row_that_is_gone_is_deleted_with_what_only_it_needed(database: Engine) -> None:
    load(database, row(), row(city="Oujda"), row(org_key="autres", org_name_fr="Les Autres"))
    result = load(database, row())
    assert sorted(result.removed)[-2:] == [
        "service Les Amis: Consultations gratuites.",
        "service Les Autres: Consultations gratuites.",
    ]
    with Session(database) as session:
        assert (count(session, Service), count(session, Location), count(session, Organization)) == (1, 1, 1)
        assert count(session, Phone) == 2


def test_an_edited_service_whose_row_is_gone_stays_with_its_organization_and_is_a_conflict(database: Engine) -> None:
    load(database, row(), row(org_key="autres", org_name_fr="Les Autres"))
    with Session(database) as session, session.begin():
        session.scalars(select(Service).where(Service.organization.has(name="Les Autres"))).one().note = "rappelé"
    result = load(database, row())
    assert (result.removed, result.conflicts) == ([], ["service Les Autres: Consultations gratuites."])
    with Session(database) as session:
        assert (count(session, Service), count(session, Organization)) == (2, 2)


def test_records_of_another_source_are_kept_and_never_removed(loaded: Engine) -> None:
    before = contents(loaded)
    result = load(loaded, row(phone="15", website="", latitude="34.03"), origin="other.csv")
    assert (len(result.foreign), result.changed) == (3, False)
    assert load(loaded, row(city="Oujda"), origin="other.csv").removed == []
    assert contents(loaded).items() >= before.items()


def test_a_source_may_take_over_but_not_what_was_edited(engine: Engine) -> None:
    load(prepared(engine), row(), row(city="Oujda"))
    with Session(engine) as session, session.begin():
        session.scalars(select(Service).where(Service.phones.any(Phone.number == "2511"))).first().note = "rappelé"  # type: ignore[union-attr]
    changed = [row(fee="10 DH"), row(city="Oujda", fee="10 DH")]
    result = load(engine, *changed, origin="other.csv", take_over=True)
    assert (len(result.updated), len(result.conflicts), result.foreign) == (1, 1, [])
    with Session(engine) as session:
        fees = {service.origin: service.fees_description for service in session.scalars(select(Service))}
        assert fees == {"table.csv": "Gratuit", "other.csv": "10 DH"}


def test_a_record_made_by_hand_is_kept(loaded: Engine) -> None:
    with Session(loaded) as session, session.begin():
        organization = organization_named(session)
        organization.origin, organization.loaded_fingerprint = "", None
    result = load(loaded, row(website="https://autre.example"), take_over=True)
    assert result.conflicts == ["organization Les Amis"]


def test_an_error_leaves_the_database_as_it_was(loaded: Engine) -> None:
    before = contents(loaded)
    broken: Sequence[Record] = [*records([row(fee="10 DH"), row(city="Oujda")]), Location(id="x", place_key="nowhere")]
    with pytest.raises(IntegrityError), Session(loaded) as session, session.begin():
        store(session, broken)
    assert contents(loaded) == before


def test_many_records_take_few_statements(database: Engine) -> None:
    rows = [row(org_key=f"o{number}") for number in range(60)]
    load(database, *rows)
    statements: list[object] = []
    event.listen(database, "before_cursor_execute", lambda *arguments: statements.append(arguments))
    with Session(database) as session:
        result = store(session, records(rows))
    assert len(result.unchanged) == 180
    assert 2 < len(statements) < 30


def test_the_summary_counts_each_kind() -> None:
    result = Stored(added=["a"], updated=["b"] * 2, unchanged=["c"] * 3, removed=["d"] * 4, conflicts=["e"] * 5)
    assert result.summary() == (
        "1 new, 2 changed, 3 as before, 4 removed, 5 kept because they were edited here, "
        "0 kept because they come from another source"
    )
