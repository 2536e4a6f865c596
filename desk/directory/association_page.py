"""The page that an association opens with its link: its own entry, to be confirmed or corrected; nothing of others."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from desk.context import Desk
from desk.directory.form_parts import text_of
from desk.directory.paths import ASSOCIATIONS
from desk.directory.saving import name_of, today
from desk.directory.showing import Showing
from desk.models import AuditEntry, now
from desk.pages import see, show, words_of
from desk.posted import Posted
from desk.wording import Words
from knowledge.directory_editing.confirming import confirm
from knowledge.directory_editing.corrections import (
    LONGEST,
    LONGEST_NAME,
    OF_ORGANIZATION,
    OF_SERVICE,
    Proposal,
    TooMany,
    propose,
    wrong_value,
)
from knowledge.directory_editing.editing import lock_directory
from knowledge.directory_editing.links import VALID, LinkOver, link_of
from knowledge.exchange.facts import (
    LINES,
    TRANSLATED,
    hours_of,
    hours_told,
    organization_facts,
    stored_facts,
)
from knowledge.models import AssociationLink, Correction, Organization, Service
from knowledge.models.directory_editing import WAITING
from knowledge.models.translations import translated

_SHOWN = ("active", "temporarily closed")
_ORGANIZATION = "organization"
"""In the names of fields: in the place of a service's id."""
_HERE = f"{ASSOCIATIONS}/{{token}}"


@dataclass(frozen=True)
class Entry:
    """A service, or the organisation itself, as the association sees it."""

    key: str
    """A service's id, or `_ORGANIZATION`."""
    record: Organization | Service
    texts: dict[str, str]
    """Field → text in the page's language."""
    title: str


def association_routes(desk: Desk) -> APIRouter:
    """For whoever has the link."""
    router = APIRouter()

    @router.get(_HERE)
    def entry_page(request: Request, token: str) -> Response:
        with Session(desk.database) as session, session.begin():
            link = _opened(request, session, token)
            if isinstance(link, Response):
                return link
            link.last_used_at = now()
            return _page(request, session, link, token)

    @router.post(_HERE)
    def send(request: Request, token: str, form: Posted) -> Response:
        with Session(desk.database) as session, session.begin():
            link = _opened(request, session, token)
            if isinstance(link, Response):
                return link
            return _sent(request, session, link, token, form)

    return router


def _opened(request: Request, session: Session, token: str) -> AssociationLink | Response:
    """The link, else the page that says why it opens nothing."""
    try:
        link = link_of(session, token, now())
    except LinkOver:
        return show(request, "directory/association_over.html", 410, days=VALID.days)
    return link or show(request, "directory/association_unknown.html", 404)


def _page(
    request: Request, session: Session, link: AssociationLink, token: str, status: int = 200, **more: Any
) -> Response:
    words = words_of(request)
    return show(
        request, "directory/association.html", status,
        entries=_entries(session, link, words), organization=session.get_one(Organization, link.organization_id),
        here=f"{ASSOCIATIONS}/{token}", link=link, showing=Showing.of(session, words), longest=LONGEST,
        longest_name=LONGEST_NAME, waiting=_waiting(session, link),
        **{"error": "", "errors": {}, "typed": {}, **more},
    )  # fmt: skip


def _entries(session: Session, link: AssociationLink, words: Words) -> list[Entry]:
    """The organisation, then its services that people are told of."""
    organization = session.get_one(Organization, link.organization_id)
    query = select(Service).where(Service.organization_id == organization.id, Service.status.in_(_SHOWN))
    services = session.scalars(query.order_by(Service.description, Service.id)).all()
    showing = Showing.of(session, words)
    return [
        _entry_of_organization(organization, words),
        *(_entry(service, showing) for service in services),
    ]


def _entry_of_organization(organization: Organization, words: Words) -> Entry:
    texts = texts_of(organization, Showing(words, {}))
    return Entry(_ORGANIZATION, organization, texts, words("directory.own_organization"))


def _entry(service: Service, showing: Showing) -> Entry:
    name = translated(service.translations, "name", showing.words.language, service.name)
    keys = [link.location.place_key for link in service.service_at_locations] or [None]
    where = showing.words("directory.comma").join(showing.place(key) for key in keys)
    return Entry(service.id, service, texts_of(service, showing), f"{name} – {where}")


