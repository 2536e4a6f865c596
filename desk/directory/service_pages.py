"""A service: looking at it, confirming it, making it inactive."""

from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.access import Administrator, Staff
from desk.audit import note
from desk.context import Desk
from desk.directory.form_parts import latest_sources
from desk.directory.paths import SERVICES, service_path
from desk.directory.saving import name_of, note_change, today
from desk.directory.showing import Showing
from desk.models import AuditEntry
from desk.pages import own_path, see, show, words_of
from desk.posted import Posted
from knowledge.directory_editing.confirming import confirm, last_confirmation
from knowledge.directory_editing.corrections import waiting
from knowledge.directory_editing.editing import Terms, edit, lock_directory, version_of
from knowledge.directory_editing.sources import Source
from knowledge.exchange.facts import audience_values, category_codes, hours_of, hours_text, stored_facts
from knowledge.models import Location, Service, ServiceAtLocation

INACTIVE = "inactive"
_HISTORY = 20
_LONGEST_REASON = 300


def service_routes(desk: Desk) -> APIRouter:
    """Reading and confirming are for everybody, making inactive for administrators."""
    router = APIRouter()

    @router.get(f"{SERVICES}/{{service_id}}")
    def service_page(request: Request, user: Staff, service_id: str) -> Response:
        with Session(desk.database) as session:
            service = found(session, service_id)
            return show(request, "directory/service.html", service=service, **_seen(request, session, service))

    @router.post(f"{SERVICES}/{{service_id}}/confirm")
    def confirm_service(request: Request, user: Staff, service_id: str, form: Posted) -> Response:
        with Session(desk.database) as session, session.begin():
            lock_directory(session)
            service = found(session, service_id)
            confirm(session, [service], user.name, today())
            note(session, user, "directory.confirmed", service.id, name=name_of(service))
        return see(own_path(str(form.get("next") or ""), service_path(service_id)), "directory.confirmed_now")

    @router.post(f"{SERVICES}/{{service_id}}/status")
    def set_status(request: Request, user: Administrator, service_id: str, form: Posted) -> Response:
        status = INACTIVE if form.get("status") == INACTIVE else "active"
        reason = str(form.get("source") or "").strip()[:_LONGEST_REASON]
        path = service_path(service_id)
        if not reason:
            return see(f"{path}?error=directory.status_needs_source")
        with Session(desk.database) as session, session.begin():
            lock_directory(session)
            service = found(session, service_id)
            terms = Terms(version_of(service), {"": Source(reason)}, today())
            changed = edit(session, service, lambda one: setattr(one, "status", status), terms)
            note_change(session, user, "directory.service_changed", service, changed, terms.sources)
        return see(path, f"directory.now_{status}")

    return router


def found(session: Session, service_id: str) -> Service:
    """The service. Raises HTTPException 404."""
    service = session.get(Service, service_id)
    if service is None:
        raise HTTPException(404)
    return service


def _seen(request: Request, session: Session, service: Service) -> dict[str, Any]:
    """What the page shows beside the record."""
    words = words_of(request)
    showing = Showing.of(session, words)
    locations = {link.location_id: link.location for link in service.service_at_locations}
    error = request.query_params.get("error", "")
    return {
        "showing": showing,
        "facts": stored_facts(service, words.language),
        "categories": category_codes(service.attributes),
        "audiences": audience_values(service.attributes),
        "hours": {
            link.id: hours_text(hours_of(service, link, locations), words.language)
            for link in service.service_at_locations
        },
        "own_hours": hours_text(service.schedules, words.language),
        "shared": _shared(session, locations),
        "sources": latest_sources([*service.organization.field_sources, *service.field_sources]),
        "confirmation": last_confirmation(session, service.id),
        "history": history(session, service.id),
        "corrections": [one for one in waiting(session) if one.service_id == service.id],
        "error": words(error) if error == "directory.status_needs_source" else "",
    }


def history(session: Session, subject: str) -> list[AuditEntry]:
    """What was done to a record, the latest first."""
    query = select(AuditEntry).where(AuditEntry.subject == subject, AuditEntry.action.startswith("directory."))
    return list(session.scalars(query.order_by(AuditEntry.id.desc()).limit(_HISTORY)))


def _shared(session: Session, locations: dict[str, Location]) -> set[str]:
    """The places that other services use, too."""
    query = select(ServiceAtLocation.location_id).where(ServiceAtLocation.location_id.in_(locations))
    used = list(session.scalars(query))
    return {location_id for location_id in used if used.count(location_id) > 1}
