"""A file that somebody uploads → what importing it would do, row by row; the directory is only read."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from knowledge.directory_editing.editing import version_of
from knowledge.exchange.batch import Batch
from knowledge.exchange.facts import Facts, differences, facts_of, organization_facts, stored_facts
from knowledge.exchange.importing import check_import
from knowledge.exchange.problems import ImportProblem, ImportRefused, cannot_be_stored
from knowledge.exchange.reasons import Reason
from knowledge.exchange.source_file import SourceFile, read_content
from knowledge.exchange.store import Fate, Record, fate, known_of
from knowledge.models import DirectoryImport, DirectoryImportRow, Location, Organization, Service
from knowledge.models.directory_import import PREVIEW

LARGEST_UPLOAD = 8 * 1024 * 1024
"""Bytes."""
MOST_ROWS = 2_000
"""More are for the command line: nobody looks at them one by one, and people would wait."""
KEPT = timedelta(hours=24)
"""How long a file waits for somebody to import it."""
NEW = "new"
CHANGED = "changed"
EDITED = "edited"
"""Changed in the directory since it was loaded: kept, unless somebody chooses the file's version."""
FOREIGN = "foreign"
"""In the directory from another source: the same."""
UNCHANGED = "unchanged"
REFUSED = "refused"
STATES = (NEW, CHANGED, EDITED, FOREIGN, UNCHANGED, REFUSED)
AT_ONCE_CHOSEN = (NEW, CHANGED)
CAN_BE_CHOSEN = (NEW, CHANGED, EDITED, FOREIGN)
_AT_ONCE = 400


@dataclass
class Comparison:
    """One service of a file beside the directory."""

    item: str
    service: Service
    records: list[Record]
    """Its organisation, its places and itself, in the order in which they are stored."""
    known: list[Record | None]
    fates: list[Fate] = field(default_factory=list)

    @property
    def state(self) -> str:
        """What would happen to the service as a whole, one of `STATES`."""
        if self.fates[-1] == "added":
            return NEW
        for one, state in (("conflicts", EDITED), ("updated", CHANGED), ("added", CHANGED), ("foreign", FOREIGN)):
            if one in self.fates:
                return state
        return UNCHANGED

    @property
    def basis(self) -> str:
        """Of the service and its places as the directory holds them; empty for a new one."""
        known = self.known[-1]
        return version_of(known) if isinstance(known, Service) else ""

    @property
    def number(self) -> int:
        """As a spreadsheet shows the row, or the place of the document in its list."""
        return number_of(self.item)


def start_import(
    session: Session, content: bytes, name: str, user: str, language: str, at: datetime, directory_folder: Path
) -> DirectoryImport:
    """Keep a file and what it would do, in the caller's transaction. Raises ImportRefused for what cannot be read.

    `language` is that in which hours are told; `directory_folder` see `check_import`.
    """
    if len(content) > LARGEST_UPLOAD:
        raise ImportRefused(Reason("too_large", name=name))
    source = read_content(content, Path(name.replace("\\", "/")).name[-200:] or "file")
    if len(source.rows or source.documents or ()) > MOST_ROWS:
        raise ImportRefused(Reason("too_many_here", name=source.name, most=MOST_ROWS))
    batch = check_import(session, source, directory_folder)
    # Only now something is written: until then nobody has to wait.
    rows = list(_rows(session, source, batch, language))
    forget_expired(session, at)
    upload = DirectoryImport(
        name=source.name,
        content=content,
        created_by=user,
        created_at=at,
        expires_at=at + KEPT,
        notices=[_reason(notice) for notice in batch.notices],
    )
    session.add(upload)
    session.flush()
    for row in rows:
        row.import_id = upload.id
    session.add_all(rows)
    session.flush()
    return upload


def forget_expired(session: Session, at: datetime) -> None:
    """Delete the files, with all that was said of them, that nobody imported in time."""
    old = (DirectoryImport.state == PREVIEW) & (DirectoryImport.expires_at < at)
    session.execute(delete(DirectoryImport).where(old))


