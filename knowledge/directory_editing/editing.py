"""What all edits of the directory share: one at a time, on the version that was read, each with its source."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from sqlalchemy import update
from sqlalchemy.orm import Session

from knowledge.changes import announce_services
from knowledge.directory_editing.sources import Source, keep_sources, unsourced
from knowledge.exchange.facts import TRANSLATIONS, Difference, Facts, differences, organization_facts, stored_facts
from knowledge.exchange.record import fingerprint_of
from knowledge.models import Organization, Service
from knowledge.models.base import Revision, now

R = TypeVar("R", bound=Organization | Service)


@dataclass(frozen=True)
class Terms:
    """Under what terms somebody saves."""

    version: str
    """`version_of` what was read before it was edited."""
    sources: Mapping[str, Source]
    """Field → where its new value was read; the one of the field "" counts for all that have none."""
    today: date
    still_fits: bool = False
    """True when somebody looked at the texts that depend on a changed one (see `Outdated`) and found them right."""


@dataclass
class NotSaved(Exception):
    """Nothing was changed, because of these fields."""

    fields: list[str] = field(default_factory=list)


class Unsourced(NotSaved):
    """Fields that were changed without saying where the new value was read."""


class Outdated(NotSaved):
    """Fields whose text was changed and whose translations were not: people would read the old ones."""


class EditedMeanwhile(NotSaved):
    """Somebody else changed the record after it was read."""


def lock_directory(session: Session) -> None:
    """Wait until whoever else edits has done so: what is read after this stays as it is until the commit."""
    session.execute(update(Revision).where(Revision.id == 1).values(number=Revision.number))


def version_of(record: Organization | Service) -> str:
    """Changes exactly when an organisation, or a service or one of its places, does."""
    parts = [fingerprint_of(record)]
    if isinstance(record, Service):
        parts += sorted(fingerprint_of(link.location) for link in record.service_at_locations)
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def edit(session: Session, record: R, change: Callable[[R], None], terms: Terms) -> list[Difference]:
    """Change a stored record, or its places, in the caller's transaction; returns what is different now.

    Raises NotSaved; the caller then rolls back.
    """
    if version_of(record) != terms.version:
        raise EditedMeanwhile
    before = facts(record)
    change(record)
    return _finished(session, record, before, terms)


def create(session: Session, record: R, change: Callable[[R], None], terms: Terms) -> list[Difference]:
    """The same for a record that is new; the version of the terms does not count."""
    session.add(record)
    change(record)
    session.flush()
    session.refresh(record)
    return _finished(session, record, {}, terms)


def _finished(session: Session, record: R, before: Facts, terms: Terms) -> list[Difference]:
    session.flush()
    if isinstance(record, Service):
        session.expire(record, ["service_at_locations"])
    found = differences(before, facts(record))
    if missing := unsourced(record, found, terms.sources):
        raise Unsourced(missing)
    if not terms.still_fits and (outdated := _outdated(before, found)):
        raise Outdated(outdated)
    if found:
        keep_sources(session, record, found, terms.sources, terms.today)
        record.last_modified = now()
        announce_services(session)
    return found


def facts(record: Organization | Service) -> Facts:
    """What the record says."""
    return stored_facts(record) if isinstance(record, Service) else organization_facts(record)


def _outdated(before: Facts, found: list[Difference]) -> list[str]:
    changed = {name for name, *_ in found}
    return [
        name
        for name in changed
        if any(before.get(f"{name} ({code})") and f"{name} ({code})" not in changed for code in TRANSLATIONS)
    ]
