"""Organisations of a table that the database knows: a row says little of them, and must not take away the rest."""

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from knowledge.exchange.batch import Batch
from knowledge.exchange.partners_table import UNKNOWN_TYPE
from knowledge.exchange.record import copy_of
from knowledge.exchange.store import stored
from knowledge.models import Organization, Service

_CONTACTS = (("website", "url"), ("email", "email"))
"""Of the organisation, and of the service where it has one of its own: a table has one column for both."""


def keep_organizations(session: Session, batch: Batch, presents: Mapping[str, Service]) -> None:
    """Complete the organisations of a batch. `presents` are the stored ones of its services, by id."""
    for present in presents.values():
        _mean_known_organization(batch, batch.services[present.id], present)
    used = {service.organization_id for service in batch.services.values()}
    batch.organizations = {key: one for key, one in batch.organizations.items() if key in used}
    for known in stored(session, Organization, list(batch.organizations)):
        services = [one for one in batch.services.values() if one.organization_id == known.id]
        batch.organizations[known.id] = _completed(batch.organizations[known.id], known, services, presents)


def _mean_known_organization(batch: Batch, service: Service, present: Service) -> None:
    """A row whose organisation has the name of the service's own means that one, whatever its id is made from."""
    fresh, known = batch.organizations[service.organization_id], present.organization
    if fresh.id != known.id and (fresh.name, fresh.key) == (known.name, known.key):
        meant = copy_of(fresh)
        meant.id = service.organization_id = known.id
        batch.organizations.setdefault(known.id, meant)


def _completed(
    fresh: Organization, known: Organization, services: Iterable[Service], presents: Mapping[str, Service]
) -> Organization:
    """An empty cell takes nothing away."""
    organization = copy_of(known)
    organization.origin = fresh.origin
    if fresh.type != UNKNOWN_TYPE:
        organization.type = fresh.type
    names = known.translations.get("name", {}) | fresh.translations.get("name", {})
    organization.translations = known.translations | {"name": names}
    for contact, own in _CONTACTS:
        _settle(organization, fresh, list(services), presents, (contact, own))
    return organization


def _settle(
    organization: Organization,
    fresh: Organization,
    services: Iterable[Service],
    presents: Mapping[str, Service],
    names: tuple[str, str],
) -> None:
    """Whether a cell speaks of the organisation or of its service alone is known when the cell says what it said.

    Only another cell of a service that is known changes the organisation.
    """
    contact, own = names
    before, after = getattr(organization, contact), getattr(fresh, contact)
    cells = {service.id: getattr(service, own) or after or None for service in services}
    known = {key: getattr(presents[key], own) or before for key in cells if key in presents}
    is_kept = all(cells[key] == cell for key, cell in known.items()) and bool(before or known)
    settled = before if is_kept else after or before
    setattr(organization, contact, settled)
    for service in services:
        cell = cells[service.id]
        same = service.id in known and known[service.id] == cell
        setattr(service, own, getattr(presents[service.id], own) if same else cell if cell != settled else None)
