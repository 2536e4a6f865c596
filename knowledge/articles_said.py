"""Everything people say when they mean a published article, as search learns it."""

from collections import defaultdict
from functools import lru_cache

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from knowledge.article_search import Indexed
from knowledge.models import Article, ArticleSample, ArticleText
from language.normalise import tidy

_PUBLISHED = Article.state == "published"


def read_articles(session: Session) -> list[Indexed]:
    """The published articles in the order of their keys; one without any words cannot be found.

    Reads columns and no objects: with twenty thousand samples that is the difference between a moment and two seconds,
    which everybody waits for who has published something.
    """
    said: dict[int, dict[str, None]] = defaultdict(dict)
    for query in (_samples(), _titles()):
        for article, text in session.execute(query):
            if tidied := _tidied(text):
                said[article][tidied] = None
    articles = session.execute(select(Article.id, Article.key, Article.topic).where(_PUBLISHED).order_by(Article.key))
    return [Indexed(key, topic, tuple(said[number])) for number, key, topic in articles if number in said]


def _samples() -> Select[int, str]:
    samples = select(ArticleSample.article_id, ArticleSample.text).join(Article).where(_PUBLISHED)
    return samples.order_by(ArticleSample.id)


def _titles() -> Select[int, str]:
    titles = select(ArticleText.article_id, ArticleText.title).join(Article).where(_PUBLISHED)
    return titles.order_by(ArticleText.id)


@lru_cache(maxsize=2**15)
def _tidied(text: str) -> str:
    """Remembered: of all samples, an administrator has changed a few."""
    return tidy(text)
