"""Finds services of a kind near a place; asks for what is missing."""

import re

from bot.actions.base import DalilAction, Slots
from bot.actions.choices import category_choices, menu_choice, place_choices, topic_choices
from bot.actions.shelf import library
from bot.actions.turn import Turn
from knowledge.categories import categories, category_of_topic, find_category, guess_category
from knowledge.places import FoundPlace
from knowledge.services import FoundService, Nearness
from reply import Reply, ServiceCard, Trace

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_USUAL_PLACES = ("ma-rabat", "ma-casablanca", "ma-tanger", "ma-oujda", "ma-fes", "ma-nador", "ma-agadir")
_ENOUGH_HINT = 0.5


class FindServices(DalilAction):
    """For `find_service` and `give_place`. Category and place are kept until both are known."""

    def name(self) -> str:
        """See `Action`."""
        return "action_find_services"

    def answer(self, turn: Turn) -> tuple[Reply, Slots]:
        """See `DalilAction`."""
        places, rest = library().gazetteer.read("" if turn.entities else turn.text)
        place = _place(turn, places)
        category = _category(turn, rest)
        slots: Slots = {"category": category, "place": place.key if place else None}
        if category is None:
            return _ask_category(turn, place), slots
        if place is None:
            return _ask_place(turn, category, misunderstood=turn.intent == "give_place"), slots
        return _answer(turn, category, place), slots


def _place(turn: Turn, named: list[FoundPlace]) -> FoundPlace | None:
    gazetteer = library().gazetteer
    if key := turn.entities.get("place"):
        return gazetteer.by_key(key)
    if named:
        return named[0]
    kept = turn.slots.get("place")
    return gazetteer.by_key(kept) if kept else None


def _category(turn: Turn, text_without_places: str) -> str | None:
    if key := turn.entities.get("category"):
        return key if key in categories() else None
    if by_words := find_category(text_without_places):
        return by_words
    if turn.intent != "give_place" and not turn.entities and text_without_places:
        best = library().rank_articles(text_without_places, turn.topics)[0]
        if best.probability >= _ENOUGH_HINT:
            return category_of_topic(best.topic)
    kept: str | None = turn.slots.get("category")
    return kept or guess_category(text_without_places)


def _ask_category(turn: Turn, place: FoundPlace | None) -> Reply:
    where = place.names[turn.language] if place else ""
    text = turn.words("ask_category_in", place=where) if place else turn.words("ask_category")
    trace = Trace("service", turn.intent, turn.confidence, place=place.canonical_name if place else None)
    return Reply(text, turn.language, (*category_choices(turn), menu_choice(turn)), trace=trace)


def _ask_place(turn: Turn, category: str, misunderstood: bool) -> Reply:
    gazetteer = library().gazetteer
    usual = [place for key in _USUAL_PLACES if (place := gazetteer.by_key(key))]
    names = {place.key: place.names[turn.language] for place in usual}
    text = turn.words("unknown_place" if misunderstood else "ask_place")
    trace = Trace("service", turn.intent, turn.confidence, category=category)
    return Reply(text, turn.language, (*place_choices(turn, names), menu_choice(turn)), trace=trace)


def _answer(turn: Turn, category: str, place: FoundPlace) -> Reply:
    with library().session() as session:
        found = library().services(session, category, place, turn.language)
        cards = tuple(_card(service, turn) for service in found)
    trace = Trace("service", turn.intent, turn.confidence, category=category, place=place.canonical_name)
    if not cards:
        choices = (*category_choices(turn)[:2], *topic_choices(turn)[-1:])
        return Reply(turn.words("services_none"), turn.language, choices, trace=trace)
    names = {"category": categories()[category].names[turn.language], "place": place.names[turn.language]}
    if found[0].nearness is Nearness.TOWN:
        text = turn.words("services_in_town", **names)
    elif found[0].nearness in (Nearness.NEXT_TOWN, Nearness.REGION):
        text = turn.words("services_near", **names)
    else:
        text = turn.words("services_country", **names)
    return Reply(text, turn.language, (menu_choice(turn),), services=cards, note=_note(turn, cards), trace=trace)


def _card(found: FoundService, turn: Turn) -> ServiceCard:
    location = found.location
    return ServiceCard(
        name=found.name,
        description=found.description,
        place=found.place.names[turn.language] if found.place else "",
        address=location.address or "",
        phones=found.phones,
        hours=found.hours,
        eligibility=found.eligibility,
        fee=found.fee,
        website=found.service.organization.website or "",
        source_date=_latest_year(found.service.source_date),
    )


def _latest_year(source_dates: str) -> str:
    return max(_YEAR.findall(source_dates), default="")


def _note(turn: Turn, cards: tuple[ServiceCard, ...]) -> str:
    years = sorted({card.source_date for card in cards if card.source_date})
    year = "–".join(dict.fromkeys([years[0], years[-1]])) if years else turn.words("no_date")
    note = turn.words("services_note", year=year)
    if any(not card.phones for card in cards):
        note += " " + turn.words("no_phone_note")
    return note
