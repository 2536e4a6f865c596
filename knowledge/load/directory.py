"""partners.csv with its provenance → the directory's tables (Open Referral HSDS names)."""

import csv
import hashlib
import re
import uuid
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import delete
from sqlalchemy.orm import Session

from knowledge.models import (
    FieldSource,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    Translation,
)
from knowledge.phones import as_dialled, numbers_in

_NAMESPACE = uuid.UUID("6f1c3a52-3b0e-5f0e-9a57-0d5a1c9b7e11")
_TABLES = (Translation, FieldSource, Schedule, Phone, ServiceAtLocation, Location, Service, Organization)
_CLEAR_HOURS = re.compile(r"^Lundi-vendredi (\d\d:\d\d)-(\d\d:\d\d)$")
_AROUND_THE_CLOCK = re.compile(r"^24h/24, 7j/7$")
_ORGANIZATION_FIELDS = {"org_name_fr", "org_name_ar", "org_name_en", "website", "email"}
_TRANSLATED_FIELDS = {"description": "service_description_fr", "eligibility_description": "eligibility",
                      "fees_description": "fee", "hours": "opening_hours"}  # fmt: skip


def load_directory(session: Session, folder: Path, place_keys: dict[str, str]) -> int:
    """Replace the directory by `partners.csv`, in the caller's transaction; returns the number of services.

    Ids are derived from the rows' content, so that they stay the same from load to load. `place_keys` maps official
    French names to keys. Raises KeyError for an unknown town and ValueError for a bad phone, so that nothing is
    loaded by halves.
    """
    rows = _read(folder / "partners.csv")
    words = _translations(folder / "translations.yml")
    names = _translations(folder / "organization-names.yml")
    for table in _TABLES:
        session.execute(delete(table))
    organizations: dict[str, Organization] = {}
    for number, row in enumerate(rows, start=1):
        organization_id = _id("organization", row["org_key"], row["org_name_fr"])
        if organization_id not in organizations:
            organizations[organization_id] = _organization(session, organization_id, row, names)
        _service(session, organization_id, number, row, place_keys, words)
    _field_sources(session, folder / "partners-provenance.csv", rows)
    return len(rows)


def directory_fingerprint(folder: Path) -> str:
    """Changes when one of the directory's files does."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _translations(path: Path) -> dict[str, dict[str, str]]:
    if not path.exists():
        return {}
    words: dict[str, dict[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return words


def _id(kind: str, *parts: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join((kind, *parts))))


def _service_id(row: dict[str, str], number: int) -> str:
    return _id(
        "service", row["org_key"], row["service_category"], row["service_description_fr"], row["city"], str(number)
    )


def _organization(
    session: Session, organization_id: str, row: dict[str, str], names: dict[str, dict[str, str]]
) -> Organization:
    organization = Organization(
        id=organization_id,
        name=row["org_name_fr"],
        type=row["org_type"],
        website=row["website"] or None,
        email=row["email"] or None,
    )
    session.add(organization)
    usual = names.get(row["org_name_fr"], {})
    for language in ("ar", "en"):
        name = row[f"org_name_{language}"] or usual.get(language)
        if name:
            _translate(session, organization_id, "name", language, name)
    return organization


def _translate(session: Session, resource_id: str, field: str, language: str, text: str) -> None:
    session.add(Translation(resource_id=resource_id, field=field, language=language, text=text))


def _service(
    session: Session,
    organization_id: str,
    number: int,
    row: dict[str, str],
    place_keys: dict[str, str],
    words: dict[str, dict[str, str]],
) -> None:
    service_id = _service_id(row, number)
    session.add(
        Service(
            id=service_id,
            organization_id=organization_id,
            category=row["service_category"],
            description=row["service_description_fr"],
            eligibility_description=row["eligibility"],
            fees_description=row["fee"],
            confidence=row["confidence"],
            source=row["source"],
            source_date=row["source_date"],
            note=row["note"],
        )
    )
    for field, column in _TRANSLATED_FIELDS.items():
        for language, text in words.get(row[column], {}).items():
            _translate(session, service_id, field, language, text)
    for phone in numbers_in(row["phone"]):
        session.add(
            Phone(id=_id("phone", service_id, phone), service_id=service_id, number=phone, dialled=as_dialled(phone))
        )
    _location(session, service_id, row, place_keys)


def _location(session: Session, service_id: str, row: dict[str, str], place_keys: dict[str, str]) -> None:
    where = row["city"] or (row["region"] if row["region"] != "National" else "")
    location_id = _id("location", service_id)
    session.add(
        Location(
            id=location_id,
            place_key=place_keys[where] if where else None,
            address=row["address"] or None,
            latitude=float(row["latitude"]) if row["latitude"] else None,
            longitude=float(row["longitude"]) if row["longitude"] else None,
            precision=row["geo_precision"],
        )
    )
    at_location_id = _id("service_at_location", service_id)
    session.add(ServiceAtLocation(id=at_location_id, service_id=service_id, location_id=location_id))
    if row["opening_hours"]:
        session.add(
            Schedule(
                id=_id("schedule", service_id),
                service_at_location_id=at_location_id,
                description=row["opening_hours"],
                **_clear_hours(row["opening_hours"]),
            )
        )


def _clear_hours(text: str) -> dict[str, Any]:
    """Structured hours, only where the source leaves no doubt about days and times."""
    if match := _CLEAR_HOURS.match(text):
        return {"byday": "MO,TU,WE,TH,FR", "opens_at": match[1], "closes_at": match[2]}
    if _AROUND_THE_CLOCK.match(text):
        return {"byday": "MO,TU,WE,TH,FR,SA,SU", "opens_at": "00:00", "closes_at": "24:00"}
    return {}


def _field_sources(session: Session, path: Path, rows: list[dict[str, str]]) -> None:
    for entry in _read(path):
        number = int(entry["partners_row"])
        row = rows[number - 1]
        of_organization = entry["field"] in _ORGANIZATION_FIELDS
        resource_id = (
            _id("organization", row["org_key"], row["org_name_fr"]) if of_organization else _service_id(row, number)
        )
        session.add(
            FieldSource(resource_id=resource_id, field=entry["field"], value=entry["value"], source=entry["source"])
        )
