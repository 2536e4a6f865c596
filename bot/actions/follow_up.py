"""Short questions that only make sense after an answer: "et combien ça coûte ?", "وفين؟"."""

from bot.actions.answer_question import answer_found
from bot.actions.article_finding import CLEAR, search
from bot.actions.article_reply import papers_part, paragraphs, source_note, sources
from bot.actions.base import DalilAction, Slots
from bot.actions.choices import article_choices, near_choice, topic_choices
from bot.actions.shelf import library
from bot.actions.turn import Turn
from knowledge.models import Article
from language.analyser import terms
from language.content_words import content_words
from reply import Reply, Trace


def _terms_of(words: str) -> frozenset[str]:
    return frozenset(terms(words))


_COST = _terms_of("prix cout coute couter combien payer cost price pay fee much ch7al بشحال ثمن تكلفه سعر ندفع نخلص كم")
_PAPERS = _terms_of("papier document paper bring apporter amener وراق اوراق وثايق وثيقه نجيب wra9")
_WHERE = _terms_of("ou where fin وين فين اين")
_ASKING = _terms_of("ca quels quelles quel which what how شنو هي هو chno chnou")


class FollowUp(DalilAction):
    """For `follow_up`: the asked part of the last article."""

    def name(self) -> str:
        """See `Action`."""
        return "action_follow_up"

    def answer(self, turn: Turn) -> tuple[Reply, Slots]:
        """See `DalilAction`."""
        found = search(turn)
        key = turn.slots.get("last_article")
        with library().session() as session:
            article = library().article(session, key) if key else None
            if found.best.probability >= CLEAR and not (article and _names_no_subject(turn.text)):
                return answer_found(turn, session, found)
            if article is None:
                trace = Trace("ambiguous", turn.intent, turn.confidence)
                return Reply(turn.words("follow_up_what"), turn.language, topic_choices(turn), trace=trace), {}
            related = library().articles(session, article.related)
            return _part(turn, article, related), {}


def _names_no_subject(text: str) -> bool:
    """True when a message asks for a part of an answer and says nothing else: it can only mean the last one."""
    return all(_terms_of(word) & (_COST | _PAPERS | _WHERE | _ASKING) for word in content_words(text))


def _part(turn: Turn, article: Article, related: list[Article]) -> Reply:
    text = article.text_in(turn.language)
    asked = _terms_of(turn.text)
    if asked & _PAPERS:
        part = papers_part(turn, text) if text.papers else ""
    elif asked & _WHERE:
        part = text.next
    elif asked & _COST:
        part = turn.words("cost", cost=text.cost) if text.cost else ""
    else:
        part = "\n\n".join(paragraphs(turn, text)[1:])
    return Reply(
        text=part or turn.words("not_in_sources"),
        language=turn.language,
        choices=(*near_choice(turn, article), *article_choices(related, turn.language)),
        sources=sources(turn, article) if part else (),
        note=source_note(turn, article) if part else "",
        trace=Trace("question", turn.intent, turn.confidence, article.topic, article.key),
    )
