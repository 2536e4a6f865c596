"""Finds services of a kind near a place; asks for what is missing."""

from bot.actions.base import DalilAction, Slots
from bot.actions.choices import category_choices, menu_choice, place_choices, topic_choices
from bot.actions.service_cards import service_card, services_note
from bot.actions.shelf import library
from bot.actions.turn import Turn
from knowledge.categories import categories, category_of_topic, find_category, guess_category
from knowledge.hours import moroccan_time
from knowledge.places import FoundPlace
from knowledge.services import FoundServices, Nearness, Wanted
from knowledge.wishes import Wishes, find_wishes
from reply import Reply, Trace

_USUAL_PLACES = ("ma-rabat", "ma-casablanca", "ma-tanger", "ma-oujda", "ma-fes", "ma-nador", "ma-agadir")
_ENOUGH_HINT = 0.5
_UNFULFILLED = {"open_at": "services_relaxed_open_at", "spoken": "services_relaxed_spoken"}
"""What to say of a wish that no service found is known to fulfil."""


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
        wishes = _wishes(turn)
        slots: Slots = {
            "category": category,
            "place": place.key if place else None,
            "wishes": _to_slot(wishes, category_asked=category is None),
        }
        if category is None:
            return _ask_category(turn, place), slots
        if place is None:
            return _ask_place(turn, category, misunderstood=turn.intent == "give_place"), slots
        return _answer(turn, category, place, wishes), slots


def _place(turn: Turn, named: list[FoundPlace]) -> FoundPlace | None:
    gazetteer = library().gazetteer
    if key := turn.entities.get("place"):
        return gazetteer.by_key(key)
    if named:
        return named[0]
    kept = turn.slots.get("place")
    return gazetteer.by_key(kept) if kept else None


def _wishes(turn: Turn) -> Wishes:
    """Those of this message; those of the messages before, too, while the same search goes on."""
    wishes = Wishes() if turn.entities else find_wishes(turn.text)
    kept = turn.slots.get("wishes") or {}
    earlier = Wishes(bool(kept.get("open_now")), frozenset(kept.get("audiences") or ()), kept.get("spoken"))
    return wishes.with_earlier(earlier) if _goes_on(turn, kept) else wishes


def _goes_on(turn: Turn, kept: Slots) -> bool:
    """A place goes on with the search, and so does a category that was asked for; else it begins another search."""
    return turn.intent == "give_place" or "place" in turn.entities or bool(kept.get("category_asked"))


def _to_slot(wishes: Wishes, category_asked: bool) -> Slots:
    return {
        "audiences": sorted(wishes.audiences),
        "spoken": wishes.spoken,
        "open_now": wishes.open_now,
        "category_asked": category_asked,
    }


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


def _answer(turn: Turn, category: str, place: FoundPlace, wishes: Wishes) -> Reply:
    wanted = Wanted(
        category=category,
        place=place,
        audiences=wishes.audiences,
        spoken=wishes.spoken,
        open_at=moroccan_time() if wishes.open_now else None,
    )
    with library().session() as session:
        found = library().services(session, wanted, turn.language)
        cards = tuple(service_card(service, turn) for service in found.services)
    trace = Trace("service", turn.intent, turn.confidence, category=category, place=place.canonical_name)
    if not cards:
        choices = (*category_choices(turn)[:2], *topic_choices(turn)[-1:])
        return Reply(turn.words("services_none"), turn.language, choices, trace=trace)
    said = [turn.words(_UNFULFILLED[wish]) for wish in found.relaxed]
    said.append(_heading(turn, category, place, found))
    note = services_note(turn, cards)
    return Reply("\n\n".join(said), turn.language, (menu_choice(turn),), services=cards, note=note, trace=trace)


def _heading(turn: Turn, category: str, place: FoundPlace, found: FoundServices) -> str:
    names = {"category": categories()[category].names[turn.language], "place": place.names[turn.language]}
    nearest = found.services[0].nearness
    if found.category != category:
        return turn.words("services_related", related=categories()[found.category].names[turn.language], **names)
    if nearest is Nearness.TOWN:
        return turn.words("services_in_town", **names)
    if nearest in (Nearness.NEXT_TOWN, Nearness.REGION):
        return turn.words("services_near", **names)
    return turn.words("services_country", **names)
