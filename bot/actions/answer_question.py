"""Answers a question from the knowledge base: confident, with choices, or honestly not."""

from dataclasses import replace

from sqlalchemy.orm import Session

from bot.actions.article_finding import CONFIDENT, NEAREST, OFFERED, Found, search
from bot.actions.article_reply import article_reply
from bot.actions.base import DalilAction, Slots
from bot.actions.both_readings import with_services
from bot.actions.choices import article_choices, human_choice, menu_choice, service_choice, topic_choices
from bot.actions.find_services import search_services
from bot.actions.shelf import library
from bot.actions.turn import Turn
from bot.actions.two_questions import TwoQuestions, two_questions
from bot.actions.whereabouts import with_named_place
from knowledge.topics import topics
from language.normalise import is_number, words
from reply import Reply, Trace

_MAY_SEARCH = 0.15
"""From this probability on a message without a sure article is taken for a search."""
_OTHERS = 2
"""How many other articles are offered to somebody who asks the same again."""


class AnswerQuestion(DalilAction):
    """For every `ask_…` intent, tapped articles and topics, and messages no intent fits."""

    def name(self) -> str:
        """See `Action`."""
        return "action_answer_question"

    def answer(self, turn: Turn) -> tuple[Reply, Slots]:
        """See `DalilAction`."""
        with library().session() as session:
            if key := turn.entities.get("article"):
                return answer_article(turn, session, key, 1.0)
            if topic := turn.entities.get("topic"):
                return list_topic(turn, session, topic)
            reply, slots = answer_text(turn, session)
            return with_named_place(turn, *with_services(turn, reply, slots))


def answer_text(turn: Turn, session: Session) -> tuple[Reply, Slots]:
    """Answer, offer or admit."""
    if not words(turn.text):
        return Reply(turn.words("empty"), turn.language, topic_choices(turn), trace=Trace("ambiguous")), {}
    if is_number(turn.text):
        return Reply(turn.words("menu"), turn.language, topic_choices(turn), trace=Trace("ambiguous")), {}
    if both := two_questions(turn.text):
        return answer_first(turn, session, both)
    found = search(turn)
    if found.is_sure:
        return answer_found(turn, session, found)
    if turn.intents.get("find_service", 0.0) >= _MAY_SEARCH and not found.vague:
        reply, slots = search_services(turn)
        return found.traced(reply), slots
    if found.best.probability >= NEAREST or turn.confidence >= CONFIDENT or found.vague:
        return offer(turn, session, found)
    trace = Trace("out_of_scope", turn.intent, 1 - found.best.probability)
    choices = (menu_choice(turn), service_choice(turn), human_choice(turn))
    reply = Reply(turn.words("not_found"), turn.language, choices, trace=trace)
    return found.traced(reply), _remembered(turn, found)


def answer_article(turn: Turn, session: Session, key: str, confidence: float) -> tuple[Reply, Slots]:
    """One article as the answer; what is not published any more is answered with the menu.

    It answers the last question if it was offered for that; one chosen from anywhere else answers no question.
    """
    article = library().article(session, key)
    if article is None:
        return Reply(turn.words("menu"), turn.language, topic_choices(turn), trace=Trace("command")), {}
    trace = Trace("question", turn.intent, confidence, article.topic, key)
    offered = key in (turn.slots.get("last_articles") or ())
    question = turn.slots.get("last_question") if offered else None
    slots: Slots = {"last_article": key, "last_question": question, "answered_question": question}
    return article_reply(turn, article, trace), slots


def answer_found(turn: Turn, session: Session, found: Found) -> tuple[Reply, Slots]:
    """The best article as the answer to what somebody wrote; asked the same again, with what else may be meant."""
    reply, slots = answer_article(turn, session, found.best.key, found.best.probability)
    asked_before = words(turn.text) == words(turn.slots.get("last_question") or "")
    if not turn.again and (asked_before or found.best.key == turn.slots.get("last_article")):
        reply = _said_before(turn, reply, session, found)
    slots |= {"last_question": turn.text, "answered_question": turn.text, "last_articles": None}
    return found.traced(reply), slots


def answer_first(turn: Turn, session: Session, both: TwoQuestions) -> tuple[Reply, Slots]:
    """The answer to the first of two questions; the second is offered, and a yes accepts it."""
    reply, slots = answer_found(turn, session, both.first)
    others = article_choices(library().articles(session, [both.second.best.key]), turn.language)
    said = [turn.words("other_question", label=choice.title) for choice in others]
    choices = dict.fromkeys((*others, *reply.choices))
    reply = replace(reply, text="\n\n".join([reply.text, *said]), choices=tuple(choices))
    return reply, {**slots, "last_articles": [both.second.best.key]}


def _said_before(turn: Turn, reply: Reply, session: Session, found: Found) -> Reply:
    others = library().articles(session, [hit.key for hit in found.hits[1 : 1 + _OTHERS]])
    choices = (*article_choices(others, turn.language), human_choice(turn), *reply.choices)
    return replace(reply, text=f"{reply.text}\n\n{turn.words('said_before')}", choices=choices)


def offer(turn: Turn, session: Session, found: Found, response: str = "choices") -> tuple[Reply, Slots]:
    """The best articles as choices."""
    keys = [hit.key for hit in found.hits[:OFFERED]]
    articles = library().articles(session, keys)
    kind = "ambiguous" if found.vague else "question"
    trace = Trace(kind, turn.intent, found.best.probability, found.best.topic)
    choices = (*article_choices(articles, turn.language), menu_choice(turn))
    return found.traced(Reply(turn.words(response), turn.language, choices, trace=trace)), _remembered(turn, found)


def list_topic(turn: Turn, session: Session, topic: str) -> tuple[Reply, Slots]:
    """All questions of a topic, at most nine, for a list with "All subjects" as its tenth row."""
    articles = library().articles_of(session, topic)[:9]
    names = topics().get(topic)
    if not articles or names is None:
        return Reply(turn.words("menu"), turn.language, topic_choices(turn), trace=Trace("command")), {}
    text = turn.words("topic", topic=names[turn.language])
    choices = (*article_choices(articles, turn.language), menu_choice(turn))
    return Reply(text, turn.language, choices, trace=Trace("question", turn.intent, 1.0, topic)), {}


def _remembered(turn: Turn, found: Found) -> Slots:
    return {"last_question": turn.text, "last_articles": [hit.key for hit in found.hits[:OFFERED]]}
