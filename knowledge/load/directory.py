"""The shipped directory, partners.csv with its provenance → the directory's tables."""

import csv
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from knowledge.exchange.batch import Batch, stable_id
from knowledge.exchange.editorial import Editorial
from knowledge.exchange.partners_table import HSDS_FIELDS, ORGANIZATION_COLUMNS, PartnersTable
from knowledge.exchange.problems import ImportRefused
from knowledge.exchange.row_check import CheckedRow, check_row
from knowledge.exchange.source_table import csv_rows
from knowledge.exchange.store import Stored, remove_others, store
from knowledge.load.article_file import ContentError
from knowledge.load.taxonomies import load_taxonomies
from knowledge.models import FieldSource, Organization, Service

ORIGIN = "content/directory/partners.csv"
"""No imported file has this origin: theirs are names without a folder."""
EDITORIAL = "editorial"
"""Confidence of values that the makers of the directory chose themselves, such as the centre of a town."""


def load_directory(session: Session, folder: Path, places: Mapping[str, str]) -> Stored:
    """Bring `partners.csv` into the database, in the caller's transaction; what was edited there stays.

    `places` maps official French names to keys. Raises ContentError with every wrong row, and then stores nothing.
    """
    load_taxonomies(session)
    batch = read_directory(folder, places)
    result = store(session, batch.records())
    remove_others(session, ORIGIN, {record.id for record in batch.records()}, result)
    return result


def read_directory(folder: Path, places: Mapping[str, str]) -> Batch:
    """The records of the shipped directory, each field with its own source. Raises ContentError."""
    path = folder / "partners.csv"
    try:
        rows = csv_rows(path.read_text(encoding="utf-8-sig"), str(path))
    except ImportRefused as refused:
        raise ContentError(str(refused)) from refused
    batch = PartnersTable(places, ORIGIN, Editorial.read(folder)).read(rows)
    if not batch.problems:
        _set_field_sources(batch, rows, places, _read(folder / "partners-provenance.csv"))
    if batch.problems:
        raise ContentError("\n".join(f"{path}: {problem}" for problem in batch.problems))
    return batch


def directory_fingerprint(content: Path) -> str:
    """Changes when a file does that the directory, the places or the taxonomies are made from."""
    digest = hashlib.sha256()
    for path in (*sorted((content / "directory").iterdir()), content / "categories.yml", content / "audiences.yml"):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _set_field_sources(
    batch: Batch, rows: Sequence[Mapping[str, str]], places: Mapping[str, str], provenance: Sequence[Mapping[str, str]]
) -> None:
    """Replace the row's source, which a table gives to all its fields, by the one of each field.

    A field without a source, and a source of another value than the field's, are problems of the batch.
    """
    for service in batch.services.values():
        service.field_sources = []
    sources = {(entry["partners_row"], entry["field"]): entry for entry in provenance}
    for number, raw in enumerate(rows, start=1):
        row = check_row(raw, f"row {number + 1}", places, batch)
        for column in HSDS_FIELDS:
            entry = sources.pop((str(number), column), None)
            value = row[column] if row else ""
            if value != (entry["value"] if entry else ""):
                batch.refuse(f"row {number + 1}, {column}", _other_source(number, value, entry))
            elif row and entry:
                _add_source(batch, row, entry)
    for partners_row, column in sources:
        batch.refuse(f"partners-provenance.csv, partners_row {partners_row}", f"partners.csv has no {column} there")


def _other_source(number: int, value: str, entry: Mapping[str, str] | None) -> str:
    if entry is None:
        return f"partners-provenance.csv does not say for partners_row {number} where {value!r} was read"
    return (
        f"it is {value!r}, but partners-provenance.csv says for partners_row {number} where {entry['value']!r} was read"
    )


def _add_source(batch: Batch, row: CheckedRow, entry: Mapping[str, str]) -> None:
    """To the row's service, or to its organisation where one row may say it for all; each value once."""
    owner: Organization | Service = batch.services[PartnersTable.service_id(row)]
    if entry["field"] in ORGANIZATION_COLUMNS:
        owner = batch.organizations[PartnersTable.organization_id(row)]
    source = _field_source(owner.id, entry, row)
    if all(known.id != source.id for known in owner.field_sources):
        owner.field_sources.append(source)


def _field_source(owner_id: str, entry: Mapping[str, str], row: CheckedRow) -> FieldSource:
    return FieldSource(
        id=stable_id("field_source", owner_id, entry["field"], entry["value"]),
        field=HSDS_FIELDS[entry["field"]],
        value=entry["value"],
        source=entry["source"],
        confidence=_confidence(entry["source"], row["source"], row["confidence"]),
    )


def _confidence(source: str, row_sources: str, row_confidence: str) -> str:
    """What one field is worth: as much as its row, if it was read in one of the row's sources."""
    if "geonames" in source.lower():
        return EDITORIAL
    listed = {part.strip() for part in row_sources.split("|")}
    return row_confidence if any(part.strip() in listed for part in source.split("|")) else "partially"
