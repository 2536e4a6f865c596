"""What associations say that their entry should be: kept until somebody at the desk decides."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.directory_editing.content import PhoneLine, filled_phones, filled_translations
from knowledge.directory_editing.editing import Terms, edit, lock_directory, version_of
from knowledge.directory_editing.places import fill_address
from knowledge.directory_editing.sources import Source
from knowledge.exchange.facts import TRANSLATED, TRANSLATIONS, Difference
from knowledge.exchange.problems import cannot_be_stored
from knowledge.exchange.reasons import Reason
from knowledge.exchange.row_check import is_email_address, is_web_address, wrong_number
from knowledge.models import AssociationLink, Correction, Organization, Service
from knowledge.models.directory_editing import APPROVED, REFUSED, WAITING
from knowledge.phones import numbers_in

LONGEST = 2000
"""Characters of a text."""
LONGEST_NAME = 120
MOST_WAITING = 100
"""Corrections of one link that nobody has decided about yet."""
OF_SERVICE = ("description", "phones", "schedules", "address_1", "eligibility_description", "fees_description",
              "languages", "url", "email")  # fmt: skip
"""Fields of a service that an association may correct, in the order in which they are shown."""
OF_ORGANIZATION = ("name", "website", "email", "phones")
_BY_HAND = ("schedules", "languages")
"""Only a person can fill these into their form."""
_LONGEST_STORED = {"url": 300, "website": 300, "email": 200, "address_1": 300, "name": 200}
Record = Organization | Service


class TooMany(Exception):
    """A link with too many corrections that wait."""


@dataclass
class WrongValue(Exception):
    """A text that the field cannot hold."""

    reason: Reason


@dataclass(frozen=True)
class Proposal:
    """What somebody with a link says of one field; `old` is what they saw."""

    field: str
    old: str
    new: str
    comment: str = ""


def propose(
    session: Session,
    link: AssociationLink,
    service_id: str | None,
    proposal: Proposal,
    language: str,
    said_by: str,
    at: datetime,
) -> None:
    """Keep a proposal; an earlier one for the same field that still waits is replaced. Raises TooMany."""
    waiting = (Correction.link_id == link.id, Correction.state == WAITING)
    of_field = (Correction.service_id == service_id, Correction.field == proposal.field)
    known = session.scalars(select(Correction).where(*waiting, *of_field)).first()
    if known is None:
        if (session.scalar(select(func.count(Correction.id)).where(*waiting)) or 0) >= MOST_WAITING:
            raise TooMany
        known = Correction(
            link_id=link.id, organization_id=link.organization_id, service_id=service_id, field=proposal.field
        )
        session.add(known)
    known.language, known.said_by, known.created_at = language, storable(said_by)[:LONGEST_NAME], at
    known.old, known.new = proposal.old, storable(proposal.new)[:LONGEST]
    known.comment = storable(proposal.comment)[:LONGEST]
    session.flush()


def waiting(session: Session) -> list[Correction]:
    """All corrections that nobody has decided about, the oldest first."""
    query = select(Correction).where(Correction.state == WAITING)
    return list(session.scalars(query.order_by(Correction.organization_id, Correction.created_at, Correction.id)))


def can_be_applied(correction: Correction, record: Record) -> bool:
    """True when approving it changes the field at once; others need a person who fills in a form."""
    several = isinstance(record, Service) and len(record.service_at_locations) != 1
    by_hand = correction.field in ("", *_BY_HAND) or (correction.field == "address_1" and several)
    return not by_hand


def approve(session: Session, correction: Correction, text: str, user: str, at: datetime) -> list[Difference]:
    """Take the correction over, with the association as source; returns what changed.

    `text` is what is stored, which the person who approves may have edited. Raises WrongValue. Nothing is changed for
    a field that only a person can fill in: it is then done.
    """
    lock_directory(session)
    record = record_of(session, correction)
    found: list[Difference] = []
    if can_be_applied(correction, record):
        organization = record.organization if isinstance(record, Service) else record
        change = _change(session, correction, storable(text).strip())
        source = Source(f"{organization.name}, {at.date().isoformat()}")
        found = edit(session, record, change, _terms(record, source, at.date()))
    _decide(correction, APPROVED, user, at)
    return found


def refuse(correction: Correction, user: str, at: datetime) -> None:
    """Leave the field as it is."""
    _decide(correction, REFUSED, user, at)


def record_of(session: Session, correction: Correction) -> Record:
    """The service or organisation that the correction is about."""
    if correction.service_id:
        return session.get_one(Service, correction.service_id)
    return session.get_one(Organization, correction.organization_id)


def storable(text: str) -> str:
    """The text without characters that no database takes."""
    return "".join(character for character in text if not cannot_be_stored(character))


def _decide(correction: Correction, state: str, user: str, at: datetime) -> None:
    correction.state, correction.decided_by, correction.decided_at = state, user, at


def _terms(record: Record, source: Source, today: date) -> Terms:
    return Terms(version_of(record), {"": source}, today, still_fits=True)


def _change(session: Session, correction: Correction, text: str) -> Callable[[Record], None]:
    """What approving does to the record. Raises WrongValue."""
    field, language = correction.field, correction.language
    _check(field, text)

    def change(record: Record) -> None:
        if field == "phones":
            record.phones = filled_phones(record.phones, [PhoneLine(number) for number in numbers_in(text)])
        elif field == "address_1" and isinstance(record, Service):
            fill_address(session, record.service_at_locations[0].location, text)
        elif field in TRANSLATED:
            known = (record.translations or {}).get(field, {})
            record.translations = filled_translations(record.translations or {}, field, {**known, language: text})
            if language not in TRANSLATIONS:
                setattr(record, field, text)
        else:
            setattr(record, field, text or None if field in ("url", "website", "email") else text)

    return change


def _check(field: str, text: str) -> None:
    longest = _LONGEST_STORED.get(field)
    if longest is not None and len(text) > longest:
        raise WrongValue(Reason("too_long", value=text, most=longest))
    if field in ("name", "description") and not text:
        raise WrongValue(Reason("empty", value=text))
    if reason := wrong_value(field, text):
        raise WrongValue(reason)


def wrong_value(field: str, text: str) -> Reason | None:
    """Why a text is no number or address for its field; None when it is one, is empty, or may be any text."""
    if field == "phones":
        return next(filter(None, map(wrong_number, numbers_in(text))), None)
    if field == "email" and text and not is_email_address(text):
        return Reason("email_address", value=text)
    if field in ("url", "website") and text and not is_web_address(text):
        return Reason("web_address", value=text)
    return None
