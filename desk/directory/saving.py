"""Saving what somebody edited: what stops it goes back to the form with everything that was typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from fastapi import HTTPException, Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.access import desk_of
from desk.audit import note
from desk.directory.showing import Showing
from desk.forms import EditedElsewhere
from desk.models import AuditEntry, User, now
from desk.pages import words_of
from knowledge.directory_editing.editing import (
    EditedMeanwhile,
    Outdated,
    Terms,
    Unsourced,
    edit,
    facts,
    lock_directory,
    version_of,
)
from knowledge.directory_editing.sources import Source
from knowledge.exchange.facts import Difference, differences
from knowledge.hours import moroccan_time
from knowledge.models import Organization, Service

R = TypeVar("R", Organization, Service)
Change = Callable[[Session, R], None]


@dataclass
class Saved:
    """What became of it. Nothing was stored when one of the reasons is there."""

    found: list[Difference] = field(default_factory=list)
    unsourced: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)
    conflict: EditedElsewhere | None = None
    version: str = ""
    """Of what is stored now, for the next attempt."""

    @property
    def is_stored(self) -> bool:
        """True when the form may be left."""
        return not (self.unsourced or self.outdated or self.conflict)

    @property
    def sentence(self) -> str:
        """Key of what to tell after it was stored."""
        return "directory.saved" if self.found else "directory.nothing_changed"


def save(
    request: Request, user: User, record: tuple[type[R], str], change: Change[R], terms: Terms, action: str
) -> Saved:
    """Change a record (its table and id) and note who did it. Raises HTTPException 404 for one that is gone."""
    table, record_id = record
    with Session(desk_of(request).database) as session:
        lock_directory(session)
        found = session.get(table, record_id)
        if found is None:
            raise HTTPException(404)
        version = version_of(found)
        try:
            changed = edit(session, found, lambda one: change(session, one), terms)
        except Unsourced as refused:
            session.rollback()
            return Saved(unsourced=refused.fields, version=terms.version)
        except Outdated as refused:
            session.rollback()
            return Saved(outdated=refused.fields, version=terms.version)
        except EditedMeanwhile:
            conflict = _conflict(request, session, found, change)
            session.rollback()
            return Saved(conflict=conflict, version=version)
        if changed:
            note_change(session, user, action, found, changed, terms.sources)
        session.commit()
        return Saved(changed)


def note_change(
    session: Session,
    user: User,
    action: str,
    record: Organization | Service,
    changed: list[Difference],
    sources: Mapping[str, Source],
) -> None:
    """Write down who changed what, and where it was read."""
    note(
        session,
        user,
        action,
        record.id,
        name=name_of(record),
        fields={name: [before, after] for name, before, after in changed},
        sources={name or "*": source.text for name, source in sources.items()},
    )


def today() -> date:
    """The day in Morocco."""
    return moroccan_time().date()


def name_of(record: Organization | Service) -> str:
    """What people call it, short enough for a log."""
    if isinstance(record, Service):
        return f"{record.organization.name} – {record.description or record.name}"[:200]
    return record.name


def _conflict(request: Request, session: Session, record: R, change: Change[R]) -> EditedElsewhere:
    """Who was faster, and how what they stored differs from what was typed here."""
    query = select(AuditEntry).where(AuditEntry.subject == record.id).order_by(AuditEntry.id.desc()).limit(1)
    last = session.scalars(query).first()
    stored = facts(record)
    change(session, record)
    session.flush()
    typed = facts(record)
    showing = Showing.of(session, words_of(request))
    return EditedElsewhere(
        who=last.user_name if last else "dalil",
        when=last.at if last else now(),
        differences=tuple(
            (showing.field(name), showing.value(name, before), showing.value(name, after))
            for name, before, after in differences(stored, typed)
        ),
    )
