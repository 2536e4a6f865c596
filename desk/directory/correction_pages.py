"""Links for associations, and deciding about what they correct."""

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from desk.access import Administrator, Editor, Staff
from desk.audit import note
from desk.context import Desk
from desk.directory.association_page import texts_of
from desk.directory.form_parts import text_of
from desk.directory.organization_pages import organization_of
from desk.directory.paths import ASSOCIATIONS, CORRECTIONS, LINKS, ORGANIZATIONS, organization_path
from desk.directory.saving import name_of, note_change
from desk.directory.showing import Showing
from desk.models import User, now
from desk.pages import see, show, words_of
from desk.posted import Posted
from desk.wording import Words
from knowledge.directory_editing.corrections import (
    LONGEST,
    WrongValue,
    approve,
    can_be_applied,
    record_of,
    refuse,
    waiting,
)
from knowledge.directory_editing.links import VALID, new_link
from knowledge.directory_editing.sources import Source
from knowledge.exchange.facts import TRANSLATED
from knowledge.models import AssociationLink, Correction
from knowledge.models.directory_editing import WAITING


def correction_routes(desk: Desk) -> APIRouter:
    """Everybody sees what waits, editors decide, administrators give out links."""
    router = APIRouter()

    @router.get(CORRECTIONS)
    def corrections(request: Request, user: Staff) -> Response:
        with Session(desk.database) as session:
            return _page(request, session)

    @router.post(f"{CORRECTIONS}/{{number}}")
    def decide(request: Request, user: Editor, number: int, form: Posted) -> Response:
        return _decided(request, desk, user, number, form)

    @router.post(f"{ORGANIZATIONS}/{{organization_id}}/links")
    def add_link(request: Request, user: Administrator, organization_id: str, form: Posted) -> Response:
        with Session(desk.database) as session, session.begin():
            organization = organization_of(session, organization_id)
            link, token = new_link(session, organization.id, user.name, now())
            note(session, user, "directory.link_created", organization.id, name=organization.name, link=link.id)
            return show(
                request, "directory/new_link.html", organization=organization, link=link, days=VALID.days,
                address=f"{desk.public_url}{ASSOCIATIONS}/{token}",
            )  # fmt: skip

    @router.post(f"{LINKS}/{{number}}/revoke")
    def revoke_link(request: Request, user: Administrator, number: int, form: Posted) -> Response:
        with Session(desk.database) as session, session.begin():
            link = session.get(AssociationLink, number)
            if link is None:
                raise HTTPException(404)
            link.revoked_at = link.revoked_at or now()
            note(session, user, "directory.link_revoked", link.organization_id, link=link.id)
            return see(organization_path(link.organization_id), "directory.link_revoked_now")

    return router


def _decided(request: Request, desk: Desk, user: User, number: int, form: FormData) -> Response:
    """Approve or refuse; a value that the field cannot hold is shown again with the reason."""
    is_approved = form.get("decision") == "approve"
    text = text_of(form, "text", LONGEST)
    with Session(desk.database) as session:
        correction = session.get(Correction, number)
        if correction is None:
            raise HTTPException(404)
        if correction.state != WAITING:
            return see(CORRECTIONS, "directory.decided_before")
        try:
            _decide(session, user, correction, text if is_approved else None)
        except WrongValue as wrong:
            session.rollback()
            reason = wrong.reason.say(words_of(request).language)
            return _page(request, session, 422, errors={number: reason}, typed={number: text})
        session.commit()
    return see(CORRECTIONS, "directory.approved_now" if is_approved else "directory.refused_now")


def _decide(session: Session, user: User, correction: Correction, text: str | None) -> None:
    """Without a text it is refused."""
    record = record_of(session, correction)
    if text is None:
        refuse(correction, user.name, now())
        note(session, user, "directory.correction_refused", record.id, name=name_of(record), field=correction.field,
             refused=correction.new)  # fmt: skip
        return
    changed = approve(session, correction, text, user.name, now())
    sources = {"": Source(f"link {correction.link_id}")}
    note_change(session, user, "directory.correction_approved", record, changed, sources)


def _page(request: Request, session: Session, status: int = 200, **more: Any) -> Response:
    found = [(one, record_of(session, one)) for one in waiting(session)]
    showings = {code: Showing.of(session, Words(code)) for code in {one.language for one, _ in found}}
    present = {one.id: texts_of(record, showings[one.language]).get(one.field, "") for one, record in found}
    return show(
        request, "directory/corrections.html", status, showing=Showing.of(session, words_of(request)),
        groups=_by_record(found), can_be_applied=can_be_applied, present=present, translated=TRANSLATED,
        waiting=len(found),
        **{"errors": {}, "typed": {}, **more},
    )  # fmt: skip


def _by_record(found: Iterable[tuple[Correction, Any]]) -> list[tuple[Any, list[Correction]]]:
    """The corrections of each service or organisation together."""
    groups: dict[str, tuple[Any, list[Correction]]] = {}
    for correction, record in found:
        groups.setdefault(record.id, (record, []))[1].append(correction)
    return list(groups.values())
