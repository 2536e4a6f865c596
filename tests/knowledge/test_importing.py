"""Importing a source into the directory: what it may change, what it must not lose, all or nothing."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge.database import connect
from knowledge.exchange.importing import check_import, run_import
from knowledge.exchange.record import content_of
from knowledge.exchange.source_file import SourceFile
from knowledge.exchange.store import Record, Stored
from knowledge.full_text import SERVICE, find
from knowledge.load.directory import load_directory
from knowledge.models import Address, Location, Organization, Phone, Service
from knowledge.models.base import current_revision
from tests.knowledge.directory_rows import (
    PLACES,
    Row,
    bare_row,
    count,
    only_service,
    organization_named,
    prepared_database,
    row,
    rows_of,
    small_folder,
    write_rows,
)
from tests.knowledge.samples import CONTENT
from tests.knowledge.small_directory import add_place

FOLDER = CONTENT / "directory"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    """A database with the places and taxonomies."""
    with prepared_database(tmp_path) as engine:
        yield engine


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small part of the shipped directory."""
    return small_folder(tmp_path_factory.mktemp("content") / "directory")


@pytest.fixture(scope="module")
def loaded_file(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("loaded")
    with prepared_database(target) as engine, Session(engine) as session, session.begin():
        load_directory(session, folder, PLACES)
    return target / "dalil.db"


@pytest.fixture
def loaded(loaded_file: Path, tmp_path: Path) -> Iterator[Engine]:
    """A database with that part."""
    engine = connect(f"sqlite:///{copy(loaded_file, tmp_path / 'dalil.db')}")
    yield engine
    engine.dispose()


def table(rows: Sequence[Row], name: str = "table.csv") -> SourceFile:
    return SourceFile(name, rows=list(rows))


def services(*documents: Any, name: str = "https://api.example") -> SourceFile:
    return SourceFile(name, documents=list(documents))


def imported(engine: Engine, source: SourceFile) -> Stored:
    with Session(engine) as session, session.begin():
        batch = check_import(session, source, FOLDER)
        assert batch.problems == []
        return run_import(session, source, batch)


def contents(engine: Engine) -> dict[str, dict[str, Any]]:
    """The content of all records, by their id."""
    found: list[Record] = []
    with Session(engine) as session:
        for kind in (Organization, Location, Service):
            found += session.scalars(select(kind))
        return {record.id: {"origin": record.origin, **content_of(record)} for record in found}


def document(**more: Any) -> dict[str, Any]:
    organization = {"id": "00000000-0000-4000-8000-000000000002", "name": "Les Amis"}
    return {
        "id": "00000000-0000-4000-8000-000000000001", "name": "Conseil", "status": "active",
        "organization": organization, **more,
    }  # fmt: skip


def test_a_table_is_imported_with_everything_in_it(database: Engine) -> None:
    result = imported(database, table([row()]))
    assert len(result.added) == 3
    with Session(database) as session:
        service = only_service(session)
        assert (service.origin, service.organization.name) == ("table.csv", "Les Amis")
        assert [phone.number for phone in service.phones] == ["+212 5 37 54 54 00", "2511"]


def test_documents_of_other_directories_are_imported(database: Engine) -> None:
    imported(database, services(document()))
    with Session(database) as session:
        assert (only_service(session).origin, only_service(session).name) == ("https://api.example", "Conseil")


def test_a_table_with_texts_of_the_shipped_directory_has_its_translations_and_hours(database: Engine) -> None:
    shipped = next(raw for raw in rows_of(FOLDER / "partners.csv") if raw["org_key"] == "hcr")
    imported(database, table([shipped]))
    with Session(database) as session:
        service = only_service(session)
        assert service.translations["description"].keys() >= {"ar", "en"}
        assert service.service_at_locations[0].schedules[0].byday == "MO,TU,WE,TH,FR"


def test_where_a_town_and_a_region_share_a_name_the_town_is_meant(database: Engine) -> None:
    with Session(database) as session, session.begin():
        add_place(session, "region-rabat", "Oriental", (34.0, -6.8), "region")
        session.execute(text("UPDATE place_name SET spelling = 'Rabat' WHERE place_key = 'region-rabat'"))
    imported(database, table([bare_row()]))
    with Session(database) as session:
        assert session.scalars(select(Location.place_key)).all() == ["Rabat"]


def test_what_was_imported_is_found_and_readers_notice(database: Engine) -> None:
    with Session(database) as session:
        before = current_revision(session)
    imported(database, table([row(service_description_fr="Réparation de bicyclettes.")]))
    with Session(database) as session:
        assert current_revision(session) == before + 1
        assert [found.owner for found in find(session, SERVICE, "bicyclette")] == [only_service(session).id]
    imported(database, table([row(service_description_fr="Réparation de bicyclettes.")]))
    with Session(database) as session:
        assert current_revision(session) == before + 1


def test_a_batch_with_problems_is_never_stored(database: Engine) -> None:
    source = table([row(), row(city="Atlantis")])
    with Session(database) as session:
        batch = check_import(session, source, FOLDER)
        assert [problem.where for problem in batch.problems] == ["row 3, city"]
        with pytest.raises(ValueError, match="problems"):
            run_import(session, source, batch)
        assert not session.new and not session.dirty


def test_a_table_changes_what_came_from_elsewhere_and_documents_do_not(database: Engine) -> None:
    imported(database, table([row()], "first.csv"))
    result = imported(database, table([row(phone="15")], "second.csv"))
    assert len(result.updated) == 1
    imported(database, services(document(), name="https://first.example"))
    result = imported(database, services(document(name="Autre"), name="https://second.example"))
    assert (len(result.foreign), result.changed) == (1, False)


def test_the_shipped_table_imported_as_it_is_changes_nothing(loaded: Engine, folder: Path) -> None:
    before = contents(loaded)
    result = imported(loaded, table(rows_of(folder / "partners.csv"), "partners.csv"))
    assert (result.changed, result.conflicts) == (False, [])
    assert contents(loaded) == before


def test_a_changed_cell_has_its_row_as_source_and_the_other_fields_keep_theirs(loaded: Engine, folder: Path) -> None:
    rows = rows_of(folder / "partners.csv")
    changed = next(raw for raw in rows if raw["phone"] and raw["latitude"])
    changed["phone"] = "+212 5 37 00 00 00"
    result = imported(loaded, table(rows, "partners.csv"))
    assert len(result.updated) == 1
    with Session(loaded) as session:
        service = session.scalars(select(Service).where(Service.phones.any(Phone.number == changed["phone"]))).one()
        told = {source.field: (source.value, source.source, source.confidence) for source in service.field_sources}
        assert told["phones"] == (changed["phone"], changed["source"], changed["confidence"])
        assert "geonames" in told["latitude"][1].lower() and told["latitude"][2] == "editorial"
        assert {source.field for source in service.organization.field_sources} >= {"name"}
        assert "name" not in told


def test_where_the_row_names_other_sources_they_count_for_all_its_fields(loaded: Engine, folder: Path) -> None:
    (changed,) = [raw for raw in rows_of(folder / "partners.csv") if raw["org_key"] == "hcr"][:1]
    changed["source"] = "appel du 2 novembre 2026"
    imported(loaded, table([changed]))
    with Session(loaded) as session:
        service = session.scalars(select(Service).where(Service.source == changed["source"])).one()
        assert {source.source for source in service.field_sources} == {changed["source"]}


def test_an_empty_cell_takes_nothing_away_from_an_organization_that_is_known(database: Engine) -> None:
    imported(database, table([row()]))
    with Session(database) as session, session.begin():
        organization_named(session).phones = [Phone(id="p", number="15", dialled="15")]
        organization_named(session).loaded_fingerprint = None
    silent = bare_row(org_key="amis", city="Oujda")
    result = imported(database, table([silent]))
    assert result.conflicts == []
    with Session(database) as session:
        organization = organization_named(session)
        assert (organization.website, organization.email) == ("https://amis.example", "contact@amis.example")
        assert organization.translations["name"] == {"ar": "الأصدقاء", "en": "The Friends"}
        assert [phone.number for phone in organization.phones] == ["15"]
        assert count(session, Service) == 2


def test_an_imported_file_is_not_touched_when_the_shipped_directory_is_loaded_again(
    loaded: Engine, folder: Path, tmp_path: Path
) -> None:
    """Not even when it has the same name as the shipped one."""
    rows = rows_of(folder / "partners.csv")
    rows[0]["note"] = "rappelé"
    imported(loaded, table([*rows, row()], "partners.csv"))
    newer = small_folder(tmp_path / "newer")
    shipped = rows_of(newer / "partners.csv")
    shipped[0]["note"] = shipped[1]["note"] = "une autre version"
    write_rows(newer / "partners.csv", shipped)
    with Session(loaded) as session, session.begin():
        result = load_directory(session, newer, PLACES)
    assert (len(result.foreign), len(result.updated), result.removed) == (1, 1, [])
    with Session(loaded) as session:
        assert len(session.scalars(select(Service).where(Service.note == "rappelé")).all()) == 1
        assert organization_named(session).origin == "partners.csv"


def test_a_table_can_replace_what_came_from_documents(database: Engine) -> None:
    """Services of another Dalil have the ids that its table gave them."""
    imported(database, table([row()]))
    with Session(database) as session:
        service = only_service(session)
        link = service.service_at_locations[0]
        same = document(
            id=service.id,
            organization={"id": service.organization_id, "name": "Les Amis"},
            service_at_locations=[{"id": link.id, "location": {"id": link.location_id, "addresses": [
                {"id": link.location_id, "address_1": "2, rue Basse", "city": "Rabat"}]}}],
        )  # fmt: skip
        for record in (service, *session.scalars(select(Location)), service.organization):
            session.delete(record)
            session.flush()
        session.commit()
    assert len(imported(database, services(same)).added) == 3
    assert len(imported(database, table([row()])).updated) == 3
    with Session(database) as session:
        assert [phone.number for phone in only_service(session).phones] == ["+212 5 37 54 54 00", "2511"]
        assert session.scalars(select(Address.address_1)).all() == ["1, rue Haute"]


def test_an_error_of_the_database_half_way_leaves_everything_as_it_was(database: Engine) -> None:
    imported(database, table([row()]))
    before = contents(database)
    with database.begin() as connection:
        connection.execute(text(
            "CREATE TRIGGER full BEFORE INSERT ON phone WHEN NEW.number = '19' BEGIN SELECT RAISE(ABORT, 'full'); END"
        ))  # fmt: skip
    with pytest.raises(IntegrityError):
        imported(database, table([row(fee="10 DH"), row(city="Oujda"), row(org_key="autres", phone="19")]))
    assert contents(database) == before
    with Session(database) as session:
        assert current_revision(session) == 1
