"""Rows of a table of services with the places that they name, for tests to bend."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import Workbook
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import DeclarativeBase, Session

from knowledge.database import connect
from knowledge.exchange.row_check import COLUMNS
from knowledge.load.taxonomies import load_taxonomies
from knowledge.models import Base, Organization, Service
from tests.knowledge.samples import CONTENT
from tests.knowledge.small_directory import add_place

Row = dict[str, str]

RABAT, OUJDA = (34.01325, -6.83255), (34.68139, -1.90858)
"""The centres of the towns."""
PLACES = {name: name for name in ("Rabat", "Oujda", "Oriental", "Rabat-Salé-Kénitra")}
"""Name → key of the places of `prepare`."""


def row(**changes: str) -> Row:
    """A row with something in every column."""
    return {
        "org_key": "amis",
        "org_name_fr": "Les Amis",
        "org_name_ar": "الأصدقاء",
        "org_name_en": "The Friends",
        "org_type": "association",
        "service_category": "health",
        "service_description_fr": "Consultations gratuites.",
        "city": "Rabat",
        "region": "National",
        "address": "1, rue Haute",
        "latitude": "34.0201",
        "longitude": "-6.8402",
        "geo_precision": "address",
        "phone": "+212 5 37 54 54 00 / 2511",
        "email": "contact@amis.example",
        "website": "https://amis.example",
        "opening_hours": "le matin",
        "languages": "fr|ar",
        "eligibility": "Femmes migrantes",
        "fee": "Gratuit",
        "source": "https://source.example",
        "source_date": "2024",
        "confidence": "partially",
        "note": "appelé deux fois",
        "assured_date": "2026-11-02",
        **changes,
    }


def bare_row(**changes: str) -> Row:
    """A row with nothing in it but what it must have."""
    needed = ("org_name_fr", "service_description_fr", "city", "source", "confidence")
    return {column: text if column in needed else "" for column, text in row().items()} | changes


def csv_text(rows: Iterable[Mapping[str, str]], delimiter: str = ",", columns: Iterable[str] = COLUMNS) -> str:
    """The rows as a CSV."""
    output = io.StringIO(newline="")
    writer = csv.DictWriter(output, list(columns), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return output.getvalue()


def csv_file(path: Path, rows: Iterable[Mapping[str, str]], columns: Iterable[str] = COLUMNS) -> Path:
    """The rows as a CSV in a file."""
    path.write_bytes(csv_text(rows, columns=columns).encode())
    return path


def spreadsheet(lines: list[list[Any]]) -> bytes:
    """The lines as a spreadsheet in XLSX."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for line in lines:
        sheet.append(line)
    output = io.BytesIO()
    workbook.save(output)
    return output.getvalue()


def lines_of(rows: list[Row]) -> list[list[Any]]:
    """The names of the columns, and the rows."""
    return [list(COLUMNS), *([raw[column] for column in COLUMNS] for raw in rows)]


def written(path: Path, content: bytes | str) -> str:
    """Write a file; returns its path."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def rows_of(file: Path) -> list[Row]:
    """The rows of a CSV of the shipped directory."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def write_rows(file: Path, rows: list[Row]) -> None:
    """Write such a CSV anew."""
    csv_file(file, rows, columns=rows[0].keys())


def small_folder(folder: Path) -> Path:
    """The shipped directory with the first rows in Rabat, and their provenance."""
    copytree(CONTENT / "directory", folder)
    rows, provenance = rows_of(folder / "partners.csv"), rows_of(folder / "partners-provenance.csv")
    picked = [number for number, raw in enumerate(rows) if raw["city"] == "Rabat"][:10]
    new_numbers = {str(number + 1): str(place) for place, number in enumerate(picked, start=1)}
    write_rows(folder / "partners.csv", [rows[number] for number in picked])
    write_rows(
        folder / "partners-provenance.csv",
        [
            {**entry, "partners_row": new_numbers[entry["partners_row"]]}
            for entry in provenance
            if entry["partners_row"] in new_numbers
        ],
    )
    return folder


def prepare(session: Session) -> None:
    """The places and taxonomies that rows point to."""
    add_place(session, "Rabat", "Oriental", RABAT)
    add_place(session, "Oujda", "Oriental", OUJDA)
    add_place(session, "Oriental", "Oriental", OUJDA, "region")
    add_place(session, "Rabat-Salé-Kénitra", "Oriental", RABAT, "region")
    load_taxonomies(session)


def prepared(engine: Engine) -> Engine:
    """The database with the places and taxonomies."""
    with Session(engine) as session, session.begin():
        prepare(session)
    return engine


@lru_cache(maxsize=1)
def _prepared_file() -> bytes:
    with TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{folder}/dalil.db")
        Base.metadata.create_all(engine)
        prepared(engine).dispose()
        return Path(folder, "dalil.db").read_bytes()


@contextmanager
def prepared_database(folder: Path) -> Iterator[Engine]:
    """A new SQLite database, `dalil.db` in the folder, with the places and taxonomies."""
    (folder / "dalil.db").write_bytes(_prepared_file())
    engine = connect(f"sqlite:///{folder / 'dalil.db'}")
    yield engine
    engine.dispose()


def count(session: Session, table: type[DeclarativeBase]) -> int:
    """How many records there are."""
    return session.scalar(select(func.count()).select_from(table)) or 0


def only_service(session: Session) -> Service:
    """The service, when there is but one."""
    return session.scalars(select(Service)).one()


def organization_named(session: Session, name: str = "Les Amis") -> Organization:
    """The organisation with that name."""
    return session.scalars(select(Organization).where(Organization.name == name)).one()
