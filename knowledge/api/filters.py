"""Which services and services at locations a request asks for: the parameters of HSDS that both have."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from sqlalchemy import ColumnElement, select

from knowledge.api.problems import WrongParameter
from knowledge.models import Attribute, Service, TaxonomyTerm


@dataclass(frozen=True)
class ServiceFilter:
    """Conditions on services; they all count."""

    term: UUID | None
    taxonomy: UUID | None
    organization: UUID | None
    modified_after: datetime | None

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """The conditions, for a statement that has the table of services."""
        if self.term:
            tagged = select(Attribute.service_id).where(Attribute.taxonomy_term_id == str(self.term))
            yield Service.id.in_(tagged)
        if self.taxonomy:
            tagged = select(Attribute.service_id).join(Attribute.term)
            yield Service.id.in_(tagged.where(TaxonomyTerm.taxonomy_id == str(self.taxonomy)))
        if self.organization:
            yield Service.organization_id == str(self.organization)
        if self.modified_after:
            yield Service.last_modified >= self.modified_after


def service_filter(
    taxonomy_term_id: Annotated[UUID | None, Query(description="Only services with this term")] = None,
    taxonomy_id: Annotated[UUID | None, Query(description="Only services with any term of this taxonomy")] = None,
    organization_id: Annotated[UUID | None, Query(description="Only services of this organisation")] = None,
    modified_after: Annotated[
        datetime | None, Query(description="Only services modified then or later; UTC without a time zone")
    ] = None,
) -> ServiceFilter:
    """What the parameters ask for. Raises WrongParameter for a moment outside of the calendar."""
    return ServiceFilter(taxonomy_term_id, taxonomy_id, organization_id, _in_utc(modified_after))


def _in_utc(moment: datetime | None) -> datetime | None:
    if moment is None or moment.tzinfo is None:
        return moment.replace(tzinfo=UTC) if moment else None
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise WrongParameter("modified_after") from error


ServicesAsked = Annotated[ServiceFilter, Depends(service_filter)]
