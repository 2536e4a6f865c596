"""The documents of Open Referral HSDS 3.0 that our records become. What we add has names that begin with x_dalil_.

A member without a value is left out, never null: write them with `exclude_none`.
"""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from knowledge.exchange.hsds_part_documents import (
    AttributeDocument,
    CostOptionDocument,
    Document,
    Id,
    LanguageDocument,
    LocationDocument,
    MetadataDocument,
    PhoneDocument,
    RequiredDocumentDocument,
    ScheduleDocument,
)
from knowledge.models.service import STATUSES

Status = Annotated[str, Field(json_schema_extra={"enum": list(STATUSES)})]


class MinimalServiceDocument(Document):
    """What `minimal=true` gives of a service."""

    id: Id
    last_modified: datetime


class OrganizationDocument(Document):
    """HSDS: organization."""

    id: Id
    name: str
    description: str
    email: str | None = None
    website: str | None = None
    phones: list[PhoneDocument] | None = None
    services: list["ServiceDocument"] | None = None
    metadata: list[MetadataDocument] | None = None
    x_dalil_type: str
    """association, public, intergovernmental, university, consular or other."""


class ServiceDocument(Document):
    """HSDS: service."""

    id: Id
    name: str
    description: str | None = None
    url: str | None = None
    email: str | None = None
    status: Status
    application_process: str | None = None
    fees_description: str | None = None
    eligibility_description: str | None = None
    minimum_age: int | None = None
    maximum_age: int | None = None
    assured_date: date | None = None
    alert: str | None = None
    last_modified: datetime
    phones: list[PhoneDocument] | None = None
    schedules: list[ScheduleDocument] | None = None
    service_at_locations: list["ServiceAtLocationDocument"] | None = None
    languages: list[LanguageDocument] | None = None
    organization: OrganizationDocument | None = None
    cost_options: list[CostOptionDocument] | None = None
    required_documents: list[RequiredDocumentDocument] | None = None
    attributes: list[AttributeDocument] | None = None
    metadata: list[MetadataDocument] | None = None
    x_dalil_confidence: str
    """verified_in_source, partially, or name_and_city_only: the source does not say what the service does."""
    x_dalil_source: str | None = None
    """Addresses of pages and names of documents, separated by " | "."""
    x_dalil_source_date: str | None = None
    """The dates of the sources in the same order; "s.d." for a page without one."""


class ServiceAtLocationDocument(Document):
    """HSDS: service_at_location."""

    id: Id
    description: str | None = None
    phones: list[PhoneDocument] | None = None
    schedules: list[ScheduleDocument] | None = None
    location: LocationDocument
    service: ServiceDocument | None = None
    """Missing where the service is what this is part of."""
    x_dalil_distance: int | None = None
    """Metres from the point that was asked for with `near`."""
