"""The directory → tables with the columns that can be imported again, as CSV or XLSX."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from knowledge.exchange.facts import CODES, Facts, hours_cell, hours_of, stored_facts
from knowledge.exchange.row_check import COLUMNS, NATIONAL, PRECISIONS, SERVICE_ID
from knowledge.models import Location, Place, Service, ServiceAtLocation

Row = Mapping[str, str]
EXPORTED = (*COLUMNS, SERVICE_ID)
_SAME_NAME = {
    "service_description_fr": "description",
    "phone": "phones",
    "languages": "languages",
    "eligibility": "eligibility_description",
    "fee": "fees_description",
    "source": "source",
    "source_date": "source_date",
    "confidence": "confidence",
    "note": "note",
    "assured_date": "assured_date",
}
"""Columns that hold what a fact says as it is."""
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d\s().,/+-]*$)")
"""The beginning of a cell that a spreadsheet would compute; numbers and phones may begin with a sign."""


def table_rows(services: Iterable[Service], places: Mapping[str, Place]) -> Iterator[dict[str, str]]:
    """A row for each service and place, with the columns of `EXPORTED`. `places`: all places, by key."""
    for service in services:
        links: Sequence[ServiceAtLocation | None] = service.service_at_locations or (None,)
        for link in links:
            yield table_row(service, link, places)


def table_row(service: Service, link: ServiceAtLocation | None, places: Mapping[str, Place]) -> dict[str, str]:
    """One row."""
    facts = stored_facts(service)
    locations = {one.location_id: one.location for one in service.service_at_locations}
    return {
        **{column: facts[field] for column, field in _SAME_NAME.items()},
        **_organization(service),
        "service_category": facts["categories"].partition(CODES)[0],
        "email": facts["email"] or service.organization.email or "",
        "website": facts["url"] or service.organization.website or "",
        "opening_hours": hours_cell(hours_of(service, link, locations)),
        **_where(link.location if link else None, places),
        SERVICE_ID: service.id,
    }


def field_value(facts: Facts, row: Row, field: str) -> str:
    """A field as a source gives it: in the words of its column where it has one."""
    return row.get(_COLUMN_OF.get(field, ""), facts.get(field, ""))


def csv_file(rows: Iterable[Row], columns: Sequence[str] = EXPORTED) -> bytes:
    """A CSV that spreadsheets open with the right letters."""
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow(columns)
    writer.writerows([_harmless(row.get(column, "")) for column in columns] for row in rows)
    return output.getvalue().encode("utf-8-sig")


def spreadsheet_file(rows: Iterable[Row], columns: Sequence[str] = EXPORTED) -> bytes:
    """A spreadsheet in XLSX. Every cell is a text, so that nothing is computed or rounded."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    for texts in ({column: column for column in columns}, *rows):
        sheet.append([_text_cell(sheet, texts.get(column, "")) for column in columns])
    output = io.BytesIO()
    workbook.save(output)
    return output.getvalue()


def _text_cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    return cell


def _harmless(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _organization(service: Service) -> dict[str, str]:
    organization = service.organization
    names = organization.translations.get("name", {})
    return {
        "org_key": organization.key,
        "org_name_fr": organization.name,
        "org_name_ar": names.get("ar", ""),
        "org_name_en": names.get("en", ""),
        "org_type": organization.type,
    }


def _where(location: Location | None, places: Mapping[str, Place]) -> dict[str, str]:
    place = places.get(location.place_key or "") if location else None
    region = places.get(place.region_key) if place else None
    point = location if location and location.latitude is not None and location.precision in PRECISIONS else None
    return {
        "city": official_name(place) if place and place.type != "region" else "",
        "region": official_name(region if region else place) if place else NATIONAL,
        "address": "; ".join(address.address_1 for address in location.addresses) if location else "",
        "latitude": str(point.latitude) if point else "",
        "longitude": str(point.longitude) if point else "",
        "geo_precision": point.precision if point else "",
    }


def official_name(place: Place | None, language: str = "fr") -> str:
    """The name of a place in a language; empty without a place."""
    return next((name.spelling for name in place.names if name.language == language), place.key) if place else ""


_COLUMN_OF = {field: column for column, field in _SAME_NAME.items()} | {
    "city": "city",
    "address_1": "address",
    "schedules": "opening_hours",
}
