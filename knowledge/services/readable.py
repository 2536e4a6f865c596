"""What a reader may see of services that were found, in their language."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import BindParameter, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload

from knowledge.hours import OpeningRow, Openness, describe_rows, openness
from knowledge.models import Address, Location, Phone, Schedule, Service, ServiceAtLocation
from knowledge.models.translations import translated
from knowledge.places import FoundPlace
from knowledge.services.ranking import Ranking
from knowledge.services.table import opening_row
from knowledge.services.wanted import Nearness, Ranked

Part = TypeVar("Part", Phone, Schedule, Address)


@dataclass(frozen=True)
class FoundService:
    """A service with what the reader may see of it, in their language where there is a translation."""

    service: Service
    location: Location
    place: FoundPlace | None
    nearness: Nearness
    distance_km: float | None
    """From the person's point to the service's real point; None when either is not known."""
    name: str
    description: str
    alert: str
    eligibility: str
    fee: str
    address: str
    hours: str
    """The hours in words: those that are known as rows, else what the source says."""
    openness: Openness
    """Whether it is open at the moment of the search."""
    phones: tuple[str, ...]


@dataclass(frozen=True)
class Details:
    """The rows to show, and what belongs to them by the id of its owner: four statements for any number of rows."""

    rows: Mapping[str, ServiceAtLocation]
    phones: Mapping[str, list[Phone]]
    schedules: Mapping[str, list[Schedule]]
    addresses: Mapping[str, list[Address]]

    @classmethod
    def read(cls, session: Session, ids: Sequence[str]) -> "Details":
        """Read the services at locations with these ids; what was deleted since the table was read is missing."""
        rows = {row.id: row for row in session.scalars(_ROWS, {"ids": list(ids)})}
        owners = list({owner for row in rows.values() for owner in _owners(row)})
        return cls(
            rows,
            _by_owner(session.scalars(_PHONES, {"owners": owners}), _PHONE_OWNERS),
            _by_owner(session.scalars(_SCHEDULES, {"owners": owners}), _SCHEDULE_OWNERS),
            _by_owner(session.scalars(_ADDRESSES, {"owners": owners}), (Address.location_id,)),
        )


_ROWS = (
    select(ServiceAtLocation)
    .where(ServiceAtLocation.id.in_(bindparam("ids", expanding=True)))
    .options(
        joinedload(ServiceAtLocation.service).joinedload(Service.organization), joinedload(ServiceAtLocation.location)
    )
)
_PHONE_OWNERS = (Phone.service_at_location_id, Phone.service_id, Phone.location_id, Phone.organization_id)
_SCHEDULE_OWNERS = (Schedule.service_at_location_id, Schedule.service_id, Schedule.location_id)
_OF_OWNERS: BindParameter[Any] = bindparam("owners", expanding=True)
_PHONES = select(Phone).where(or_(*(column.in_(_OF_OWNERS) for column in _PHONE_OWNERS))).order_by(Phone.position)
_SCHEDULES = (
    select(Schedule).where(or_(*(column.in_(_OF_OWNERS) for column in _SCHEDULE_OWNERS))).order_by(Schedule.position)
)
_ADDRESSES = select(Address).where(Address.location_id.in_(_OF_OWNERS)).order_by(Address.address_type, Address.id)
"""Where to go ("physical") before where to write ("postal")."""


def _owners(row: ServiceAtLocation) -> tuple[str, ...]:
    """Who may have phones and hours for a service at a location, the nearest first."""
    return (row.id, row.service_id, row.location_id, row.service.organization_id)


def _by_owner(parts: Iterable[Part], columns: Sequence[Any]) -> Mapping[str, list[Part]]:
    found: defaultdict[str, list[Part]] = defaultdict(list)
    for part in parts:
        owner = next(getattr(part, column.key) for column in columns if getattr(part, column.key))
        found[owner].append(part)
    return found


def readable_service(details: Details, ranked: Ranked, ranking: Ranking, language: str, at: datetime) -> FoundService:
    """A row with what was read for it; the hours are looked at for the moment `at`."""
    row = details.rows[ranked.service_at_location_id]
    service, location, organization = row.service, row.location, row.service.organization
    schedules = next((details.schedules[owner] for owner in _owners(row) if owner in details.schedules), [])
    phones = next((details.phones[owner] for owner in _owners(row) if owner in details.phones), [])
    addresses = details.addresses.get(location.id, [])
    hours = _hours(schedules)

    def words(field: str) -> str:
        return translated(service.translations, field, language, getattr(service, field))

    return FoundService(
        service=service,
        location=location,
        place=ranking.gazetteer.by_key(location.place_key) if location.place_key else None,
        nearness=ranked.nearness,
        distance_km=ranked.distance_km,
        name=translated(organization.translations, "name", language, organization.name),
        description=words("description"),
        alert=words("alert"),
        eligibility=words("eligibility_description"),
        fee=words("fees_description"),
        address=addresses[0].address_1 if addresses else "",
        hours=_in_words(hours, at, language) or _said(schedules, language),
        openness=openness(hours, at, ranking.holidays),
        phones=tuple(phone.dialled for phone in phones),
    )


def _hours(schedules: Sequence[Schedule]) -> tuple[OpeningRow, ...]:
    """The rows that say hours; none when one of them is wrong, for hours by halves would mislead."""
    try:
        return tuple(row for schedule in schedules if (row := opening_row(schedule)))
    except ValueError:
        return ()


def _in_words(hours: Sequence[OpeningRow], at: datetime, language: str) -> str:
    """The hours from now on: a Ramadan that is over helps nobody."""
    return describe_rows([row for row in hours if row.last >= at.date()], language)


def _said(schedules: Sequence[Schedule], language: str) -> str:
    """What the source says of hours, in its own words."""
    texts = (translated(schedule.translations, "description", language, schedule.description) for schedule in schedules)
    return " ".join(text for text in texts if text)
