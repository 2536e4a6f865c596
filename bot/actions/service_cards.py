"""Services as cards, with what must be said about where they come from."""

import re

from bot.actions.turn import Turn
from knowledge.hours import describe_openness, moroccan_time
from knowledge.services import FoundService
from reply import ServiceCard

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def service_card(found: FoundService, turn: Turn) -> ServiceCard:
    """What a person may see of a service."""
    service = found.service
    return ServiceCard(
        name=found.name,
        description=found.description,
        place=found.place.names[turn.language] if found.place else "",
        address=found.address,
        phones=found.phones,
        hours=found.hours,
        eligibility=found.eligibility,
        fee=found.fee,
        website=service.url or service.organization.website or "",
        source_date=max(_YEAR.findall(service.source_date), default=""),
        alert=found.alert,
        open_now=describe_openness(found.openness, moroccan_time(), turn.language),
    )


def services_note(turn: Turn, cards: tuple[ServiceCard, ...]) -> str:
    """The years of the sources, that nobody called, and why a phone may be missing."""
    years = sorted({card.source_date for card in cards if card.source_date})
    year = "–".join(dict.fromkeys([years[0], years[-1]])) if years else turn.words("no_date")
    note = turn.words("services_note", year=year)
    if any(not card.phones for card in cards):
        note += " " + turn.words("no_phone_note")
    return note
