"""HSDS: /services."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Response
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge import full_text
from knowledge.api.caching import CachedRoute
from knowledge.api.filters import ServicesAsked
from knowledge.api.lists import STREAM, ListAsked
from knowledge.api.one import one
from knowledge.api.paging import Listing, Page
from knowledge.api.problems import NOT_FOUND
from knowledge.api.reader_language import Language
from knowledge.api.searching import Search, found
from knowledge.exchange.hsds_documents import MinimalServiceDocument, ServiceDocument
from knowledge.exchange.hsds_export import HsdsExport
from knowledge.exchange.hsds_loading import FULL_SERVICE, SERVICE, load, places_of
from knowledge.exchange.hsds_parts import in_utc
from knowledge.models import Service

_Full = Annotated[bool, Query(description="With everything that belongs to them")]
_Minimal = Annotated[bool, Query(description="Only `id` and `last_modified`, and without `per_page` all on one page")]


def service_routes(engine: Engine) -> APIRouter:
    """The services, and one service."""
    router = APIRouter(route_class=CachedRoute)

    @router.get(
        "/services",
        response_model=Page[ServiceDocument] | Page[MinimalServiceDocument],
        responses=STREAM,
    )
    def services(
        asked: ListAsked, which: ServicesAsked, search: Search = "", full: _Full = False, minimal: _Minimal = False
    ) -> Response:
        """Services, each with its organisation."""
        ids = select(Service.id).where(*which.conditions())
        ranked = found(engine, full_text.SERVICE, search)
        if minimal:
            return asked.answer(engine, Listing(Page[MinimalServiceDocument], ids, _minimal, ranked), whole=True)
        documents = partial(_documents, language=asked.language, full=full)
        return asked.answer(engine, Listing(Page[ServiceDocument], ids, documents, ranked))

    @router.get("/services/{id}", response_model_exclude_none=True, responses=NOT_FOUND)
    def service(id: str, language: Language) -> ServiceDocument:
        """One service with everything that belongs to it."""
        with Session(engine) as session:
            record = one(session, Service, id, FULL_SERVICE)
            places = places_of(session, record.service_at_locations)
            return HsdsExport(language, places).full_service(record)

    return router


def _documents(session: Session, ids: Sequence[str], language: str, full: bool) -> list[ServiceDocument]:
    if not full:
        export = HsdsExport(language, {})
        return [export.service(record) for record in load(session, Service, ids, SERVICE)]
    records = load(session, Service, ids, FULL_SERVICE)
    places = places_of(session, (link for record in records for link in record.service_at_locations))
    export = HsdsExport(language, places)
    return [export.full_service(record) for record in records]


def _minimal(session: Session, ids: Sequence[str]) -> list[MinimalServiceDocument]:
    rows = session.execute(select(Service.id, Service.last_modified).where(Service.id.in_(ids)))
    moments = {service_id: in_utc(last_modified) for service_id, last_modified in rows}
    return [MinimalServiceDocument(id=each, last_modified=moments[each]) for each in ids if each in moments]
