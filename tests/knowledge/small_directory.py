"""A directory in a real database, for tests to fill service by service."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from knowledge.hours import OpeningRow
from knowledge.load.taxonomies import term_id
from knowledge.models import (
    Address,
    Attribute,
    Location,
    Organization,
    Phone,
    Place,
    PlaceName,
    Schedule,
    Service,
    ServiceAtLocation,
    SpokenLanguage,
)
from knowledge.models.taxonomy import AUDIENCES, CATEGORIES

Point = tuple[float, float]

OFFICE = OpeningRow("MO,TU,WE,TH,FR", "09:00", "15:00")
ALWAYS = OpeningRow("MO,TU,WE,TH,FR,SA,SU", "00:00", "24:00")
MONDAY_NOON = datetime(2026, 11, 23, 12)
MONDAY_NIGHT = datetime(2026, 11, 23, 22)


def add_place(
    session: Session, key: str, region: str, centre: Point | None, kind: str = "town", town: str | None = None
) -> None:
    """A place whose name is its key in every language; `town` is the one that a quarter is in."""
    latitude, longitude = centre or (None, None)
    session.add(Place(key=key, type=kind, region_key=region, latitude=latitude, longitude=longitude, town_key=town))
    session.flush()
    session.add_all(PlaceName(place_key=key, spelling=key, language=code) for code in ("fr", "ar", "en"))


def add_service(
    session: Session,
    name: str,
    place: str | None,
    category: str = "health",
    *,
    organization: str = "",
    point: Point | None = None,
    precision: str = "",
    confidence: str = "verified_in_source",
    status: str = "active",
    description: str = "Aide",
    audiences: Mapping[str, str] | None = None,
    spoken: Iterable[str] = (),
    hours: Iterable[OpeningRow] = (),
    phone: str = "",
) -> str:
    """A service at a location, and its organisation unless it is there; returns the id of both together."""
    organization = organization or name
    if session.get(Organization, f"o-{organization}") is None:
        session.add(Organization(id=f"o-{organization}", name=organization, type="association"))
    latitude, longitude = point or (None, None)
    service = Service(
        id=f"s-{name}", organization_id=f"o-{organization}", name=name, description=description, status=status,
        confidence=confidence, source="https://www.example.org", source_date="2019",
    )  # fmt: skip
    location = Location(
        id=f"l-{name}", place_key=place, latitude=latitude, longitude=longitude,
        precision=precision or ("address" if point else ""),
    )  # fmt: skip
    session.add(ServiceAtLocation(id=f"a-{name}", service=service, location=location))
    terms = {term_id(CATEGORIES, category): ""}
    terms |= {term_id(AUDIENCES, audience): value for audience, value in (audiences or {}).items()}
    service.attributes = [
        Attribute(id=f"t-{name}-{number}", taxonomy_term_id=term, value=value)
        for number, (term, value) in enumerate(terms.items())
    ]
    service.languages = [SpokenLanguage(id=f"g-{name}-{code}", code=code) for code in spoken]
    service.schedules = [schedule(f"h-{name}-{number}", row) for number, row in enumerate(hours)]
    service.phones = [Phone(id=f"p-{name}", number=phone, dialled=phone)] if phone else []
    session.flush()
    return f"a-{name}"


def schedule(key: str, row: OpeningRow) -> Schedule:
    """Hours as they are stored, for an owner to be given."""
    return Schedule(
        id=key, freq=row.freq, byday=row.byday, opens_at=row.opens_at, closes_at=row.closes_at,
        valid_from=row.valid_from, valid_to=row.valid_to,
    )  # fmt: skip


def address(key: str, text: str, kind: str = "physical") -> Address:
    """An address, for a location to be given."""
    return Address(id=key, address_1=text, address_type=kind)
