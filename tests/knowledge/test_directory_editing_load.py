"""What was edited here stays when a newer shipped directory is loaded; a round trip through a table loses nothing."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from shutil import copy

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge.database import connect
from knowledge.directory_editing.confirming import confirm
from knowledge.directory_editing.content import fill_service
from knowledge.directory_editing.editing import edit, version_of
from knowledge.directory_editing.hours import HoursContent, fill_hours
from knowledge.directory_editing.hours_grid import HoursGrid
from knowledge.directory_editing.places import PlaceContent, fill_place
from knowledge.exchange.record import content_of
from knowledge.exchange.source_table import csv_rows, spreadsheet_rows
from knowledge.exchange.store import Stored
from knowledge.exchange.table_export import EXPORTED, csv_file, spreadsheet_file, table_rows
from knowledge.load.directory import load_directory
from knowledge.models import Location, Organization, Place, Service
from tests.knowledge.directory_desk import NOW, content_of_service, finish_import, from_call, terms, uploaded
from tests.knowledge.directory_rows import PLACES, Row, prepared_database, rows_of, small_folder, write_rows

WEEKDAYS = ((("09:00", "12:00"),),) * 5 + ((), ())


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


def first(session: Session) -> Service:
    """A service with words for its hours and a phone."""
    query = select(Service).where(Service.phones.any()).order_by(Service.id)
    return next(one for one in session.scalars(query) if one.service_at_locations[0].schedules)


def load_newer(engine: Engine, folder: Path, target: Path) -> Stored:
    """Load the directory with another note in every row and another address."""
    newer = small_folder(target)
    rows = rows_of(newer / "partners.csv")
    for raw in rows:
        raw["note"] = "une version plus récente"
    write_rows(newer / "partners.csv", rows)
    with Session(engine) as session, session.begin():
        return load_directory(session, newer, PLACES)


def edit_text(session: Session, service: Service) -> None:
    content = content_of_service(service, eligibility_description="Femmes et enfants")
    edit(session, service, lambda one: fill_service(one, content), from_call(service))


def edit_place(session: Session, service: Service) -> None:
    content = PlaceContent("Oujda", address="3, rue Neuve")
    edit(session, service, lambda one: fill_place(session, one.service_at_locations[0], content), from_call(service))


def edit_hours(session: Session, service: Service) -> None:
    content = HoursContent(HoursGrid(WEEKDAYS), "du lundi au vendredi, le matin")
    edit(session, service, lambda one: fill_hours(one.service_at_locations[0], content, True), from_call(service))


def confirm_it(session: Session, service: Service) -> None:
    confirm(session, [service], "amina", date(2026, 11, 27))


def make_inactive(session: Session, service: Service) -> None:
    content = content_of_service(service, status="inactive")
    edit(session, service, lambda one: fill_service(one, content), from_call(service))


@pytest.mark.parametrize("change", [edit_text, edit_place, edit_hours, confirm_it, make_inactive])
def test_an_edited_row_is_kept_by_the_next_load_and_named(
    loaded: Engine, folder: Path, tmp_path: Path, change: Callable[[Session, Service], None]
) -> None:
    with Session(loaded) as session, session.begin():
        service = first(session)
        change(session, service)
        edited, place = service.id, service.service_at_locations[0].location_id
    with Session(loaded) as session:
        before = [content_of(session.get_one(Service, edited)), content_of(session.get_one(Location, place))]
    result = load_newer(loaded, folder, tmp_path / "newer")
    assert len(result.conflicts) == 1 and len(result.updated) == 9
    with Session(loaded) as session:
        assert [content_of(session.get_one(Service, edited)), content_of(session.get_one(Location, place))] == before


def exported(engine: Engine) -> list[Row]:
    with Session(engine) as session:
        places = {place.key: place for place in session.scalars(select(Place))}
        return list(table_rows(session.scalars(select(Service).order_by(Service.id)), places))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_exported_table_that_is_imported_as_it_is_changes_nothing(loaded: Engine, kind: str) -> None:
    """Not even what was edited here and has no column: ages, papers, hours as a machine knows them."""
    with Session(loaded) as session, session.begin():
        service = first(session)
        edit_hours(session, service)
        content = content_of_service(service, description="Une autre description.", minimum_age=18)
        edit(session, service, lambda one: fill_service(one, content), from_call(service))
    rows = exported(loaded)
    if kind == "csv":
        read = csv_rows(csv_file(rows).decode("utf-8-sig"), "export.csv")
    else:
        read = spreadsheet_rows(spreadsheet_file(rows), "export.xlsx")
    assert read == rows
    with Session(loaded) as session, session.begin():
        before = {one.id: content_of(one) for one in session.scalars(select(Service))}
        upload = uploaded(session, read, "export.csv", EXPORTED)
        assert {row.state for row in rows_seen(session, upload.id)} == {"unchanged"}
        finish_import(session, upload, "amina", NOW, folder_of())
    with Session(loaded) as session:
        assert {one.id: content_of(one) for one in session.scalars(select(Service))} == before


def test_an_edit_that_was_exported_and_imported_again_is_still_kept_by_the_next_load(
    loaded: Engine, folder: Path, tmp_path: Path
) -> None:
    with Session(loaded) as session, session.begin():
        edit_text(session, first(session))
    rows = exported(loaded)
    changed = next(raw for raw in rows if raw["eligibility"] == "Femmes et enfants")
    other = next(raw for raw in rows if raw is not changed)
    other["note"] = "rappelé"
    with Session(loaded) as session, session.begin():
        finish_import(session, uploaded(session, rows, "export.csv", EXPORTED), "amina", NOW, folder_of())
    load_newer(loaded, folder, tmp_path / "newer")
    with Session(loaded) as session:
        notes = {one.id: (one.eligibility_description, one.note) for one in session.scalars(select(Service))}
        assert notes[changed["service_id"]][0] == "Femmes et enfants"
        assert notes[other["service_id"]][1] == "rappelé"


def test_a_renamed_organization_keeps_its_services_when_its_table_comes_back(loaded: Engine) -> None:
    with Session(loaded) as session, session.begin():
        organization = first(session).organization
        number = session.query(Organization).count()

        def rename(one: Organization) -> None:
            one.name = "Un nouveau nom"

        edit(session, organization, rename, from_call(organization))
    rows = exported(loaded)
    for raw in rows:
        raw["note"] = "relu"
    with Session(loaded) as session, session.begin():
        finish_import(session, uploaded(session, rows, "export.csv", EXPORTED), "amina", NOW, folder_of())
    with Session(loaded) as session:
        assert session.query(Organization).count() == number
        assert {one.note for one in session.scalars(select(Service))} == {"relu"}


def test_a_cell_that_a_spreadsheet_would_compute_is_made_harmless_and_phones_are_not() -> None:
    rows = [{"note": "=1+1", "phone": "+212 (0) 5 37", "latitude": "-6.83", "fee": "+cmd|x"}]
    text = csv_file(rows, ("note", "phone", "latitude", "fee")).decode("utf-8-sig")
    assert text.splitlines()[1] == "'=1+1,+212 (0) 5 37,-6.83,'+cmd|x"


def folder_of() -> Path:
    from tests.knowledge.directory_desk import FOLDER

    return FOLDER


def rows_seen(session: Session, import_id: int) -> list:  # type: ignore[type-arg]
    from knowledge.models import DirectoryImportRow

    return list(session.scalars(select(DirectoryImportRow).where(DirectoryImportRow.import_id == import_id)))


def test_versions_differ_when_only_a_place_does(loaded: Engine) -> None:
    with Session(loaded) as session, session.begin():
        service = first(session)
        before = version_of(service)
        service.service_at_locations[0].location.name = "Bâtiment B"
        session.flush()
        assert version_of(service) != before
        assert terms(before).version == before
