"""Answers a question from the knowledge base: confident, with choices, or honestly not."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from bot.actions.article_reply import article_reply
from bot.actions.base import DalilAction, Slots
from bot.actions.choices import article_choices, human_choice, menu_choice, service_choice, topic_choices
from bot.actions.shelf import library
from bot.actions.turn import Turn
from knowledge.article_search import Hit
from knowledge.topics import topics
from language.content_words import content_words
from language.normalise import words
from reply import Reply, Trace

CONFIDENT = 0.7
"""From this probability on the article is answered, below it is offered among choices: right 97 times in 100 on the
development set (docs/decisions/0004-understanding.md)."""
CLEAR = 0.9
"""From this probability on an article is answered even to a few words or against another intent."""
NEAREST = 0.06
"""Below this probability nothing is near enough even to offer, unless the topic is clear."""
OFFERED = 3
_VAGUE_WORDS = 2


@dataclass(frozen=True)
class Found:
    """What search and classifier make of a message."""

    hits: list[Hit]
    vague: bool

    @property
    def best(self) -> Hit:
        """The most probable article."""
        return self.hits[0]


def search(turn: Turn) -> Found:
    """Rank the articles. A message that only names a subject is vague, and one of two words without a clear article."""
    hits = library().rank_articles(turn.text, turn.topics)
    said = content_words(turn.text)
    vague = len(said) < _VAGUE_WORDS or (len(said) == _VAGUE_WORDS and hits[0].probability < CLEAR)
    return Found(hits, vague)


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
            return _with_place(turn, *answer_text(turn, session))


def _with_place(turn: Turn, reply: Reply, slots: Slots) -> tuple[Reply, Slots]:
    """A town named in a question is kept for the search of a service that may follow."""
    places = library().gazetteer.find(turn.text)
    if not places:
        return reply, slots
    trace = replace(reply.trace, place=places[0].canonical_name)
    return replace(reply, trace=trace), {**slots, "place": places[0].key}


def answer_text(turn: Turn, session: Session) -> tuple[Reply, Slots]:
    """Answer, offer or admit."""
    if not words(turn.text):
        return Reply(turn.words("empty"), turn.language, topic_choices(turn), trace=Trace("ambiguous")), {}
    found = search(turn)
    if found.best.probability >= CONFIDENT and not found.vague:
        return answer_article(turn, session, found.best.key, found.best.probability)
    if found.best.probability >= NEAREST or turn.confidence >= CONFIDENT or found.vague:
        return offer(turn, session, found)
    trace = Trace("out_of_scope", turn.intent, 1 - found.best.probability)
    choices = (menu_choice(turn), service_choice(turn), human_choice(turn))
    return Reply(turn.words("not_found"), turn.language, choices, trace=trace), _remembered(turn, found)


def answer_article(turn: Turn, session: Session, key: str, confidence: float) -> tuple[Reply, Slots]:
    """One article as the answer; what is not published any more is answered with the menu."""
    article = library().article(session, key)
    if article is None:
        return Reply(turn.words("menu"), turn.language, topic_choices(turn), trace=Trace("command")), {}
    trace = Trace("question", turn.intent, confidence, article.topic, key)
    reply = article_reply(turn, article, trace)
    slots: Slots = {"last_article": key}
    if not turn.entities:
        slots["last_question"] = turn.text
    return reply, slots


def offer(turn: Turn, session: Session, found: Found, response: str = "choices") -> tuple[Reply, Slots]:
    """The best articles as choices."""
    keys = [hit.key for hit in found.hits[:OFFERED]]
    articles = library().articles(session, keys)
    kind = "ambiguous" if found.vague else "question"
    trace = Trace(kind, turn.intent, found.best.probability, found.best.topic)
    choices = (*article_choices(articles, turn.language), menu_choice(turn))
    return Reply(turn.words(response), turn.language, choices, trace=trace), _remembered(turn, found)


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
