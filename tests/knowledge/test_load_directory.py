"""The CSV files of places and partners → database: completely, with sources, or not at all."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import DeclarativeBase, Session

import app.database
from app.settings import Settings
from knowledge.load.directory import directory_fingerprint, load_directory
from knowledge.load.places import load_places
from knowledge.models import (
    FieldSource,
    Location,
    Organization,
    Phone,
    Place,
    PlaceName,
    Schedule,
    Service,
    ServiceAtLocation,
)
from knowledge.phones import numbers_in
from tests.knowledge.samples import CONTENT, small_content

SHIPPED = CONTENT / "directory"
Row = dict[str, str]


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


PARTNERS = rows_of(SHIPPED / "partners.csv")
PLACES = rows_of(SHIPPED / "places-ma.csv")


def count(session: Session, table: type[DeclarativeBase]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def rewrite(path: Path, change: Callable[[list[Row]], object]) -> None:
    rows = rows_of(path)
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as output:
        writer = csv.DictWriter(output, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "directory"))


def load(engine: Engine, folder: Path) -> int:
    with Session(engine) as session, session.begin():
        return load_directory(session, folder, load_places(session, folder / "places-ma.csv"))


def test_every_row_is_loaded(session: Session) -> None:
    for table in (Service, Location, ServiceAtLocation):
        assert count(session, table) == len(PARTNERS) == 278
    assert count(session, Organization) == len({(row["org_key"], row["org_name_fr"]) for row in PARTNERS}) == 105
    assert count(session, Place) == len(PLACES) == 94
    assert count(session, Phone) == sum(len(numbers_in(row["phone"])) for row in PARTNERS)
    assert count(session, Schedule) == sum(bool(row["opening_hours"]) for row in PARTNERS)


def test_every_place_has_its_official_name_in_three_languages(session: Session) -> None:
    official = select(PlaceName.place_key, PlaceName.language).where(PlaceName.language.is_not(None))
    assert {(key, language) for key, language in session.execute(official)} == {
        (row["place_key"], language) for row in PLACES for language in ("fr", "ar", "en")
    }


def test_every_provenance_row_belongs_to_a_service_or_organization(session: Session) -> None:
    assert count(session, FieldSource) == len(rows_of(SHIPPED / "partners-provenance.csv"))
    known = {*session.scalars(select(Service.id)), *session.scalars(select(Organization.id))}
    assert set(session.scalars(select(FieldSource.resource_id))) <= known


def test_every_phone_has_its_source(session: Session) -> None:
    sourced = set(session.scalars(select(FieldSource.resource_id).where(FieldSource.field == "phone")))
    assert set(session.scalars(select(Phone.service_id))) <= sourced


def test_phones_are_kept_as_written_and_as_dialled(session: Session) -> None:
    phone = session.scalars(select(Phone).where(Phone.number == "+212 (0) 5 37 54 54 00")).first()
    assert phone is not None
    assert phone.dialled == "05 37 54 54 00"
    dialled = set(session.scalars(select(Phone.dialled)))
    assert all(number.replace(" ", "").isdigit() and not number.startswith("00") for number in dialled)


def test_every_service_names_its_source(session: Session) -> None:
    assert session.scalars(select(Service).where(Service.source == "")).all() == []


def test_opening_hours_are_structured_only_where_they_are_clear(session: Session) -> None:
    schedules = session.scalars(select(Schedule)).all()
    clear = {s.description: (s.byday, s.opens_at, s.closes_at) for s in schedules if s.byday}
    assert clear["Lundi-vendredi 09:00-15:00"] == ("MO,TU,WE,TH,FR", "09:00", "15:00")
    assert all(schedule.opens_at is None for schedule in schedules if "tel que" in schedule.description)


def test_ids_stay_the_same_from_load_to_load(engine: Engine, session: Session) -> None:
    assert load(engine, SHIPPED) == load(engine, SHIPPED) == len(PARTNERS)
    with Session(engine) as other:
        assert set(other.scalars(select(Service.id))) == set(session.scalars(select(Service.id)))
        assert count(other, Phone) == count(session, Phone)


@pytest.mark.parametrize(
    ("column", "value", "error"), [("city", "Atlantis", KeyError), ("phone", "call me maybe", ValueError)]
)
def test_a_wrong_row_loads_nothing_and_loses_nothing(
    engine: Engine, folder: Path, column: str, value: str, error: type[Exception]
) -> None:
    load(engine, folder)
    rewrite(folder / "partners.csv", lambda rows: rows[-1].update({column: value}))
    with pytest.raises(error, match=value):
        load(engine, folder)
    with Session(engine) as session:
        assert count(session, Service) == len(PARTNERS)
        assert count(session, FieldSource) > 0


def test_a_row_taken_out_of_the_file_is_gone(engine: Engine, folder: Path) -> None:
    load(engine, folder)
    rewrite(folder / "partners.csv", lambda rows: rows.pop())
    last = str(len(PARTNERS))
    rewrite(
        folder / "partners-provenance.csv",
        lambda rows: rows.__setitem__(slice(None), [row for row in rows if row["partners_row"] != last]),
    )
    assert load(engine, folder) == len(PARTNERS) - 1
    with Session(engine) as session:
        assert count(session, Service) == len(PARTNERS) - 1


def test_a_place_taken_out_of_the_file_is_gone(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = small_content(tmp_path / "content")
    folder = Path(shutil.copytree(SHIPPED, content / "directory"))
    monkeypatch.setattr(app.database, "CONTENT", content)
    configuration = Settings(data=tmp_path, database_url=str(engine.url))
    app.database.load(configuration)
    rewrite(folder / "places-ma.csv", lambda rows: rows.pop())
    app.database.load(configuration)
    with Session(engine) as session:
        assert set(session.scalars(select(Place.key))) == {row["place_key"] for row in PLACES[:-1]}
        assert count(session, Service) == len(PARTNERS)


def test_the_fingerprint_changes_with_any_file(folder: Path) -> None:
    before = directory_fingerprint(folder)
    assert directory_fingerprint(SHIPPED) == before
    rewrite(folder / "partners.csv", lambda rows: rows[0].update(note="other"))
    assert directory_fingerprint(folder) != before