def compared(
    session: Session, source: SourceFile, batch: Batch, numbers: Collection[int] | None = None
) -> Iterator[Comparison]:
    """The services of a batch that can be imported, in the order of the file; with `numbers` only those."""
    wrong = {problem.item for problem in batch.problems}
    items = [
        (item, service_id)
        for item, service_id in batch.items.items()
        if item not in wrong and (numbers is None or number_of(item) in numbers)
    ]
    for start in range(0, len(items), _AT_ONCE):
        found = [(item, batch.services[service_id]) for item, service_id in items[start : start + _AT_ONCE]]
        records = {service.id: _records(batch, service) for _, service in found}
        known = known_of(session, [record for each in records.values() for record in each])
        for item, service in found:
            own = records[service.id]
            present = [known.get((type(record), record.id)) for record in own]
            fates = [fate(*pair, take_over=source.rows is not None) for pair in zip(own, present, strict=True)]
            yield Comparison(item, service, own, present, fates)


def _records(batch: Batch, service: Service) -> list[Record]:
    locations = [batch.locations[link.location_id] for link in service.service_at_locations]
    return [batch.organizations[service.organization_id], *locations, service]


def _rows(session: Session, source: SourceFile, batch: Batch, language: str) -> Iterator[DirectoryImportRow]:
    for comparison in compared(session, source, batch):
        state = comparison.state
        yield DirectoryImportRow(
            number=comparison.number,
            state=state,
            name=_name(comparison),
            service_id=comparison.service.id,
            differences=[list(one) for one in _differences(comparison, language)] if state != UNCHANGED else [],
            basis=comparison.basis,
            is_chosen=state in AT_ONCE_CHOSEN,
        )
    yield from _refused(source, batch)


def _refused(source: SourceFile, batch: Batch) -> Iterator[DirectoryImportRow]:
    by_item: dict[str, list[ImportProblem]] = {}
    for problem in batch.problems:
        by_item.setdefault(problem.item, []).append(problem)
    for item, problems in by_item.items():
        number = number_of(item)
        raw = source.rows[number - 2] if source.rows is not None else (source.documents or [])[number - 1]
        yield DirectoryImportRow(
            number=number,
            state=REFUSED,
            name=_raw_name(raw)[:300],
            problems=[_problem(problem) for problem in problems],
            raw=raw,
        )


def _problem(problem: ImportProblem) -> dict[str, Any]:
    assert isinstance(problem.what, Reason)  # noqa: S101
    return {"member": problem.member, **_reason(problem.what)}


def _reason(reason: Reason) -> dict[str, Any]:
    return {"code": reason.code, "values": reason.values, "said": str(reason)}


def _raw_name(raw: Any) -> str:
    values: Mapping[str, Any] = raw if isinstance(raw, dict) else {}
    named = (values.get("org_name_fr"), values.get("service_description_fr"), values.get("name"))
    name = " – ".join(text for text in named if isinstance(text, str) and text)
    return "".join(character for character in name if not cannot_be_stored(character))


def number_of(item: str) -> int:
    """ "row 12" is 12."""
    return int(item.rpartition(" ")[2])


def _name(comparison: Comparison) -> str:
    organization = comparison.records[0]
    service = comparison.service
    name = organization.name if isinstance(organization, Organization) else ""
    return f"{name} – {service.description or service.name}"[:300]


def _differences(comparison: Comparison, language: str) -> list[tuple[str, str, str]]:
    """Of the service with its places, then of the organisation."""
    organization, *_ = comparison.records
    before, known_organization = comparison.known[-1], comparison.known[0]
    locations = {record.id: record for record in comparison.records if isinstance(record, Location)}
    assert isinstance(organization, Organization)  # noqa: S101
    after = facts_of(comparison.service, organization, locations, language)
    present: Facts = stored_facts(before, language) if isinstance(before, Service) else {}
    found = differences(present, after)
    of_organization: Facts = (
        organization_facts(known_organization) if isinstance(known_organization, Organization) else {}
    )
    changed = differences(of_organization, organization_facts(organization))
    return [*found, *((f"organization.{name}", old, new) for name, old, new in changed)]
