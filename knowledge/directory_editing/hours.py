"""Storing the opening hours of a service at a place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.directory_editing.content import filled_translations, new_id
from knowledge.directory_editing.editing import Outdated
from knowledge.directory_editing.hours_grid import HoursGrid, grid_of, rows_of
from knowledge.exchange.facts import hours_words
from knowledge.hours import OpeningRow
from knowledge.models import Location, Schedule, Service, ServiceAtLocation
from knowledge.services.table import opening_row

Owner = ServiceAtLocation | Service | Location


@dataclass(frozen=True)
class HoursContent:
    """The hours, and what the source says of them in its own words, with translations."""

    grid: HoursGrid
    words: str = ""
    translations: Mapping[str, str] = field(default_factory=dict)


def owner_of_hours(service: Service, link: ServiceAtLocation | None) -> Owner:
    """Whose hours count for a service at a place; the place itself when there are none yet."""
    if link is None:
        return service
    return next((owner for owner in (link, service, link.location) if owner.schedules), link)


def known_hours(schedules: Sequence[Schedule]) -> HoursContent:
    """What is stored. Rows without a clear meaning are left out: nobody is told them either."""
    words = next((schedule for schedule in schedules if schedule.description), None)
    translations = (words.translations or {}).get("description", {}) if words else {}
    return HoursContent(grid_of([row for _, row in _opening_rows(schedules)]), hours_words(schedules), translations)


def fill_hours(owner: Owner, content: HoursContent, still_fits: bool) -> None:
    """Store hours; a row that says the same keeps its id and notes.

    Raises WrongHours, and Outdated when other hours would stand beside the old words or old translations of them.
    """
    known = known_hours(owner.schedules)
    is_same_grid, is_same_text = known.grid == content.grid, known.words == content.words
    kept = known.words and is_same_text and not is_same_grid
    translated = not is_same_text and any(content.translations.values())
    if not still_fits and (kept or (translated and known.translations == content.translations)):
        raise Outdated(["schedules"])
    if not is_same_grid:
        owner.schedules = _schedules(owner.schedules, rows_of(content.grid))
    if not (is_same_grid and is_same_text and known.translations == content.translations):
        _set_words(owner, content)


def _opening_rows(schedules: Sequence[Schedule]) -> list[tuple[Schedule, OpeningRow]]:
    found = []
    for schedule in schedules:
        try:
            row = opening_row(schedule)
        except ValueError:
            continue
        if row:
            found.append((schedule, row))
    return found


def _schedules(known: Sequence[Schedule], rows: Sequence[OpeningRow]) -> list[Schedule]:
    by_row = {row: schedule for schedule, row in _opening_rows(known)}
    schedules = []
    for row in rows:
        schedule = by_row.get(row) or Schedule(id=new_id(), freq=row.freq)
        for member in ("byday", "opens_at", "closes_at", "valid_from", "valid_to"):
            setattr(schedule, member, getattr(row, member))
        schedules.append(schedule)
    return schedules


def _set_words(owner: Owner, content: HoursContent) -> None:
    """The words stand in the first row; without any row they are one of their own."""
    if not owner.schedules and content.words:
        owner.schedules = [Schedule(id=new_id())]
    if owner.schedules and not content.words and not _opening_rows(owner.schedules):
        owner.schedules = []
    for position, schedule in enumerate(owner.schedules):
        is_first = position == 0
        schedule.position = position
        schedule.description = content.words if is_first else ""
        texts = content.translations if is_first and content.words else {}
        schedule.translations = filled_translations(schedule.translations or {}, "description", texts)
