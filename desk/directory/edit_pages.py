"""Editing a service, and making a new one."""

from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from desk.access import Editor
from desk.context import Desk
from desk.directory.form_parts import Parts, latest_sources, read_parts, stored_parts, text_of
from desk.directory.paths import SERVICES, service_path
from desk.directory.place_form import PlaceForm, place_content, place_form, place_problems, place_sources
from desk.directory.saving import Saved, note_change, save, today
from desk.directory.service_form import (
    TRANSLATED_HERE,
    ServiceForm,
    content_of,
    problems_of,
    read_audiences,
    service_form,
)
from desk.directory.service_pages import found
from desk.directory.showing import Showing, regions
from desk.models import User
from desk.pages import see, show, words_of
from desk.posted import Posted
from knowledge.audiences import audiences
from knowledge.categories import categories
from knowledge.directory_editing.content import ServiceContent, fill_service, new_id
from knowledge.directory_editing.editing import Terms, Unsourced, create, lock_directory, version_of
from knowledge.directory_editing.places import PlaceContent, add_place
from knowledge.exchange.facts import audience_values
from knowledge.models import Organization, Service

_NEW = f"{SERVICES}/new"


def edit_routes(desk: Desk) -> APIRouter:
    """For editors."""
    router = APIRouter()

    @router.get(_NEW)
    def new_service(request: Request, user: Editor, organization: str = "") -> Response:
        return _new_page(request, desk, user, organization)

    @router.post(_NEW)
    def add_service(request: Request, user: Editor, form: Posted, organization: str = "") -> Response:
        return _added(request, desk, user, organization, form)

    @router.get(f"{SERVICES}/{{service_id}}/edit")
    def edit_service(request: Request, user: Editor, service_id: str) -> Response:
        with Session(desk.database) as session:
            service = found(session, service_id)
            parts = stored_parts(service.phones, service.translations, TRANSLATED_HERE)
            form = service_form(request, words_of(request), user, service=service)
            return _page(
                request, session, form, parts, service=service, version=version_of(service),
                chosen_audiences=audience_values(service.attributes),
            )  # fmt: skip

    @router.post(f"{SERVICES}/{{service_id}}/edit")
    def save_service(request: Request, user: Editor, service_id: str, form: Posted) -> Response:
        return _saved(request, desk, user, service_id, form)

    return router


def _saved(request: Request, desk: Desk, user: User, service_id: str, posted: FormData) -> Response:
    words = words_of(request)
    with Session(desk.database) as session:
        service = found(session, service_id)
        form = service_form(request, words, user, posted, service)
        parts = read_parts(posted, words, TRANSLATED_HERE)
        is_wrong = problems_of(form, words) or not parts.is_right
        session.rollback()
    outcome = Saved(version=text_of(posted, "version"))
    if not is_wrong:
        content = content_of(form, posted, parts, _usual_name(form))
        terms = Terms(outcome.version, parts.sources, today(), parts.still_fits)

        def change(_: Session, one: Service) -> None:
            fill_service(one, content)

        outcome = save(request, user, (Service, service_id), change, terms, "directory.service_changed")
        if outcome.is_stored:
            return see(service_path(service_id), outcome.sentence)
    with Session(desk.database) as session:
        return _page(
            request, session, form, parts, status=409 if outcome.conflict else 422, outcome=outcome, is_wrong=True,
            service=found(session, service_id), version=outcome.version, chosen_audiences=read_audiences(posted),
        )  # fmt: skip


def _new_page(request: Request, desk: Desk, user: User, organization_id: str) -> Response:
    words = words_of(request)
    with Session(desk.database) as session:
        organization = _organization(session, organization_id)
        form = service_form(request, words, user)
        return _page(
            request, session, form, stored_parts([], {}, TRANSLATED_HERE), organization=organization,
            chosen_audiences={}, place=place_form(request, words),
        )  # fmt: skip


def _added(request: Request, desk: Desk, user: User, organization_id: str, posted: FormData) -> Response:
    words = words_of(request)
    form = service_form(request, words, user, posted)
    parts = read_parts(posted, words, TRANSLATED_HERE)
    place = place_form(request, words, posted)
    outcome = Saved()
    with Session(desk.database) as session:
        lock_directory(session)
        organization = _organization(session, organization_id)
        is_wrong = any((problems_of(form, words), place_problems(session, place, words), not parts.is_right))
        if not is_wrong:
            where = place_content(session, place)
            content = content_of(form, posted, parts, _usual_name(form))
            try:
                service_id = _create(session, user, organization, (content, where), parts)
                session.commit()
                return see(service_path(service_id), "directory.added")
            except Unsourced as refused:
                outcome.unsourced = refused.fields
        session.rollback()
        return _page(
            request, session, form, parts, status=422, outcome=outcome, is_wrong=True, place=place,
            organization=_organization(session, organization_id), chosen_audiences=read_audiences(posted),
        )  # fmt: skip


def _create(
    session: Session, user: User, organization: Organization, content: tuple[ServiceContent, PlaceContent], parts: Parts
) -> str:
    """The id of the new service. Raises Unsourced."""
    of_service, where = content
    service = Service(id=new_id(), organization_id=organization.id, translations={})

    def fill(one: Service) -> None:
        fill_service(one, of_service)
        session.flush()
        add_place(session, one, where)

    terms = Terms("", place_sources(where, parts.sources), today(), still_fits=True)
    changed = create(session, service, fill, terms)
    note_change(session, user, "directory.service_added", service, changed, terms.sources)
    return service.id


def _organization(session: Session, organization_id: str) -> Organization:
    organization = session.get(Organization, organization_id)
    if organization is None:
        raise HTTPException(404)
    return organization


def _usual_name(form: ServiceForm) -> str:
    """As imported services are called: the first kind of help, in the language of the sources."""
    chosen = set(form.category.data or ())
    names = (kind.names["fr"] for code, kind in categories().items() if code in chosen)
    return next(names, (form.description.data or "")[:200])


def _page(
    request: Request,
    session: Session,
    form: ServiceForm,
    parts: Parts,
    *,
    status: int = 200,
    service: Service | None = None,
    organization: Organization | None = None,
    outcome: Saved | None = None,
    place: PlaceForm | None = None,
    **more: Any,
) -> Response:
    owner = service.organization if service else organization
    showing = Showing.of(session, words_of(request))
    return show(
        request, "directory/service_form.html", status,
        form=form, parts=parts, service=service, organization=owner, outcome=outcome or Saved(),
        showing=showing, place=place, regions=regions(session, showing.places) if place else [],
        all_audiences=audiences(),
        sources=latest_sources(service.field_sources) if service else {},
        **{"version": "", "is_wrong": False, **more},
    )  # fmt: skip
