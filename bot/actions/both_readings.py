"""For messages that are a question and a search at once: "who gives free legal advice in Fès?"."""

from dataclasses import replace

from bot.actions.article_finding import CLEAR, search
from bot.actions.article_reply import source_note, sources
from bot.actions.base import Slots
from bot.actions.choices import article_choices
from bot.actions.service_cards import service_card
from bot.actions.shelf import library
from bot.actions.turn import Turn
from knowledge.services import Wanted
from reply import Reply

_ENOUGH = 0.05
"""From this probability on the other reading of a message is answered, too."""
_SERVICES = 2


def with_article(turn: Turn, reply: Reply) -> tuple[Reply, Slots]:
    """The answer to a search, after the short answer to the question that the message may be as well."""
    if turn.entities or reply.trace.category is None or sum(turn.topics.values()) < _ENOUGH:
        return reply, {}
    found = search(turn)
    if found.vague or found.best.probability < CLEAR:
        return reply, {}
    with library().session() as session:
        article = library().article(session, found.best.key)
        if article is None:
            return reply, {}
        both = replace(
            reply,
            text=f"{article.text_in(turn.language).short}\n\n{reply.text}",
            choices=(*article_choices([article], turn.language), *reply.choices),
            sources=sources(turn, article),
            note="\n".join(filter(None, (source_note(turn, article), reply.note))),
            trace=replace(reply.trace, topic=article.topic, article=article.key),
        )
    return both, {"last_article": found.best.key, "last_question": turn.text, "answered_question": turn.text}


def with_services(turn: Turn, reply: Reply) -> Reply:
    """The answer to a question, with the nearest services when it names a place and may be a search as well."""
    if turn.entities or reply.trace.article is None or turn.intents.get("find_service", 0.0) < _ENOUGH:
        return reply
    places, rest = library().gazetteer.read(turn.text)
    category = library().category(rest) if places else None
    if category is None:
        return reply
    with library().session() as session:
        found = library().services(session, Wanted(category, places[0]), turn.language, _SERVICES)
        cards = tuple(service_card(service, turn) for service in found.services)
    return replace(reply, services=cards, trace=replace(reply.trace, category=category)) if cards else reply
