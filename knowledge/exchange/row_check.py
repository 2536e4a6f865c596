"""Whether a row of a table of services can be imported, field by field."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from knowledge.categories import categories
from knowledge.exchange.batch import Batch
from knowledge.exchange.problems import cannot_be_stored
from knowledge.phones import as_dialled, numbers_in

REQUIRED_COLUMNS = ("org_name_fr", "service_description_fr", "confidence", "source")
COLUMNS = (
    "org_key", "org_name_fr", "org_name_ar", "org_name_en", "org_type", "service_category", "service_description_fr",
    "city", "region", "address", "latitude", "longitude", "geo_precision", "phone", "email", "website",
    "opening_hours", "languages", "eligibility", "fee", "source", "source_date", "confidence", "note", "assured_date",
)  # fmt: skip
ORGANIZATION_TYPES = ("association", "public", "intergovernmental", "university", "consular", "other")
CONFIDENCES = ("verified_in_source", "partially", "name_and_city_only")
PRECISIONS = ("address", "district", "city")
NATIONAL = "National"
SOUTH, NORTH, WEST, EAST = 20.0, 36.5, -18.0, -0.5
"""Degrees around Morocco: coordinates outside of them are mistakes, often latitude and longitude exchanged."""
_LONGEST = {"org_name_fr": 200, "org_key": 40, "address": 300, "website": 300, "email": 200, "source_date": 300}
_LONGEST_NUMBER = 60
_LANGUAGE_CODE = re.compile("[a-z]{2,3}")


@dataclass(frozen=True)
class CheckedRow:
    """A row that can become records. Missing columns read as empty."""

    where: str
    values: Mapping[str, str]
    place_key: str | None
    latitude: float | None
    longitude: float | None
    assured_date: date | None

    def __getitem__(self, column: str) -> str:
        """The text of a column, without spaces around it."""
        return self.values.get(column, "")

    @property
    def website(self) -> str:
        """The first address of the column: HSDS has one; the others stay in the field's source."""
        return _first_address(self["website"])

    @property
    def languages(self) -> list[str]:
        """The codes of the column, each once."""
        return _codes(self["languages"])


def check_row(raw: Mapping[str, str], where: str, places: Mapping[str, str], batch: Batch) -> CheckedRow | None:
    """The row, or None with every reason in `batch.problems`. `places`: official French name → key."""
    values = {column: (text or "").strip() for column, text in raw.items()}
    region = "" if values.get("region") == NATIONAL else values.get("region", "")
    town = values.get("city") or region
    problems = [
        *_missing(values),
        *_wrong_words(values),
        *_too_long(values),
        *_wrong_contacts(values),
        *_wrong_point(values),
        *_unknown_places({"city": values.get("city", ""), "region": region}, places),
    ]
    assured = _date(values.get("assured_date", ""), problems)
    for column, what in problems:
        batch.refuse(f"{where}, {column}", what)
    if problems:
        return None
    return CheckedRow(
        where=where,
        values=values,
        place_key=places[town] if town else None,
        latitude=_number(values.get("latitude", "")),
        longitude=_number(values.get("longitude", "")),
        assured_date=assured,
    )


def _first_address(text: str) -> str:
    """ "www.x.ma" is a usual short form."""
    first = text.partition(" ; ")[0]
    return f"http://{first}" if first.startswith("www.") else first


def _codes(text: str) -> list[str]:
    return list(dict.fromkeys(code.strip().lower() for code in text.split("|") if code.strip()))


def _missing(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for column in REQUIRED_COLUMNS:
        if not values.get(column):
            yield column, "is empty"
    if not values.get("city") and not values.get("region"):
        yield "city", f'is empty, and region too; write "{NATIONAL}" as region of a service for the whole country'


def _wrong_words(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    known = {
        "service_category": tuple(categories()),
        "confidence": CONFIDENCES,
        "geo_precision": PRECISIONS,
        "org_type": ORGANIZATION_TYPES,
    }
    for column, allowed in known.items():
        value = values.get(column, "")
        if value and value not in allowed:
            yield column, f"{value!r} is not one of {', '.join(allowed)}"
    for code in _codes(values.get("languages", "")):
        if not _LANGUAGE_CODE.fullmatch(code):
            yield "languages", f"{code!r} is not a code such as fr; several are separated by |"


def _too_long(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for column, text in values.items():
        if cannot_be_stored(text):
            yield column, "holds a character that is none"
        if len(text) > _LONGEST.get(column, len(text)):
            yield column, f"has more than {_LONGEST[column]} characters"


def _wrong_contacts(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for number in numbers_in(values.get("phone", "")):
        if problem := _wrong_number(number):
            yield "phone", problem
    website = _first_address(values.get("website", ""))
    if website and not is_web_address(website):
        yield "website", f"{website!r} is not an address that begins with http:// or https://"
    email = values.get("email", "")
    if email and not is_email_address(email):
        yield "email", f"{email!r} is not an e-mail address"


def _wrong_number(number: str) -> str | None:
    if len(number) > _LONGEST_NUMBER or any(character.isalpha() for character in number):
        return f"{number!r} is not only a number; several are separated by “ / ”"
    try:
        as_dialled(number)
    except ValueError as error:
        return str(error)
    return None


def is_web_address(text: str) -> bool:
    """True for a whole http or https address."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not _has_space(text)
    except ValueError:
        return False


def is_email_address(text: str) -> bool:
    """True for something with one @ and a dot after it."""
    name, _, host = text.partition("@")
    return bool(name) and "." in host.strip(".") and "@" not in host and not _has_space(text)


def _has_space(text: str) -> bool:
    return any(character.isspace() for character in text)


def _unknown_places(named: Mapping[str, str], places: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for column, name in named.items():
        if name and name not in places:
            yield column, f"{name!r} is not a town or region that we know"


def _wrong_point(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    given = [column for column in ("latitude", "longitude") if values.get(column)]
    if len(given) == 1:
        yield given[0], "stands without its other half"
    for column, least, most in (("latitude", SOUTH, NORTH), ("longitude", WEST, EAST)):
        text = values.get(column, "")
        number = _number(text)
        if text and (number is None or not least <= number <= most):
            yield column, f"{text!r} is not between {least} and {most} degrees, where Morocco is"
    if given and not values.get("geo_precision"):
        yield "geo_precision", "is empty: say whether the point is an address, a district or the centre of the city"


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _date(text: str, problems: list[tuple[str, str]]) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        problems.append(("assured_date", f"{text!r} is not a date such as 2026-11-30"))
        return None
