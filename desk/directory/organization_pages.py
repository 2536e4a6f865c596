"""Organisations: the list, one with its services, editing, making a new one or all its services inactive."""

from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload
from starlette.datastructures import FormData

from desk.access import Administrator, Editor, Staff
from desk.context import Desk
from desk.directory.form_parts import Parts, latest_sources, stored_parts, text_of
from desk.directory.organization_form import COLUMNS, TRANSLATED, OrganizationForm, organization_form, read_organization
from desk.directory.paths import ORGANIZATIONS, organization_path
from desk.directory.saving import Saved, note_change, save, today
from desk.directory.service_pages import INACTIVE, history
from desk.directory.showing import Showing
from desk.directory.waiting import waiting_corrections
from desk.models import User, now
from desk.pages import see, show, words_of
from desk.posted import Posted
from knowledge.directory_editing.content import fill_organization, new_id
from knowledge.directory_editing.editing import Terms, Unsourced, create, edit, lock_directory, version_of
from knowledge.directory_editing.links import is_valid
from knowledge.directory_editing.listing import find_organizations
from knowledge.directory_editing.sources import Source
from knowledge.models import AssociationLink, Organization, Service

_CHANGED = "directory.organization_changed"


def organization_routes(desk: Desk) -> APIRouter:
    """Reading is for everybody, editing for editors, making inactive for administrators."""
    router = APIRouter()

    @router.get(ORGANIZATIONS)
    def organizations(request: Request, user: Staff, text: str = "", page: int = 1) -> Response:
        with Session(desk.database) as session:
            found, number, pages = find_organizations(session, text[:200].strip(), page)
            return show(
                request, "directory/organizations.html", found=found, page=number, pages=pages, text=text[:200],
                language_of=words_of(request).language, waiting=waiting_corrections(session),
            )  # fmt: skip

    @router.get(f"{ORGANIZATIONS}/new")
    def new_organization(request: Request, user: Editor) -> Response:
        form = organization_form(request, data={"type": "association"})
        return _page(request, form, stored_parts([], {}, TRANSLATED))

    @router.post(f"{ORGANIZATIONS}/new")
    def add_organization(request: Request, user: Editor, form: Posted) -> Response:
        return _added(request, desk, user, form)

    @router.get(f"{ORGANIZATIONS}/{{organization_id}}")
    def organization_page(request: Request, user: Staff, organization_id: str) -> Response:
        with Session(desk.database) as session:
            organization = organization_of(session, organization_id)
            return show(
                request, "directory/organization.html", organization=organization,
                **_seen(request, session, organization),
            )  # fmt: skip

    @router.get(f"{ORGANIZATIONS}/{{organization_id}}/edit")
    def edit_organization(request: Request, user: Editor, organization_id: str) -> Response:
        with Session(desk.database) as session:
            organization = organization_of(session, organization_id)
            form = organization_form(request, data={column: getattr(organization, column) for column in COLUMNS})
            parts = stored_parts(organization.phones, organization.translations, TRANSLATED)
            return _page(request, form, parts, organization, version=version_of(organization))

    @router.post(f"{ORGANIZATIONS}/{{organization_id}}/edit")
    def save_organization(request: Request, user: Editor, organization_id: str, form: Posted) -> Response:
        return _saved(request, desk, user, organization_id, form)

    @router.post(f"{ORGANIZATIONS}/{{organization_id}}/inactive")
    def make_inactive(request: Request, user: Administrator, organization_id: str, form: Posted) -> Response:
        return _made_inactive(request, desk, user, organization_id, text_of(form, "source", 300))

    return router


def organization_of(session: Session, organization_id: str) -> Organization:
    """The organisation. Raises HTTPException 404."""
    organization = session.get(Organization, organization_id)
    if organization is None:
        raise HTTPException(404)
    return organization


def _seen(request: Request, session: Session, organization: Organization) -> dict[str, Any]:
    services = select(Service).where(Service.organization_id == organization.id).order_by(Service.description)
    links = select(AssociationLink).where(AssociationLink.organization_id == organization.id)
    error = request.query_params.get("error", "")
    words = words_of(request)
    return {
        "showing": Showing.of(session, words),
        "services": list(session.scalars(services.options(selectinload(Service.service_at_locations)))),
        "links": [(link, is_valid(link, now())) for link in session.scalars(links.order_by(AssociationLink.id.desc()))],
        "sources": latest_sources(organization.field_sources),
        "history": history(session, organization.id),
        "error": words(error) if error == "directory.status_needs_source" else "",
    }


def _saved(request: Request, desk: Desk, user: User, organization_id: str, posted: FormData) -> Response:
    form, parts, content = read_organization(request, posted)
    outcome = Saved(version=text_of(posted, "version"))
    if content:

        def change(_: Session, one: Organization) -> None:
            fill_organization(one, content)

        terms = Terms(outcome.version, parts.sources, today(), parts.still_fits)
        outcome = save(request, user, (Organization, organization_id), change, terms, _CHANGED)
        if outcome.is_stored:
            return see(organization_path(organization_id), outcome.sentence)
    with Session(desk.database) as session:
        organization = organization_of(session, organization_id)
        status = 409 if outcome.conflict else 422
        return _page(request, form, parts, organization, status=status, outcome=outcome, version=outcome.version)


def _added(request: Request, desk: Desk, user: User, posted: FormData) -> Response:
    form, parts, content = read_organization(request, posted)
    outcome = Saved()
    if content:
        with Session(desk.database) as session:
            lock_directory(session)
            organization = Organization(id=new_id(), translations={})
            terms = Terms("", parts.sources, today(), still_fits=True)
            try:
                changed = create(session, organization, lambda one: fill_organization(one, content), terms)
                note_change(session, user, "directory.organization_added", organization, changed, terms.sources)
                session.commit()
                return see(organization_path(organization.id), "directory.added")
            except Unsourced as refused:
                session.rollback()
                outcome.unsourced = refused.fields
    return _page(request, form, parts, status=422, outcome=outcome)


def _made_inactive(request: Request, desk: Desk, user: User, organization_id: str, reason: str) -> Response:
    path = organization_path(organization_id)
    if not reason:
        return see(f"{path}?error=directory.status_needs_source")
    with Session(desk.database) as session, session.begin():
        lock_directory(session)
        organization_of(session, organization_id)
        active = (Service.organization_id == organization_id, Service.status != INACTIVE)
        for service in session.scalars(select(Service).where(*active)).all():
            terms = Terms(version_of(service), {"": Source(reason)}, today())
            changed = edit(session, service, lambda one: setattr(one, "status", INACTIVE), terms)
            note_change(session, user, "directory.service_changed", service, changed, terms.sources)
    return see(path, "directory.all_inactive")


def _page(
    request: Request,
    form: OrganizationForm,
    parts: Parts,
    organization: Organization | None = None,
    *,
    status: int = 200,
    outcome: Saved | None = None,
    version: str = "",
) -> Response:
    return show(
        request, "directory/organization_form.html", status,
        form=form, parts=parts, organization=organization, outcome=outcome or Saved(), version=version,
        is_wrong=status != 200, sources=latest_sources(organization.field_sources) if organization else {},
    )  # fmt: skip