def texts_of(record: Organization | Service, showing: Showing) -> dict[str, str]:
    """The fields that an association may correct, as people read them in a language."""
    language = showing.words.language
    if isinstance(record, Organization):
        facts = organization_facts(record)
        facts["name"] = translated(record.translations, "name", language, record.name)
        return {field: facts[field] for field in OF_ORGANIZATION}
    facts = stored_facts(record, language)
    for field in TRANSLATED:
        facts[field] = translated(record.translations or {}, field, language, facts[field])
    locations = {link.location_id: link.location for link in record.service_at_locations}
    told = [hours_told(hours_of(record, link, locations), language) for link in record.service_at_locations or (None,)]
    facts["schedules"] = LINES.join(dict.fromkeys(text for text in told if text))
    return {field: showing.value(field, facts[field]) for field in OF_SERVICE}


def _sent(request: Request, session: Session, link: AssociationLink, token: str, form: FormData) -> Response:
    """Confirm, or keep what was corrected; only of this link's own entry."""
    words = words_of(request)
    entries = _entries(session, link, words)
    said_by = text_of(form, "said_by", LONGEST_NAME)
    confirmed = str(form.get("confirm") or "")
    here = f"{ASSOCIATIONS}/{token}?lang={words.language}"
    if confirmed:
        return _confirmed(session, link, [one for one in entries if confirmed in (one.key, "all")], said_by, here)
    proposals = list(_proposals(entries, form))
    if not proposals:
        return _page(request, session, link, token, 422, error=words("directory.nothing_corrected"))
    typed = {name: str(value) for name, value in form.items()}
    if errors := _errors(proposals, words):
        return _page(request, session, link, token, 422, error=words("errors_title"), errors=errors, typed=typed)
    try:
        with session.begin_nested():
            for entry, proposal in proposals:
                of_service = entry.key if isinstance(entry.record, Service) else None
                propose(session, link, of_service, proposal, words.language, said_by, now())
    except TooMany:
        return _page(request, session, link, token, 422, error=words("directory.too_many_corrections"), typed=typed)
    _note(session, link, "directory.corrections_sent", link.organization_id, count=len(proposals))
    return see(here, "directory.corrections_received")


def _confirmed(session: Session, link: AssociationLink, entries: list[Entry], said_by: str, here: str) -> Response:
    services = [entry.record for entry in entries if isinstance(entry.record, Service)]
    if services:
        lock_directory(session)
        confirm(session, services, said_by, today(), link.id)
        for service in services:
            _note(session, link, "directory.confirmed_by_association", service.id, name=name_of(service))
    return see(here, "directory.association_confirmed")


def _proposals(entries: Iterable[Entry], form: FormData) -> Iterable[tuple[Entry, Proposal]]:
    """The fields in which something else was written; a comment alone is one without a field."""
    for entry in entries:
        comment = text_of(form, f"{entry.key}:comment", LONGEST)
        found = False
        for field, old in entry.texts.items():
            new = text_of(form, f"{entry.key}:{field}", LONGEST).replace("\r\n", LINES)
            is_removed = bool(form.get(f"{entry.key}:{field}:remove")) and bool(old)
            if is_removed or (new and new != old):
                found = True
                yield entry, Proposal(field, old, "" if is_removed else new, comment)
        if comment and not found:
            yield entry, Proposal("", "", "", comment)


def _errors(proposals: Iterable[tuple[Entry, Proposal]], words: Words) -> dict[str, str]:
    """Name of a field → why the desk could not store what was written there."""
    wrong = ((entry, one, wrong_value(one.field, one.new)) for entry, one in proposals)
    return {f"{entry.key}:{one.field}": reason.say(words.language) for entry, one, reason in wrong if reason}


def _waiting(session: Session, link: AssociationLink) -> dict[tuple[str, str], Correction]:
    """What this link's earlier visits corrected and nobody has decided about: entry and field → the correction."""
    query = select(Correction).where(Correction.link_id == link.id, Correction.state == WAITING)
    return {(one.service_id or _ORGANIZATION, one.field): one for one in session.scalars(query)}


def _note(session: Session, link: AssociationLink, action: str, subject: str, **details: object) -> None:
    """In the log an association is called by its link: a name that it gave is nobody's account."""
    session.add(AuditEntry(user_name=f"link {link.id}", action=action, subject=subject, details=details))
