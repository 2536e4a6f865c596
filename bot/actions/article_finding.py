"""Which articles a message may mean, and how sure that is."""

from dataclasses import dataclass, replace

from bot.actions.shelf import library
from bot.actions.turn import Turn
from knowledge.article_search import Hit
from language.content_words import content_words
from reply import RankedArticle, Reply

CONFIDENT = 0.85
"""From this probability on the article is answered, below it is offered among choices: between 0.7 and 0.85 every other
answer was wrong on the development set (docs/decisions/0009-as-people-write.md)."""
CLEAR = 0.9
"""From this probability on an article is answered even to a few words or against another intent."""
NEAREST = 0.06
"""Below this probability nothing is near enough even to offer, unless the topic is clear."""
OFFERED = 3
_TRACED = 5
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

    @property
    def is_sure(self) -> bool:
        """Whether the best article may be given as the answer."""
        return self.best.probability >= CONFIDENT and not self.vague

    def traced(self, reply: Reply) -> Reply:
        """The reply, whose trace says what search found."""
        return replace(reply, trace=replace(reply.trace, ranking=ranking(self.hits)))


def ranking(hits: list[Hit]) -> tuple[RankedArticle, ...]:
    """The most probable articles for a trace."""
    return tuple(RankedArticle(hit.key, round(hit.probability, 3)) for hit in hits[:_TRACED])


def search(turn: Turn) -> Found:
    """Rank the articles. A message that only names a subject is vague, and one of two words without a clear article."""
    return find_articles(turn.text, turn.topics)


def find_articles(text: str, topics: dict[str, float]) -> Found:
    """The same for a part of a message; `topics` is what the classifier thinks of it, empty when it was not asked."""
    hits = library().rank_articles(text, topics)
    said = content_words(text)
    vague = len(said) < _VAGUE_WORDS or (len(said) == _VAGUE_WORDS and hits[0].probability < CLEAR)
    return Found(hits, vague)
