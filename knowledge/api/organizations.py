"""HSDS: /organizations."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query, Response
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge.api.caching import CachedRoute
from knowledge.api.lists import STREAM, ListAsked
from knowledge.api.one import one
from knowledge.api.paging import Listing, Page
from knowledge.api.problems import NOT_FOUND
from knowledge.api.reader_language import Language
from knowledge.api.searching import Search, named
from knowledge.exchange.hsds_documents import OrganizationDocument
from knowledge.exchange.hsds_export import HsdsExport
from knowledge.exchange.hsds_loading import (
    FULL_ORGANIZATION,
    NESTED_SERVICE,
    load,
    places_of,
    services_of,
)
from knowledge.models import Organization

_Full = Annotated[bool, Query(description="With phones, sources and a short form of the services")]
_FullService = Annotated[bool, Query(description="With everything that belongs to the services")]


def organization_routes(engine: Engine) -> APIRouter:
    """The organisations, and one organisation."""
    router = APIRouter(route_class=CachedRoute)

    @router.get(
        "/organizations",
        response_model=Page[OrganizationDocument],
        responses=STREAM,
    )
    def organizations(
        asked: ListAsked, search: Search = "", full: _Full = False, full_service: _FullService = False
    ) -> Response:
        """Organisations; `full_service` means `full` as well."""
        if full or full_service:
            documents = partial(_full_documents, language=asked.language, full_service=full_service)
        else:
            documents = partial(_documents, language=asked.language)
        with Session(engine) as session:
            ranked = named(_names(session), search)
        return asked.answer(engine, Listing(Page[OrganizationDocument], select(Organization.id), documents, ranked))

    @router.get("/organizations/{id}", response_model_exclude_none=True, responses=NOT_FOUND)
    def organization(id: str, language: Language, full_service: _FullService = False) -> OrganizationDocument:
        """One organisation with its phones, sources and services."""
        with Session(engine) as session:
            record = one(session, Organization, id)
            (document,) = _full_documents(session, [record.id], language, full_service)
            return document

    return router


def _names(session: Session) -> Iterator[tuple[str, list[str]]]:
    rows = select(Organization.id, Organization.name, Organization.translations).order_by(Organization.name)
    for row_id, name, translations in session.execute(rows):
        yield row_id, [name, *translations.get("name", {}).values()]


def _documents(session: Session, ids: Sequence[str], language: str) -> list[OrganizationDocument]:
    export = HsdsExport(language, {})
    return [export.organization(record) for record in load(session, Organization, ids)]


def _full_documents(
    session: Session, ids: Sequence[str], language: str, full_service: bool
) -> list[OrganizationDocument]:
    records = services_of(session, ids, NESTED_SERVICE if full_service else ())
    links = [link for record in records for link in record.service_at_locations] if full_service else []
    export = HsdsExport(language, places_of(session, links))
    make = export.nested_service if full_service else export.bare_service
    offered = {key: list(group) for key, group in groupby(records, key=lambda record: record.organization_id)}
    documents = []
    for record in load(session, Organization, ids, FULL_ORGANIZATION):
        document = export.full_organization(record)
        document.services = [make(service) for service in offered.get(record.id, ())] or None
        documents.append(document)
    return documents
