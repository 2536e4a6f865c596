"""The services nearest to a person for what they need, readable in their language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from sqlalchemy.orm import Session

from knowledge.services.ranking import Ranking
from knowledge.services.readable import Details, FoundService, readable_service
from knowledge.services.wanted import Nearness, Ranked, Wanted

_RELATED = {
    "regularisation": "legal_aid",
    "trafficking": "legal_aid",
    "discrimination": "legal_aid",
    "asylum": "legal_aid",
    "civil_status": "legal_aid",
    "housing": "humanitarian_aid",
    "psychosocial": "health",
    "child_protection": "humanitarian_aid",
    "schooling": "humanitarian_aid",
    "language_courses": "vocational_training",
    "employment": "vocational_training",
    "vocational_training": "employment",
    "voluntary_return": "humanitarian_aid",
}
"""Where to look next when the region has nothing of the category itself."""


@dataclass(frozen=True)
class FoundServices:
    """The answer to a search."""

    services: tuple[FoundService, ...]
    category: str
    """What was looked for, or the related category when only that was found near."""
    relaxed: tuple[str, ...] = ()
    """The wishes, of open_at and spoken, that no service found is known to fulfil."""


def find_services(
    session: Session, ranking: Ranking, wanted: Wanted, language: str, at: datetime, limit: int = 3
) -> FoundServices:
    """The best services for somebody at a moment of `moroccan_time`, see `Ranking.best`.

    Only when town, neighbouring towns, region and country have nothing: without the wished opening time or without the
    wished language, then without both, then the related category, then elsewhere. Services for people with other
    papers than the person's, and rows whose source does not say what the service does, are never returned.
    """
    for attempt, anywhere in _attempts(wanted):
        ranked = list(islice(_near(ranking, attempt, anywhere), limit))
        if not ranked:
            continue
        details = Details.read(session, [each.service_at_location_id for each in ranked])
        present = [each for each in ranked if each.service_at_location_id in details.rows]
        if present:
            readable = (readable_service(details, each, ranking, language, at) for each in present)
            return FoundServices(tuple(readable), attempt.category, _relaxed(wanted, present))
    return FoundServices((), wanted.category)


def _attempts(wanted: Wanted) -> Iterator[tuple[Wanted, bool]]:
    """What to look for, and whether services far away count."""
    related = [replace(wanted, category=_RELATED[wanted.category])] if wanted.category in _RELATED else []
    for searched in (wanted, *related):
        for attempt in _with_fewer_wishes(searched):
            yield attempt, wanted.place is None and wanted.point is None
    for attempt in _with_fewer_wishes(wanted):
        yield attempt, True


def _with_fewer_wishes(wanted: Wanted) -> list[Wanted]:
    """The search itself, then without one wish, then without both."""
    late, unspoken = replace(wanted, open_at=None), replace(wanted, spoken=None)
    attempts = [wanted]
    for attempt in (late, unspoken, replace(late, spoken=None)):
        if attempt not in attempts:
            attempts.append(attempt)
    return attempts


def _near(ranking: Ranking, wanted: Wanted, anywhere: bool) -> Iterator[Ranked]:
    return (found for found in ranking.best(wanted) if anywhere or found.nearness is not Nearness.ELSEWHERE)


def _relaxed(wanted: Wanted, found: Sequence[Ranked]) -> tuple[str, ...]:
    """The wishes that nothing found is known to fulfil: what is open or spoken only perhaps must be told as such."""
    fulfilled = {"open_at": any(each.is_open for each in found), "spoken": any(each.is_spoken for each in found)}
    return tuple(name for name, any_does in fulfilled.items() if getattr(wanted, name) is not None and not any_does)
