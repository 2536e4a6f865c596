"""Where a service of a table is, when the database knows the service already: the places there are stay the same."""

from knowledge.exchange.batch import Batch
from knowledge.exchange.facts import hours_cell
from knowledge.exchange.reasons import Reason
from knowledge.exchange.record import copy_of
from knowledge.models import Location, Schedule, Service, ServiceAtLocation

Where = tuple[str | None, float | None, float | None, str, tuple[str, ...]]


def keep_places(batch: Batch, service: Service, present: Service, same_phones: bool) -> None:
    """Put the known places into the batch, changed as the table says, in place of those made from its rows.

    Phones that only a place has are kept with the same phones: others of the row count for all places. A table has no
    names for places: of a service with several of them it cannot say which one is now elsewhere: a problem of its row.
    """
    fresh = {link.location_id: batch.locations[link.location_id] for link in service.service_at_locations}
    known = {link.location_id: link.location for link in present.service_at_locations}
    hours = {_where(fresh[link.location_id]): link.schedules for link in service.service_at_locations}
    if sorted(map(_where, fresh.values()), key=str) == sorted(map(_where, known.values()), key=str):
        pairs = {location_id: (copy_of(location), _where(location)) for location_id, location in known.items()}
    elif len(fresh) == len(known) == 1:
        (before,), (after,) = known.values(), fresh.values()
        pairs = {before.id: (_moved(before, after), _where(after))}
    elif known:
        batch.refuse(batch.item_of(service.id), Reason("several_places"))
        return
    else:
        return
    for location_id in fresh.keys() - known.keys():
        del batch.locations[location_id]
    batch.locations |= {location_id: location for location_id, (location, _) in pairs.items()}
    links = [_link(link, service, present, hours[pairs[link.location_id][1]]) for link in present.service_at_locations]
    for link in links:
        link.phones = link.phones if same_phones else []
    service.service_at_locations = links


def _where(location: Location) -> Where:
    addresses = tuple(sorted(address.address_1 for address in location.addresses))
    return location.place_key, location.latitude, location.longitude, location.precision or "", addresses


def _moved(before: Location, after: Location) -> Location:
    location = copy_of(before)
    for field in ("place_key", "latitude", "longitude", "precision", "location_type", "origin"):
        setattr(location, field, getattr(after, field))
    location.addresses = list(after.addresses)
    return location


def _link(link: ServiceAtLocation, service: Service, present: Service, said: list[Schedule]) -> ServiceAtLocation:
    """The known link; its hours are those of the row only when the row says other words than were known."""
    kept = copy_of(link)
    count = link.schedules or present.schedules or link.location.schedules
    if hours_cell(count) == hours_cell(said):
        service.schedules = [copy_of(schedule) for schedule in present.schedules]
        return kept
    kept.schedules = said
    return kept
