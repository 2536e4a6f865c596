"""Finds services of a kind near a place; asks for what is missing."""

from bot.actions.base import NO_QUESTION, DalilAction, Slots
from bot.actions.both_readings import with_article
from bot.actions.choices import category_choices, menu_choice, place_choices, share_position_choice, topic_choices
from bot.actions.service_cards import service_card, services_note
from bot.actions.shelf import library
from bot.actions.turn import Turn
from bot.actions.whereabouts import Whereabouts, whereabouts
from knowledge.categories import categories, find_category, guess_category
from knowledge.hours import moroccan_time
from knowledge.places import FoundPlace
from knowledge.services import FoundServices, Nearness, Wanted
from knowledge.wishes import Wishes, find_wishes
from reply import Reply, Trace

_MOST_PLACES = 3
"""So many of several places are offered: as many as fit on buttons."""
_USUAL_PLACES = ("ma-rabat", "ma-casablanca", "ma-tanger", "ma-oujda", "ma-fes", "ma-nador", "ma-agadir")
_UNFULFILLED = {"open_at": "services_relaxed_open_at", "spoken": "services_relaxed_spoken"}
"""What to say of a wish that no service found is known to fulfil."""


class FindServices(DalilAction):
    """For `find_service` and `give_place`. Category and place are kept until both are known."""

    def name(self) -> str:
        """See `Action`."""
        return "action_find_services"

    def answer(self, turn: Turn) -> tuple[Reply, Slots]:
        """See `DalilAction`."""
        return search_services(turn)


def search_services(turn: Turn) -> tuple[Reply, Slots]:
    """The nearest services, or the question that is needed to find them."""
    named, rest = library().gazetteer.read("" if turn.entities else turn.text)
    where = whereabouts(turn, named)
    category = _category(turn, rest)
    wishes = _wishes(turn)
    slots: Slots = {
        **NO_QUESTION,
        "category": category,
        "place": where.place.key if where.place else None,
        "wishes": _to_slot(wishes, category_asked=category is None),
    }
    reply, more = with_article(turn, _next_step(turn, category, where, wishes))
    return reply, {**slots, **more}


def _next_step(turn: Turn, category: str | None, where: Whereabouts, wishes: Wishes) -> Reply:
    """Ask for the first thing that is missing or unclear, else search."""
    if "position" in turn.entities and where.point is None:
        return _ask_place(turn, category, "unknown_position")
    if len(where.places) > 1:
        return _ask_which_place(turn, category, where)
    if category is None:
        return _ask_category(turn, where.place)
    if where.place is None:
        return _ask_place(turn, category, "unknown_place" if turn.intent == "give_place" else "ask_place")
    return _answer(turn, category, where.place, where.point, wishes)


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
    searching = turn.intent != "give_place" and not turn.entities and text_without_places
    named = library().category(text_without_places) if searching else find_category(text_without_places)
    if named:
        return named
    kept: str | None = turn.slots.get("category")
    return kept or guess_category(text_without_places)


def _ask_category(turn: Turn, place: FoundPlace | None) -> Reply:
    where = place.names[turn.language] if place else ""
    text = turn.words("ask_category_in", place=where) if place else turn.words("ask_category")
    trace = Trace("service", turn.intent, turn.confidence, place=place.canonical_name if place else None)
    return Reply(text, turn.language, (*category_choices(turn), menu_choice(turn)), trace=trace)


def _ask_place(turn: Turn, category: str | None, response: str) -> Reply:
    gazetteer = library().gazetteer
    usual = [place for key in _USUAL_PLACES if (place := gazetteer.by_key(key))]
    choices = (share_position_choice(turn), *place_choices(usual, turn.language), menu_choice(turn))
    trace = Trace("service", turn.intent, turn.confidence, category=category)
    return Reply(turn.words(response), turn.language, choices, trace=trace)


def _ask_which_place(turn: Turn, category: str | None, where: Whereabouts) -> Reply:
    choices = place_choices(where.places[:_MOST_PLACES], turn.language)
    trace = Trace("service", turn.intent, turn.confidence, category=category)
    return Reply(turn.words("which_place"), turn.language, choices, trace=trace)


def _answer(turn: Turn, category: str, place: FoundPlace, point: tuple[float, float] | None, wishes: Wishes) -> Reply:
    wanted = Wanted(
        category=category,
        place=place,
        point=point,
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
    said.append(_heading(turn, wanted, place, found))
    note = services_note(turn, cards)
    return Reply("\n\n".join(said), turn.language, (menu_choice(turn),), services=cards, note=note, trace=trace)


def _heading(turn: Turn, wanted: Wanted, place: FoundPlace, found: FoundServices) -> str:
    category = categories()[wanted.category].names[turn.language]
    names = {"category": category, "place": place.names[turn.language]}
    nearest = found.services[0].nearness
    if found.category != wanted.category:
        return turn.words("services_related", related=categories()[found.category].names[turn.language], **names)
    if nearest is Nearness.TOWN and wanted.point:
        return turn.words("services_near_you", category=category)
    if nearest is Nearness.TOWN:
        return turn.words("services_in_town", **names)
    if nearest in (Nearness.NEXT_TOWN, Nearness.REGION):
        return turn.words("services_near", **names)
    return turn.words("services_country", **names)
