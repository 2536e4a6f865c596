"""Where a service is: a place of its own with an address, a point and phones."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from knowledge.directory_editing.content import PhoneLine, filled_phones, new_id
from knowledge.directory_editing.sources import EDITORIAL, Source
from knowledge.exchange.table_export import official_name
from knowledge.models import Address, Location, Place, Service, ServiceAtLocation
from knowledge.models.location import REAL_POINTS

CENTRE = "city"
"""Precision of a point that is the centre of the town; it is set here, nobody types it."""
CENTRES = Source("GeoNames", EDITORIAL)
"""Where centres of towns come from."""


@dataclass(frozen=True)
class PlaceContent:
    """A place of a service. Without `place_key` the service is for the whole country."""

    place_key: str | None
    name: str = ""
    address: str = ""
    postal_code: str = ""
    precision: str = ""
    """One of `REAL_POINTS` with a point, `CENTRE`, or empty: no point."""
    latitude: float | None = None
    longitude: float | None = None
    phones: tuple[PhoneLine, ...] = ()
    """Only of this place; those of the service count when there are none."""


def add_place(session: Session, service: Service, content: PlaceContent) -> ServiceAtLocation:
    """A new place of a service."""
    location = Location(id=new_id(), precision="")
    link = ServiceAtLocation(id=new_id(), location=location, location_id=location.id)
    session.add(location)
    service.service_at_locations.append(link)
    fill_place(session, link, content)
    return link


def fill_place(session: Session, link: ServiceAtLocation, content: PlaceContent) -> None:
    """Make a place what the content says. Phones of the building itself stay with it."""
    place = session.get(Place, content.place_key) if content.place_key else None
    location = link.location
    is_moved = location.place_key != content.place_key
    location.name = content.name
    location.place_key = content.place_key
    location.location_type = "physical" if place else "virtual"
    _fill_point(location, place, content)
    fill_address(session, location, content.address, content.postal_code, is_moved)
    buildings = {phone.number for phone in location.phones}
    location.phones = filled_phones(location.phones, [line for line in content.phones if line.number in buildings])
    link.phones = filled_phones(link.phones, [line for line in content.phones if line.number not in buildings])


def _fill_point(location: Location, place: Place | None, content: PlaceContent) -> None:
    if content.precision in REAL_POINTS:
        point = (content.latitude, content.longitude)
    elif content.precision == CENTRE and place:
        point = (place.latitude, place.longitude)
    else:
        point = (None, None)
    location.latitude, location.longitude = point
    location.precision = content.precision if point[0] is not None else ""


def fill_address(
    session: Session, location: Location, text: str, postal_code: str | None = None, is_moved: bool = False
) -> None:
    """Make the first address of a place what the text says; others, which only imported places have, stay.

    The town and region of a new address are those of the place. Without `postal_code` the known one stays.
    """
    known = list(location.addresses)
    kept = known[1:]
    if text:
        first = known[0] if known else Address(id=new_id())
        first.postal_code = (first.postal_code or "") if postal_code is None else postal_code
        if is_moved or first.address_1 != text:
            _fill_town(session, location, first)
        first.address_1 = text
        kept.insert(0, first)
    location.addresses = kept


def _fill_town(session: Session, location: Location, address: Address) -> None:
    place = session.get(Place, location.place_key) if location.place_key else None
    address.city = official_name(place) if place and place.type != "region" else ""
    address.state_province = official_name(session.get(Place, place.region_key)) if place else ""
