"""The buttons under a reply."""

import json
from collections.abc import Iterable

from bot.actions.turn import Turn
from knowledge.categories import categories
from knowledge.models import Article
from knowledge.places import FoundPlace
from knowledge.topics import topics
from reply import SHARE_POSITION, Choice

CORE_TOPICS = 5


def article_choices(articles: Iterable[Article], language: str) -> tuple[Choice, ...]:
    """One button per article; the title below it says what a tap answers."""
    return tuple(
        Choice(text.label, _payload(f"ask_{article.topic}", article=article.key), text.title)
        for article in articles
        for text in [article.text_in(language)]
    )


def topic_choices(turn: Turn, number: int = CORE_TOPICS) -> tuple[Choice, ...]:
    """The first topics of the menu, the search for a service, and a person."""
    chosen = [
        Choice(names[turn.language], _payload(f"ask_{topic}", topic=topic))
        for topic, names in list(topics().items())[:number]
    ]
    return (*chosen, service_choice(turn), human_choice(turn))


def category_choices(turn: Turn) -> tuple[Choice, ...]:
    """The kinds of service people ask for most."""
    usual = ("health", "humanitarian_aid", "legal_aid", "housing", "asylum", "schooling", "vocational_training")
    return tuple(
        Choice(categories()[key].names[turn.language][:24], _payload("find_service", category=key)) for key in usual
    )


def service_choice(turn: Turn, category: str | None = None) -> Choice:
    """Who can help near me, for a category when there is one."""
    if category:
        return Choice(turn.words("button_near_me"), _payload("find_service", category=category))
    return Choice(turn.words("button_find_service"), "/find_service")


def near_choice(turn: Turn, article: Article) -> tuple[Choice, ...]:
    """Who can help near me with the subject of an article; nothing when no kind of service fits it."""
    return (service_choice(turn, article.services[0]),) if article.services else ()


def human_choice(turn: Turn) -> Choice:
    """Talk to a person."""
    return Choice(turn.words("button_human"), "/talk_to_human")


def menu_choice(turn: Turn) -> Choice:
    """Back to all subjects."""
    return Choice(turn.words("button_menu"), "/menu")


def share_position_choice(turn: Turn) -> Choice:
    """Send one's position instead of naming a town; how, each channel knows itself."""
    return Choice(turn.words("button_share_position"), SHARE_POSITION)


def simpler_choice(turn: Turn) -> Choice:
    """The same answer in simpler words."""
    return Choice(turn.words("button_simpler"), "/simpler")


def language_choices() -> tuple[Choice, ...]:
    """The three languages, each in its own name."""
    names = {"fr": "Français", "ar": "العربية", "en": "English"}
    return tuple(Choice(name, _payload("change_language", language=code)) for code, name in names.items())


def place_choices(places: Iterable[FoundPlace], language: str) -> tuple[Choice, ...]:
    """Places to tap."""
    return tuple(Choice(place.names[language][:24], _payload("give_place", place=place.key)) for place in places)


def _payload(intent: str, **entities: str) -> str:
    return f"/{intent}{json.dumps(entities)}"
