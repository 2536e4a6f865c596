"""What the database knows better than a table that is imported: it must not get lost with the import."""

from sqlalchemy.orm import Session

from knowledge.exchange.batch import Batch
from knowledge.exchange.partners_table import UNKNOWN_TYPE
from knowledge.exchange.record import copy_of
from knowledge.exchange.store import stored
from knowledge.models import FieldSource, Organization, Service


def keep_what_is_known(session: Session, batch: Batch) -> None:
    """Complete the records of a table by what only the database has of the same records; it is only read.

    - An empty cell about an organisation takes nothing away from one that is known.
    - A row says once for all its fields where they were read. A field that has a source of its own keeps it, as long as
      neither the field nor the row's sources change.
    """
    for known in stored(session, Organization, batch.organizations):
        batch.organizations[known.id] = _completed(batch.organizations[known.id], known)
    for present in stored(session, Service, batch.services):
        service = batch.services[present.id]
        if service.source == present.source:
            service.field_sources = _sources(service, present)


def _completed(fresh: Organization, known: Organization) -> Organization:
    organization = copy_of(known)
    organization.origin = fresh.origin
    if fresh.type != UNKNOWN_TYPE:
        organization.type = fresh.type
    organization.website = fresh.website or known.website
    organization.email = fresh.email or known.email
    names = known.translations.get("name", {}) | fresh.translations.get("name", {})
    organization.translations = known.translations | {"name": names}
    return organization


def _sources(service: Service, present: Service) -> list[FieldSource]:
    own = {(source.field, source.value): source for source in present.field_sources}
    elsewhere = {(source.field, source.value) for source in present.organization.field_sources}
    sources = {(source.field, source.value): source for source in service.field_sources}
    return [
        copy_of(own[said]) if said in own else source
        for said, source in sources.items()
        if said in own or said not in elsewhere
    ]
