"""Why an answer was given, and which articles may be meant instead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.words import LANGUAGES
from knowledge import full_text
from knowledge.models import Article, ArticleText
from reply import Reply, Trace
from reply.judging import judged

_MOST_FOUND = 8
_TOPIC_INTENT = "ask_"


@dataclass(frozen=True)
class NamedArticle:
    """An article as staff see it; `score` in per cent where search found it."""

    key: str
    title: str
    """The key itself for an article that is gone."""
    score: float | None = None

    @property
    def is_known(self) -> bool:
        """False for an article that is gone."""
        return self.title != self.key


@dataclass(frozen=True)
class Why:
    """What stands beside an answer."""

    trace: Trace
    topic_of_intent: str
    """The topic that the classifier found; empty for an intent that is none."""
    article: NamedArticle | None
    """The article that was answered."""
    found: tuple[NamedArticle, ...]
    """What search found, the best first."""
    candidates: tuple[NamedArticle, ...]
    """What may have been meant instead: what was found or offered."""


def why(session: Session, reply: Reply, language: str) -> Why:
    """The reasons of a reply, with titles in a language."""
    trace = reply.trace
    intent = trace.intent
    offered = judged(reply)["choices"]
    ranked = [article.key for article in trace.ranking]
    titles = titles_of(session, [*ranked, *offered, *([trace.article] if trace.article else [])], language)
    found = [NamedArticle(each.key, titles.get(each.key, each.key), 100 * each.score) for each in trace.ranking]
    others = dict.fromkeys(key for key in [*offered, *ranked] if key != trace.article and key in titles)
    answered = trace.article if trace.article in titles else None
    return Why(
        trace=trace,
        topic_of_intent=intent.removeprefix(_TOPIC_INTENT) if intent.startswith(_TOPIC_INTENT) else "",
        article=NamedArticle(answered, titles[answered]) if answered else None,
        found=tuple(found),
        candidates=tuple(NamedArticle(key, titles[key]) for key in others),
    )


def titles_of(session: Session, keys: Iterable[str], language: str) -> dict[str, str]:
    """Key → title in that language, else in the first that has one; keys of no article are left out."""
    rows = select(Article.key, ArticleText.language, ArticleText.title).join(ArticleText)
    titles: dict[str, dict[str, str]] = {}
    for key, written_in, title in session.execute(rows.where(Article.key.in_(set(keys)))):
        titles.setdefault(key, {})[written_in] = title
    return {key: _first(texts, (language, *LANGUAGES)) for key, texts in titles.items()}


def find_articles(session: Session, text: str, language: str) -> tuple[NamedArticle, ...]:
    """Published articles whose title, text or sample questions fit some words, the best first."""
    found = [document.owner for document in full_text.find(session, full_text.ARTICLE, text, _MOST_FOUND)]
    published = set(session.scalars(select(Article.key).where(Article.key.in_(found), Article.state == "published")))
    titles = titles_of(session, published, language)
    return tuple(NamedArticle(key, titles[key]) for key in found if key in titles)


def all_articles(session: Session, language: str) -> tuple[NamedArticle, ...]:
    """Every published article, by topic and title."""
    keys = session.scalars(select(Article.key).where(Article.state == "published"))
    titles = titles_of(session, keys, language)
    return tuple(NamedArticle(key, titles[key]) for key in sorted(titles, key=lambda key: _order(key, titles)))


def _order(key: str, titles: dict[str, str]) -> tuple[str, str]:
    return key.partition(".")[0], titles[key]


def _first(texts: dict[str, str], languages: Sequence[str]) -> str:
    return next(texts[language] for language in languages if language in texts)
