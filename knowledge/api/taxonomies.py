"""HSDS: /taxonomies and /taxonomy_terms."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from sqlalchemy import Engine, false, select
from sqlalchemy.orm import Session

from knowledge.api.caching import CachedRoute
from knowledge.api.lists import STREAM, ListAsked
from knowledge.api.one import one
from knowledge.api.paging import Listing, Page
from knowledge.api.problems import NOT_FOUND
from knowledge.api.reader_language import Language
from knowledge.api.searching import Search, named
from knowledge.exchange.hsds_loading import TERM, load
from knowledge.exchange.hsds_part_documents import TaxonomyDocument, TaxonomyTermDocument
from knowledge.exchange.hsds_parts import taxonomy_document, term_document
from knowledge.models import Taxonomy, TaxonomyTerm

_Of = Annotated[UUID | None, Query(description="Only terms of this taxonomy")]
_TopOnly = Annotated[bool, Query(description="Only terms at the top; ours all are")]
_Parent = Annotated[UUID | None, Query(description="Only terms below this one; ours have none below them")]


def taxonomy_routes(engine: Engine) -> APIRouter:
    """The taxonomies, and one taxonomy."""
    router = APIRouter(route_class=CachedRoute)

    @router.get("/taxonomies", response_model=Page[TaxonomyDocument], responses=STREAM)
    def taxonomies(asked: ListAsked, search: Search = "") -> Response:
        """Taxonomies."""
        with Session(engine) as session:
            rows = session.execute(select(Taxonomy.id, Taxonomy.name, Taxonomy.key).order_by(Taxonomy.name))
            ranked = named(((row_id, names) for row_id, *names in rows), search)
        return asked.answer(engine, Listing(Page[TaxonomyDocument], select(Taxonomy.id), _taxonomies, ranked))

    @router.get("/taxonomies/{id}", response_model_exclude_none=True, responses=NOT_FOUND)
    def taxonomy(id: str, language: Language) -> TaxonomyDocument:
        """One taxonomy."""
        with Session(engine) as session:
            return taxonomy_document(one(session, Taxonomy, id))

    return router


def term_routes(engine: Engine) -> APIRouter:
    """The terms of the taxonomies, and one term."""
    router = APIRouter(route_class=CachedRoute)

    @router.get(
        "/taxonomy_terms",
        response_model=Page[TaxonomyTermDocument],
        responses=STREAM,
    )
    def terms(
        asked: ListAsked,
        search: Search = "",
        taxonomy_id: _Of = None,
        top_only: _TopOnly = False,
        parent_id: _Parent = None,
    ) -> Response:
        """Terms of taxonomies."""
        ids = select(TaxonomyTerm.id)
        if taxonomy_id:
            ids = ids.where(TaxonomyTerm.taxonomy_id == str(taxonomy_id))
        if parent_id:
            ids = ids.where(false())
        with Session(engine) as session:
            ranked = named(_names(session), search)
        documents = partial(_terms, language=asked.language)
        return asked.answer(engine, Listing(Page[TaxonomyTermDocument], ids, documents, ranked))

    @router.get("/taxonomy_terms/{id}", response_model_exclude_none=True, responses=NOT_FOUND)
    def term(id: str, language: Language) -> TaxonomyTermDocument:
        """One term."""
        with Session(engine) as session:
            return term_document(one(session, TaxonomyTerm, id, TERM), language)

    return router


def _names(session: Session) -> list[tuple[str, list[str]]]:
    rows = select(TaxonomyTerm.id, TaxonomyTerm.code, TaxonomyTerm.name, TaxonomyTerm.translations)
    return [
        (row_id, [code, name, *translations.get("name", {}).values()])
        for row_id, code, name, translations in session.execute(rows.order_by(TaxonomyTerm.code))
    ]


def _taxonomies(session: Session, ids: Sequence[str]) -> list[TaxonomyDocument]:
    return [taxonomy_document(record) for record in load(session, Taxonomy, ids)]


def _terms(session: Session, ids: Sequence[str], language: str) -> list[TaxonomyTermDocument]:
    return [term_document(record, language) for record in load(session, TaxonomyTerm, ids, TERM)]
