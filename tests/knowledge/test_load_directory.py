"""The shipped directory → database: twice the same, edits are kept, all or nothing."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge.exchange.store import Stored
from knowledge.load.article_file import ContentError
from knowledge.load.directory import directory_fingerprint, load_directory
from knowledge.models import (
    Attribute,
    FieldSource,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
)
from tests.knowledge.directory_rows import (
    PLACES,
    Row,
    count,
    prepared,
    prepared_database,
    rows_of,
    small_folder,
    write_rows,
)
from tests.knowledge.samples import CONTENT


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    """A database with the places and taxonomies."""
    with prepared_database(tmp_path) as engine:
        yield engine


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_folder(tmp_path_factory.mktemp("content") / "directory")


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    """A small part of the shipped directory, to be changed."""
    return Path(shutil.copytree(original, tmp_path / "directory"))


def load(engine: Engine, folder: Path) -> Stored:
    with Session(engine) as session, session.begin():
        return load_directory(session, folder, PLACES)


def rewrite(file: Path, change: Callable[[list[Row]], object]) -> None:
    rows = rows_of(file)
    change(rows)
    write_rows(file, rows)


def rows_there(engine: Engine) -> list[int]:
    tables = (Organization, Location, Service, Phone, FieldSource, Attribute, Schedule)
    with Session(engine) as session:
        return [count(session, table) for table in tables]


def test_loading_twice_changes_nothing(engine: Engine, folder: Path) -> None:
    first = load(prepared(engine), folder)
    before = rows_there(engine)
    again = load(engine, folder)
    assert len(again.unchanged) == len(first.added) > 20
    assert (again.changed, again.conflicts, again.foreign) == (False, [], [])
    assert rows_there(engine) == before


def test_a_changed_row_updates_only_its_service(database: Engine, folder: Path) -> None:
    load(database, folder)
    rewrite(folder / "partners.csv", lambda rows: rows[3].update(note="appelé en novembre"))
    again = load(database, folder)
    assert len(again.updated) == 1
    with Session(database) as session:
        changed = session.scalars(select(Service).where(Service.note == "appelé en novembre")).one()
        assert again.updated == [f"service {changed.organization.name}: {changed.description}"]


def test_a_changed_phone_needs_its_source(database: Engine, folder: Path) -> None:
    load(database, folder)
    rewrite(folder / "partners.csv", lambda rows: rows[0].update(phone="+212 5 37 00 00 00"))
    with pytest.raises(ContentError, match=r"row 2, phone: it is '\+212 5 37 00 00 00', but partners-provenance\.csv"):
        load(database, folder)
    entry = next(
        number for number, raw in enumerate(rows_of(folder / "partners-provenance.csv")) if raw["field"] == "phone"
    )
    rewrite(
        folder / "partners-provenance.csv",
        lambda rows: rows[entry].update(value="+212 5 37 00 00 00", source="appel du 2 novembre"),
    )
    assert len(load(database, folder).updated) == 1
    with Session(database) as session:
        phone = session.scalars(select(FieldSource).where(FieldSource.source == "appel du 2 novembre")).one()
        assert (phone.field, phone.value) == ("phones", "+212 5 37 00 00 00")


def renumbered(folder: Path, gone: int) -> None:
    """Take a row of partners.csv out of the provenance, too."""

    def change(rows: list[Row]) -> None:
        rows[:] = [raw for raw in rows if raw["partners_row"] != str(gone)]
        for raw in rows:
            raw["partners_row"] = str(int(raw["partners_row"]) - (int(raw["partners_row"]) > gone))

    rewrite(folder / "partners-provenance.csv", change)


def test_a_row_that_is_gone_is_deleted_and_all_others_keep_their_sources(database: Engine, folder: Path) -> None:
    load(database, folder)
    rewrite(folder / "partners.csv", lambda rows: rows.pop(4))
    renumbered(folder, gone=5)
    again = load(database, folder)
    assert (len(again.updated), again.conflicts) == (0, [])
    assert [label.partition(" ")[0] for label in again.removed] == ["service", "location"]
    with Session(database) as session:
        assert count(session, Service) == count(session, Location) == len(rows_of(folder / "partners.csv"))


def test_a_row_that_is_gone_without_its_provenance_stops_the_load(database: Engine, folder: Path) -> None:
    """Else all rows below it would have the sources of others."""
    load(database, folder)
    before = rows_there(database)
    rewrite(folder / "partners.csv", lambda rows: rows.pop(4))
    with pytest.raises(ContentError, match="partners-provenance"):
        load(database, folder)
    assert rows_there(database) == before


def test_what_was_edited_is_kept_while_the_other_rows_follow_the_file(database: Engine, folder: Path) -> None:
    load(database, folder)
    with Session(database) as session, session.begin():
        edited = session.scalars(select(Service).where(Service.phones.any())).all()[0]
        edited.phones[0].dialled = "05 00 00 00 00"
        label = f"service {edited.organization.name}: {edited.description}"
    rewrite(folder / "partners.csv", lambda rows: [raw.update(note="une autre version") for raw in rows])
    again = load(database, folder)
    assert again.conflicts == [label]
    assert len(again.updated) == len(rows_of(folder / "partners.csv")) - 1
    with Session(database) as session:
        assert len(session.scalars(select(Phone).where(Phone.dialled == "05 00 00 00 00")).all()) == 1


WRONG = [
    ("partners.csv", lambda rows: rows[2].update(city="Atlantis"), r"partners\.csv: row 4, city: 'Atlantis'"),
    ("partners.csv", lambda rows: rows[2].update(phone="call me"), r"row 4, phone"),
    ("partners.csv", lambda rows: [raw.pop("source") for raw in rows], "without the columns source"),
    ("partners-provenance.csv", lambda rows: rows.pop(0), "does not say for partners_row 1 where"),
    ("partners-provenance.csv", lambda rows: rows[0].update(partners_row="9999"), "partners_row 9999"),
    ("partners-provenance.csv", lambda rows: rows[0].update(partners_row="0"), "partners_row 0"),
    ("partners-provenance.csv", lambda rows: rows[0].update(field="colour"), "no colour there"),
]


@pytest.mark.parametrize(("name", "change", "message"), WRONG, ids=range(len(WRONG)))
def test_a_wrong_file_loads_nothing_and_loses_nothing(
    database: Engine, folder: Path, name: str, change: Callable[[list[Row]], object], message: str
) -> None:
    load(database, folder)
    before = rows_there(database)
    rewrite(folder / name, change)
    with pytest.raises(ContentError, match=message):
        load(database, folder)
    assert rows_there(database) == before


def test_every_wrong_row_is_named(database: Engine, folder: Path) -> None:
    rewrite(folder / "partners.csv", lambda rows: [raw.update(confidence="sure") for raw in rows[:3]])
    with pytest.raises(ContentError) as wrong:
        load(database, folder)
    assert [
        f"row {number}, confidence" in line
        for number, line in zip((2, 3, 4), str(wrong.value).splitlines(), strict=True)
    ]


def test_files_saved_by_a_spreadsheet_program_are_read(database: Engine, folder: Path) -> None:
    for name in ("partners.csv", "partners-provenance.csv"):
        (folder / name).write_bytes(b"\xef\xbb\xbf" + (folder / name).read_bytes())
    assert load(database, folder).changed


@pytest.mark.parametrize(
    "name", ["directory/partners.csv", "directory/editorial.yml", "categories.yml", "audiences.yml"]
)
def test_the_fingerprint_changes_with_any_file_of_the_directory(tmp_path: Path, name: str) -> None:
    shutil.copytree(CONTENT / "directory", tmp_path / "directory")
    for other in ("categories.yml", "audiences.yml"):
        shutil.copy(CONTENT / other, tmp_path / other)
    assert directory_fingerprint(tmp_path) == directory_fingerprint(CONTENT)
    with (tmp_path / name).open("a", encoding="utf-8") as more:
        more.write("\n")
    assert directory_fingerprint(tmp_path) != directory_fingerprint(CONTENT)
