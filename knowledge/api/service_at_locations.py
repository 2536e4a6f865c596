"""HSDS: /service_at_locations."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Response
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge import full_text
from knowledge.api.caching import CachedRoute
from knowledge.api.filters import ServicesAsked
from knowledge.api.lists import STREAM, ListAsked
from knowledge.api.nearness import NearAsked
from knowledge.api.one import one
from knowledge.api.paging import Listing, Page, batches
from knowledge.api.problems import NOT_FOUND
from knowledge.api.reader_language import Language
from knowledge.api.searching import Search, found
from knowledge.exchange.hsds_documents import ServiceAtLocationDocument
from knowledge.exchange.hsds_export import HsdsExport
from knowledge.exchange.hsds_loading import FULL_SERVICE_AT_LOCATION, SERVICE_AT_LOCATION, load, places_of
from knowledge.models import ServiceAtLocation

_Full = Annotated[bool, Query(description="With everything that belongs to them")]


def service_at_location_routes(engine: Engine) -> APIRouter:
    """The services at their locations, and one of them."""
    router = APIRouter(route_class=CachedRoute)

    @router.get(
        "/service_at_locations",
        response_model=Page[ServiceAtLocationDocument],
        responses=STREAM,
    )
    def service_at_locations(
        asked: ListAsked, which: ServicesAsked, near: NearAsked, search: Search = "", full: _Full = False
    ) -> Response:
        """Services at locations, each with its service and its location."""
        ids = select(ServiceAtLocation.id).join(ServiceAtLocation.service).where(*which.conditions())
        matching = found(engine, full_text.SERVICE, search)
        with Session(engine) as session:
            ranked = _links_of(session, matching) if matching is not None else None
            distances = near.distances(session) if near else {}
        if near:
            ranked = [each for each in distances if ranked is None or each in set(ranked)]
        documents = partial(_documents, language=asked.language, full=full, distances=distances)
        return asked.answer(engine, Listing(Page[ServiceAtLocationDocument], ids, documents, ranked))

    @router.get("/service_at_locations/{id}", response_model_exclude_none=True, responses=NOT_FOUND)
    def service_at_location(id: str, language: Language) -> ServiceAtLocationDocument:
        """One service at a location with everything that belongs to both."""
        with Session(engine) as session:
            record = one(session, ServiceAtLocation, id)
            (document,) = _documents(session, [record.id], language, full=True, distances={})
            return document

    return router


def _links_of(session: Session, service_ids: Sequence[str]) -> list[str]:
    """The services at locations of services, in the order of the services."""
    links: dict[str, list[str]] = {service_id: [] for service_id in service_ids}
    for some in batches(service_ids):
        query = select(ServiceAtLocation.service_id, ServiceAtLocation.id).order_by(ServiceAtLocation.id)
        for service_id, link_id in session.execute(query.where(ServiceAtLocation.service_id.in_(some))):
            links[service_id].append(link_id)
    return [link_id for ids in links.values() for link_id in ids]


def _documents(
    session: Session, ids: Sequence[str], language: str, full: bool, distances: Mapping[str, int]
) -> list[ServiceAtLocationDocument]:
    records = load(session, ServiceAtLocation, ids, FULL_SERVICE_AT_LOCATION if full else SERVICE_AT_LOCATION)
    export = HsdsExport(language, places_of(session, records))
    make = export.full_service_at_location if full else export.service_at_location
    documents = [make(record) for record in records]
    for document in documents:
        document.x_dalil_distance = distances.get(document.id)
    return documents
