"""Editing the opening hours of a service at a place."""

from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from desk.access import Editor
from desk.context import Desk
from desk.directory.form_parts import Parts, latest_sources, read_parts, text_of
from desk.directory.hours_form import USUAL, HoursForm, posted_hours, read_hours, stored_hours
from desk.directory.paths import SERVICES, service_path
from desk.directory.place_pages import link_of
from desk.directory.saving import Saved, save, today
from desk.directory.service_pages import found
from desk.directory.showing import Showing
from desk.models import User
from desk.pages import see, show, words_of
from desk.posted import Posted
from knowledge.directory_editing.editing import Terms, version_of
from knowledge.directory_editing.hours import HoursContent, fill_hours, known_hours, owner_of_hours
from knowledge.hours.words import hours_words
from knowledge.models import Location, Service, ServiceAtLocation

_HERE = f"{SERVICES}/{{service_id}}/places/{{link_id}}/hours"
_ANYWHERE = f"{SERVICES}/{{service_id}}/hours"


def hours_routes(desk: Desk) -> APIRouter:
    """For editors; a service without any place has hours of its own."""
    router = APIRouter()

    @router.get(_HERE)
    def hours_there(request: Request, user: Editor, service_id: str, link_id: str) -> Response:
        return _stored(request, desk, service_id, link_id)

    @router.post(_HERE)
    def save_there(request: Request, user: Editor, service_id: str, link_id: str, form: Posted) -> Response:
        return _saved(request, desk, user, (service_id, link_id), form)

    @router.get(_ANYWHERE)
    def hours_anywhere(request: Request, user: Editor, service_id: str) -> Response:
        return _stored(request, desk, service_id, None)

    @router.post(_ANYWHERE)
    def save_anywhere(request: Request, user: Editor, service_id: str, form: Posted) -> Response:
        return _saved(request, desk, user, (service_id, None), form)

    return router


def _stored(request: Request, desk: Desk, service_id: str, link_id: str | None) -> Response:
    with Session(desk.database) as session:
        service = found(session, service_id)
        link = link_of(service, link_id) if link_id else None
        form = stored_hours(known_hours(owner_of_hours(service, link).schedules))
        return _page(request, session, service, link, form, Parts(), version=version_of(service))


def _saved(request: Request, desk: Desk, user: User, where: tuple[str, str | None], posted: FormData) -> Response:
    words = words_of(request)
    service_id, link_id = where
    parts = read_parts(posted, words)
    outcome = Saved(version=text_of(posted, "version"))
    with Session(desk.database) as session:
        service = found(session, service_id)
        link = link_of(service, link_id) if link_id else None
        form = posted_hours(posted, known_hours(owner_of_hours(service, link).schedules).grid.others)
        content = read_hours(form, words)
        session.rollback()
        if content:
            outcome = _save(request, user, where, content, parts, outcome.version)
            if outcome.is_stored:
                return see(service_path(service_id), outcome.sentence)
        return _page(
            request, session, service, link, form, parts, status=409 if outcome.conflict else 422, outcome=outcome,
            version=outcome.version,
        )  # fmt: skip


def _save(
    request: Request, user: User, where: tuple[str, str | None], content: HoursContent, parts: Parts, version: str
) -> Saved:
    service_id, link_id = where

    def change(_: Session, service: Service) -> None:
        owner = owner_of_hours(service, link_of(service, link_id) if link_id else None)
        fill_hours(owner, content, parts.still_fits)

    terms = Terms(version, parts.sources, today(), parts.still_fits)
    return save(request, user, (Service, service_id), change, terms, "directory.hours_changed")


def _page(
    request: Request,
    session: Session,
    service: Service,
    link: ServiceAtLocation | None,
    form: HoursForm,
    parts: Parts,
    *,
    status: int = 200,
    outcome: Saved | None = None,
    **more: Any,
) -> Response:
    words = words_of(request)
    owner = owner_of_hours(service, link)
    return show(
        request, "directory/hours_form.html", status,
        service=service, link=link, form=form, parts=parts, outcome=outcome or Saved(),
        showing=Showing.of(session, words), usual=USUAL, weekdays=weekdays(words.language),
        counts_elsewhere=(isinstance(owner, Service) and link is not None) or isinstance(owner, Location),
        sources=latest_sources(service.field_sources), **more,
    )  # fmt: skip


def weekdays(language: str) -> list[str]:
    """The days of the week from Monday."""
    return [hours_words(language).weekday(number) for number in range(7)]
