"""For messages that are a question and a search at once: "who gives free legal advice in Fès?"."""

from dataclasses import replace

from bot.actions.article_finding import CLEAR, NEAREST, Found, search
from bot.actions.article_reply import source_note, sources
from bot.actions.base import Slots
from bot.actions.choices import article_choices
from bot.actions.service_cards import service_card
from bot.actions.shelf import library
from bot.actions.turn import Turn
from bot.actions.whereabouts import whereabouts
from knowledge.services import Wanted
from reply import Reply

_ENOUGH = 0.02
"""From this probability on the other reading of a message is answered, too."""
_ENOUGH_WITHOUT_PLACE = 0.05
"""The same for a search that names no place: answering it costs another question."""
_SERVICES = 2
_ARTICLES = 2


def with_article(turn: Turn, reply: Reply) -> tuple[Reply, Slots]:
    """The answer to a search, after the short answer to the question that the message may be as well.

    When it is not clear which question, the nearest ones can be chosen below.
    """
    if turn.entities or reply.trace.category is None or sum(turn.topics.values()) < _ENOUGH:
        return reply, {}
    found = search(turn)
    reply = found.traced(reply)
    if found.vague or found.best.probability < CLEAR:
        return _with_nearest(turn, reply, found), {}
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


def _with_nearest(turn: Turn, reply: Reply, found: Found) -> Reply:
    near = [hit.key for hit in found.hits[:_ARTICLES] if hit.probability >= NEAREST]
    with library().session() as session:
        offered = article_choices(library().articles(session, near), turn.language)
    return replace(reply, choices=tuple(dict.fromkeys((*offered, *reply.choices))))


def with_services(turn: Turn, reply: Reply, slots: Slots) -> tuple[Reply, Slots]:
    """The answer to a question or to danger, with the nearest services when the message may be a search, too.

    Without a place it asks for the town, but nobody in danger is asked.
    """
    likely = turn.intents.get("find_service", 0.0)
    is_answer = reply.urgent or reply.trace.article is not None
    if turn.entities or not is_answer or likely < _ENOUGH:
        return reply, slots
    named, rest = library().gazetteer.read(turn.text)
    if not named and likely < _ENOUGH_WITHOUT_PLACE:
        return reply, slots
    category = library().category(rest)
    if category is None:
        return reply, slots
    place = whereabouts(turn, named).place
    trace = replace(reply.trace, category=category)
    if place is None:
        text = reply.text if reply.urgent else f"{reply.text}\n\n{turn.words('ask_place')}"
        return replace(reply, text=text, trace=trace), {**slots, "category": category}
    with library().session() as session:
        found = library().services(session, Wanted(category, place), turn.language, _SERVICES)
        cards = tuple(service_card(service, turn) for service in found.services)
    return (replace(reply, services=cards, trace=trace) if cards else reply), slots
