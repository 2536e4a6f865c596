"""All articles as editors look for them: what is live and what is being written."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from knowledge.content_check.values import as_date
from knowledge.editing.content import missing_languages
from knowledge.models import Article, ArticleVersion
from knowledge.models.article_version import OPEN_STATES

_SEARCHED = ("title", "label", "short", "answer", "steps", "papers", "cost", "next")
_MARKS = re.compile("[\u0300-\u036f\u064b-\u065f]")


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; what is empty does not count."""

    text: str = ""
    topic: str = ""
    state: str = ""
    """Of the article: "published", "archived", or "draft" for one that never was live."""
    lacks: str = ""
    """A language without a title or an answer."""
    open: str = ""
    """State of the open version, or "any"."""
    due: bool = False
    """Only published articles whose day of review has come."""


@dataclass(frozen=True)
class Listed:
    """One article. What is being written goes before what is live."""

    key: str
    topic: str
    state: str
    risk: str
    review_by: date | None
    is_due: bool
    texts: Mapping[str, Mapping[str, Any]]
    """Language → field → text."""
    open: ArticleVersion | None

    @property
    def missing(self) -> list[str]:
        """The languages that lack a title or an answer."""
        return missing_languages({"languages": self.texts})

    def title(self, language: str) -> str:
        """The title in that language, else in another one, else the key."""
        titles = [self.texts.get(language, {}).get("title"), *(text.get("title") for text in self.texts.values())]
        return next(filter(None, titles), self.key)


def list_articles(session: Session, wanted: Wanted, today: date) -> list[Listed]:
    """The articles that fit, in the order of their keys."""
    query = select(ArticleVersion).where(ArticleVersion.state.in_(OPEN_STATES))
    versions = {version.article_key: version for version in session.scalars(query)}
    articles = {article.key: article for article in session.scalars(select(Article).options(lazyload(Article.sources)))}
    listed = [
        _listed(key, articles.get(key), versions.get(key), today) for key in sorted(articles.keys() | versions.keys())
    ]
    asked = folded(wanted.text).split()
    return [found for found in listed if _fits(found, wanted) and _says(found, asked)]


def folded(text: str) -> str:
    """The text without accents, vowel marks and capitals: quick, and enough to find what one knows is there."""
    return _MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold()


def _listed(key: str, article: Article | None, version: ArticleVersion | None, today: date) -> Listed:
    content = version.content if version else {}
    review_by = as_date(content.get("review_by")) if version else article.review_by if article else None
    return Listed(
        key=key,
        topic=content["topic"] if version else article.topic if article else "",
        state=article.state if article else "draft",
        risk=content["risk"] if version else article.risk if article else "",
        review_by=review_by,
        is_due=article is not None and article.state == "published" and article.review_by <= today,
        texts=content["languages"] if version else dict(_texts(article)) if article else {},
        open=version,
    )


def _texts(article: Article) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for text in article.texts:
        yield text.language, {name: getattr(text, name) for name in _SEARCHED}


def _fits(found: Listed, wanted: Wanted) -> bool:
    is_open = found.open is not None and wanted.open in ("any", found.open.state)
    return (
        wanted.topic in ("", found.topic)
        and wanted.state in ("", found.state)
        and (not wanted.lacks or wanted.lacks in found.missing)
        and (not wanted.open or is_open)
        and (not wanted.due or found.is_due)
    )


def _says(found: Listed, asked: list[str]) -> bool:
    """True when every word stands somewhere in the key, the titles or the texts."""
    if not asked:
        return True
    parts = [found.key, *(str(text.get(name) or "") for text in found.texts.values() for name in _SEARCHED)]
    said = folded("\n".join(parts))
    return all(word in said for word in asked)
