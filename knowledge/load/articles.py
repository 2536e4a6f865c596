"""Article files → database; what an administrator changed in the database is never overwritten."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.load.article_file import ArticleFile, ContentError, read_article_files
from knowledge.load.facts import Source, read_sources
from knowledge.models import Article, ArticleSample, ArticleSource, ArticleText

_FILE_GONE = "gone"
"""Fingerprint of an article whose file was deleted: if the file comes back, it is loaded again."""


@dataclass
class ArticleLoad:
    """What a load did, as article keys."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """Changed both in the file and in the database: the database's text was kept."""
    archived: list[str] = field(default_factory=list)
    """Their file is gone."""

    @property
    def changed(self) -> bool:
        """True when the database is no longer what it was."""
        return bool(self.added or self.updated or self.archived)


def load_articles(session: Session, content: Path) -> ArticleLoad:
    """Bring the files of `content/articles` into the database, in the caller's transaction.

    A file whose fingerprint the database already has is left alone; an article whose file is gone is archived. Raises
    ContentError for a wrong file and for a fact that `content/facts.yml` does not have.
    """
    sources = read_sources(content / "facts.yml")
    known = {article.key: article for article in session.scalars(select(Article))}
    result = ArticleLoad()
    seen: set[str] = set()
    for file in read_article_files(content):
        key = file.content["key"]
        seen.add(key)
        article = known.get(key)
        if article is None:
            article = Article(key=key)
            session.add(article)
            result.added.append(key)
        elif article.file_fingerprint == file.fingerprint:
            continue
        elif article.file_fingerprint is None:
            result.kept.append(key)
            continue
        else:
            result.updated.append(key)
            _empty(session, article)
        _fill(article, file, sources)
    for key in sorted(known.keys() - seen):
        if known[key].file_fingerprint and known[key].state == "published":
            known[key].state = "archived"
            known[key].file_fingerprint = _FILE_GONE
            result.archived.append(key)
    return result


def _empty(session: Session, article: Article) -> None:
    """Delete the old parts at once: a new text of a language may only be inserted when the old one is gone."""
    for parts in (article.texts, article.samples, article.sources):
        parts.clear()
    session.flush()


def _fill(article: Article, file: ArticleFile, sources: dict[str, Source]) -> None:
    content = file.content
    for name in ("topic", "risk", "state", "services", "related"):
        setattr(article, name, content[name])
    article.as_of = str(content["as_of"])
    verified_on = content.get("verified_on")
    article.verified_on = date.fromisoformat(str(verified_on)) if verified_on else None
    article.verified_by = content.get("verified_by")
    article.review_by = date.fromisoformat(str(content["review_by"]))
    article.file_fingerprint = file.fingerprint
    article.texts = [_text(language, text) for language, text in content["languages"].items()]
    article.samples = [
        ArticleSample(language=language, text=str(sample))
        for language, text in content["languages"].items()
        for sample in text["samples"]
    ]
    article.sources = [_source(file.path, number, fact, sources) for number, fact in enumerate(content["facts"])]


def _text(language: str, text: dict[str, Any]) -> ArticleText:
    fields = {name: str(text[name] or "").strip() for name in ("title", "label", "short", "answer", "cost", "next")}
    lists = {name: [str(item).strip() for item in text[name] or []] for name in ("steps", "papers")}
    return ArticleText(language=language, **fields, **lists)


def _source(path: Path, position: int, fact: str, sources: dict[str, Source]) -> ArticleSource:
    try:
        source = sources[fact]
    except KeyError:
        raise ContentError(f"{path}: there is no fact {fact} in facts.yml") from None
    return ArticleSource(
        position=position,
        title=source.title,
        year=source.year,
        locator=source.locator,
        url=source.url,
        fact=fact,
    )
