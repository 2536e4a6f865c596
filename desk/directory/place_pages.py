"""The places of a service: changing one, adding one, taking one away."""

from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from desk.access import Editor
from desk.context import Desk
from desk.directory.form_parts import Parts, latest_sources, read_parts, stored_parts, text_of
from desk.directory.paths import SERVICES, service_path
from desk.directory.place_form import PlaceForm, place_content, place_form, place_problems, place_sources
from desk.directory.saving import Saved, save, today
from desk.directory.service_pages import found
from desk.directory.showing import Showing, regions
from desk.models import User
from desk.pages import see, show, words_of
from desk.posted import Posted
from knowledge.directory_editing.editing import Terms, version_of
from knowledge.directory_editing.places import PlaceContent, add_place, fill_place
from knowledge.models import Service, ServiceAtLocation

_PLACES = f"{SERVICES}/{{service_id}}/places"
_CHANGED = "directory.place_changed"


def place_routes(desk: Desk) -> APIRouter:
    """For editors."""
    router = APIRouter()

    @router.get(f"{_PLACES}/new")
    def new_place(request: Request, user: Editor, service_id: str) -> Response:
        with Session(desk.database) as session:
            service = found(session, service_id)
            form = place_form(request, words_of(request))
            return _page(request, session, service, None, form, stored_parts([], {}), version=version_of(service))

    @router.post(f"{_PLACES}/new")
    def add(request: Request, user: Editor, service_id: str, form: Posted) -> Response:
        return _saved(request, desk, user, service_id, None, form)

    @router.get(f"{_PLACES}/{{link_id}}/edit")
    def edit_place(request: Request, user: Editor, service_id: str, link_id: str) -> Response:
        with Session(desk.database) as session:
            service = found(session, service_id)
            link = link_of(service, link_id)
            parts = stored_parts([*link.phones, *link.location.phones], {})
            form = place_form(request, words_of(request), link=link)
            return _page(request, session, service, link, form, parts, version=version_of(service))

    @router.post(f"{_PLACES}/{{link_id}}/edit")
    def change(request: Request, user: Editor, service_id: str, link_id: str, form: Posted) -> Response:
        return _saved(request, desk, user, service_id, link_id, form)

    @router.post(f"{_PLACES}/{{link_id}}/remove")
    def remove(request: Request, user: Editor, service_id: str, link_id: str, form: Posted) -> Response:
        return _removed(request, user, service_id, link_id, form)

    return router


def link_of(service: Service, link_id: str) -> ServiceAtLocation:
    """The place of a service. Raises HTTPException 404."""
    for link in service.service_at_locations:
        if link.id == link_id:
            return link
    raise HTTPException(404)


def _saved(
    request: Request, desk: Desk, user: User, service_id: str, link_id: str | None, posted: FormData
) -> Response:
    words = words_of(request)
    form = place_form(request, words, posted)
    parts = read_parts(posted, words)
    outcome = Saved(version=text_of(posted, "version"))
    with Session(desk.database) as session:
        service = found(session, service_id)
        link = link_of(service, link_id) if link_id else None
        is_wrong = place_problems(session, form, words) or not parts.is_right
        if not is_wrong:
            content = place_content(session, form, parts.lines)
            session.rollback()
            outcome = _save(request, user, (service_id, link_id), content, parts, outcome.version)
            if outcome.is_stored:
                return see(service_path(service_id), outcome.sentence)
        return _page(
            request, session, service, link, form, parts, status=409 if outcome.conflict else 422, outcome=outcome,
            is_wrong=True, version=outcome.version,
        )  # fmt: skip


def _save(
    request: Request, user: User, where: tuple[str, str | None], content: PlaceContent, parts: Parts, version: str
) -> Saved:
    service_id, link_id = where

    def change(session: Session, service: Service) -> None:
        if link_id:
            fill_place(session, link_of(service, link_id), content)
        else:
            add_place(session, service, content)

    terms = Terms(version, place_sources(content, parts.sources), today())
    return save(request, user, (Service, service_id), change, terms, _CHANGED)


def _removed(request: Request, user: User, service_id: str, link_id: str, posted: FormData) -> Response:
    def change(_: Session, service: Service) -> None:
        service.service_at_locations.remove(link_of(service, link_id))

    parts = read_parts(posted, words_of(request))
    terms = Terms(text_of(posted, "version"), parts.sources, today())
    outcome = save(request, user, (Service, service_id), change, terms, _CHANGED)
    if outcome.is_stored:
        return see(service_path(service_id), "directory.place_removed")
    error = "directory.changed_meanwhile" if outcome.conflict else "directory.remove_needs_source"
    return see(f"{SERVICES}/{service_id}/places/{link_id}/edit?error={error}")


def _page(
    request: Request,
    session: Session,
    service: Service,
    link: ServiceAtLocation | None,
    form: PlaceForm,
    parts: Parts,
    *,
    status: int = 200,
    outcome: Saved | None = None,
    **more: Any,
) -> Response:
    words = words_of(request)
    showing = Showing.of(session, words)
    error = request.query_params.get("error", "")
    return show(
        request, "directory/place_form.html", status,
        service=service, link=link, form=form, parts=parts, outcome=outcome or Saved(), showing=showing,
        regions=regions(session, showing.places), sources=latest_sources(service.field_sources),
        error=words(error) if error in ("directory.changed_meanwhile", "directory.remove_needs_source") else "",
        **{"is_wrong": False, **more},
    )  # fmt: skip
