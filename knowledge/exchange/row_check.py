"""Whether a row of a table of services can be imported, field by field."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from knowledge.categories import categories
from knowledge.exchange.batch import Batch
from knowledge.exchange.problems import cannot_be_stored
from knowledge.exchange.reasons import Reason
from knowledge.phones import as_dialled, numbers_in

REQUIRED_COLUMNS = ("org_name_fr", "service_description_fr", "confidence", "source")
COLUMNS = (
    "org_key", "org_name_fr", "org_name_ar", "org_name_en", "org_type", "service_category", "service_description_fr",
    "city", "region", "address", "latitude", "longitude", "geo_precision", "phone", "email", "website",
    "opening_hours", "languages", "eligibility", "fee", "source", "source_date", "confidence", "note", "assured_date",
)  # fmt: skip
SERVICE_ID = "service_id"
"""Column of exported tables: the service that the row speaks of, whatever its other columns say."""
PROBLEM = "problem"
"""Column of tables of refused rows, which is not read: they can be mended and imported as they are."""
ORGANIZATION_TYPES = ("association", "public", "intergovernmental", "university", "consular", "other")
CONFIDENCES = ("verified_in_source", "partially", "name_and_city_only")
PRECISIONS = ("address", "district", "city")
NATIONAL = "National"
SOUTH, NORTH, WEST, EAST = 20.0, 36.5, -18.0, -0.5
"""Degrees around Morocco: coordinates outside of them are mistakes, often latitude and longitude exchanged."""
_LONGEST = {"org_name_fr": 200, "org_key": 40, "address": 300, "website": 300, "email": 200, "source_date": 300}
_LONGEST_NUMBER = 60
_ID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Problem = tuple[str, Reason]
"""A column, and what is wrong in it."""
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
        *_wrong_id(values.get(SERVICE_ID, "")),
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


def _missing(values: Mapping[str, str]) -> Iterator[Problem]:
    for column in REQUIRED_COLUMNS:
        if not values.get(column):
            yield column, Reason("empty")
    if not values.get("city") and not values.get("region"):
        yield "city", Reason("no_place", national=NATIONAL)


def _wrong_id(text: str) -> Iterator[Problem]:
    if text and not _ID.fullmatch(text):
        yield SERVICE_ID, Reason("wrong_id", value=text)


def _wrong_words(values: Mapping[str, str]) -> Iterator[Problem]:
    known = {
        "service_category": tuple(categories()),
        "confidence": CONFIDENCES,
        "geo_precision": PRECISIONS,
        "org_type": ORGANIZATION_TYPES,
    }
    for column, allowed in known.items():
        value = values.get(column, "")
        if value and value not in allowed:
            yield column, Reason("unknown_word", value=value, allowed=", ".join(allowed))
    for code in _codes(values.get("languages", "")):
        if not _LANGUAGE_CODE.fullmatch(code):
            yield "languages", Reason("language_code", value=code)


def _too_long(values: Mapping[str, str]) -> Iterator[Problem]:
    for column, text in values.items():
        if cannot_be_stored(text):
            yield column, Reason("no_character")
        if len(text) > _LONGEST.get(column, len(text)):
            yield column, Reason("too_long", most=_LONGEST[column])


def _wrong_contacts(values: Mapping[str, str]) -> Iterator[Problem]:
    for number in numbers_in(values.get("phone", "")):
        if problem := wrong_number(number):
            yield "phone", problem
    website = _first_address(values.get("website", ""))
    if website and not is_web_address(website):
        yield "website", Reason("web_address", value=website)
    email = values.get("email", "")
    if email and not is_email_address(email):
        yield "email", Reason("email_address", value=email)


def wrong_number(number: str) -> Reason | None:
    """Why a text is no phone number of Morocco; None when it is one."""
    if len(number) > _LONGEST_NUMBER or any(character.isalpha() for character in number):
        return Reason("not_only_a_number", value=number)
    try:
        as_dialled(number)
    except ValueError as error:
        return Reason("wrong_number", value=number, said=error)
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


def _unknown_places(named: Mapping[str, str], places: Mapping[str, str]) -> Iterator[Problem]:
    for column, name in named.items():
        if name and name not in places:
            yield column, Reason("unknown_place", value=name)


def _wrong_point(values: Mapping[str, str]) -> Iterator[Problem]:
    given = [column for column in ("latitude", "longitude") if values.get(column)]
    if len(given) == 1:
        yield given[0], Reason("half_point")
    for column, least, most in (("latitude", SOUTH, NORTH), ("longitude", WEST, EAST)):
        text = values.get(column, "")
        number = _number(text)
        if text and (number is None or not least <= number <= most):
            yield column, Reason("outside", value=text, least=least, most=most)
    if given and not values.get("geo_precision"):
        yield "geo_precision", Reason("no_precision")


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _date(text: str, problems: list[Problem]) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        problems.append(("assured_date", Reason("wrong_date", value=text)))
        return None
