"""What the database knows better than a table that is imported: it must not get lost with the import."""

from sqlalchemy.orm import Session

from knowledge.exchange.batch import Batch
from knowledge.exchange.facts import (
    TRANSLATED,
    Facts,
    audience_values,
    category_codes,
    facts_of,
    organization_facts,
    stored_facts,
)
from knowledge.exchange.known_organizations import keep_organizations
from knowledge.exchange.known_places import keep_places
from knowledge.exchange.partners_table import HSDS_FIELDS
from knowledge.exchange.record import copy_of
from knowledge.exchange.store import stored
from knowledge.models import Attribute, FieldSource, Service

_NO_COLUMN = ("status", "alert", "application_process", "minimum_age", "maximum_age")
_TABLE_FIELDS = frozenset(HSDS_FIELDS.values())


def keep_what_is_known(session: Session, batch: Batch) -> None:
    """Complete the records of a table by what only the database has of the same records; it is only read.

    - An empty cell about an organisation takes nothing away from one that is known.
    - A service keeps what a table has no column for, and everything behind a cell that says what it said: hours as
      a machine knows them, translations, several kinds of help.
    - A row says once for all its fields where they were read. A field that has a source of its own keeps it, as long as
      neither the field nor the row's sources change.
    """
    presents = {present.id: present for present in stored(session, Service, batch.services)}
    keep_organizations(session, batch, presents)
    for present in presents.values():
        service = batch.services[present.id]
        before = stored_facts(present)
        after = facts_of(service, batch.organizations[service.organization_id], batch.locations)
        _keep_texts(service, present, before, after)
        _keep_parts(service, present, before, after)
        service.field_sources = _sources(service, present)
        keep_places(batch, service, present, same_phones=before["phones"] == after["phones"])


def _keep_texts(service: Service, present: Service, before: Facts, after: Facts) -> None:
    for field in _NO_COLUMN:
        setattr(service, field, getattr(present, field))
    if before["categories"].partition("|")[0] == after["categories"].partition("|")[0]:
        service.name = present.name
    texts = {field: present.translations[field] for field in TRANSLATED if field in present.translations}
    kept = {field: text for field, text in texts.items() if getattr(service, field) == getattr(present, field)}
    service.translations = service.translations | kept
    days = [day for day in (service.assured_date, present.assured_date) if day]
    service.assured_date = max(days, default=None)


def _keep_parts(service: Service, present: Service, before: Facts, after: Facts) -> None:
    service.required_documents = [copy_of(paper) for paper in present.required_documents]
    service.attributes = _attributes(service, present, before, after)
    if before["languages"] == after["languages"]:
        service.languages = [copy_of(spoken) for spoken in present.languages]
    if before["fees_description"] == after["fees_description"]:
        service.cost_options = [copy_of(cost) for cost in present.cost_options]
    if before["phones"] == after["phones"]:
        service.phones = [copy_of(phone) for phone in present.phones]


def _attributes(service: Service, present: Service, before: Facts, after: Facts) -> list[Attribute]:
    """A cell of a table has one kind of help; for whom it is was read out of two other cells."""
    same_kind = category_codes(present.attributes)[:1] == category_codes(service.attributes)[:1]
    same_people = all(before[field] == after[field] for field in ("eligibility_description", "phones"))
    known = [copy_of(attribute) for attribute in present.attributes]
    return [
        *(each for each in (known if same_kind else service.attributes) if not audience_values([each])),
        *(each for each in (known if same_people else service.attributes) if audience_values([each])),
    ]


def _sources(service: Service, present: Service) -> list[FieldSource]:
    others = [copy_of(source) for source in present.field_sources if source.field not in _TABLE_FIELDS]
    if service.source != present.source:
        return [*service.field_sources, *others]
    own = {(source.field, source.value): source for source in present.field_sources}
    elsewhere = {(source.field, source.value) for source in present.organization.field_sources}
    elsewhere |= set(organization_facts(present.organization).items())
    sources = {(source.field, source.value): source for source in service.field_sources}
    kept = [
        copy_of(own[said]) if said in own else source
        for said, source in sources.items()
        if said in own or said not in elsewhere
    ]
    return [*kept, *others]
