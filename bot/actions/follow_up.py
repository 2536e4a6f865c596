"""Short questions that only make sense after an answer: "et combien ça coûte ?", "وفين؟"."""

from bot.actions.answer_question import CLEAR, answer_article, search
from bot.actions.article_reply import papers_part, paragraphs, source_note, sources
from bot.actions.base import DalilAction, Slots
from bot.actions.choices import article_choices, near_choice, topic_choices
from bot.actions.shelf import library
from bot.actions.turn import Turn
from knowledge.models import Article
from language.reading import read
from reply import Reply, Trace

_COST = frozenset(
    "prix cout coute couter combien payer cost price pay fee much ch7al بشحال ثمن تكلفه سعر ندفع نخلص كم".split()
)
_PAPERS = frozenset(
    "papier papiers document documents papers paper bring apporter amener وراق اوراق وثايق وثيقه نجيب wra9".split()
)
_WHERE = frozenset("ou where fin وين فين اين".split())


class FollowUp(DalilAction):
    """For `follow_up`: the asked part of the last article."""

    def name(self) -> str:
        """See `Action`."""
        return "action_follow_up"

    def answer(self, turn: Turn) -> tuple[Reply, Slots]:
        """See `DalilAction`."""
        best = search(turn).best
        key = turn.slots.get("last_article")
        with library().session() as session:
            if best.probability >= CLEAR:
                return answer_article(turn, session, best.key, best.probability)
            article = library().article(session, key) if key else None
            if article is None:
                trace = Trace("ambiguous", turn.intent, turn.confidence)
                return Reply(turn.words("follow_up_what"), turn.language, topic_choices(turn), trace=trace), {}
            related = library().articles(session, article.related)
            return _part(turn, article, related), {}


def _part(turn: Turn, article: Article, related: list[Article]) -> Reply:
    text = article.text_in(turn.language)
    asked = set(read(turn.text).words)
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
