"""Article files → database; what an administrator changed in the database is never overwritten."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from knowledge.content_check.values import as_date
from knowledge.exchange.article_content import article_content, differences, fingerprint_of
from knowledge.load.article_file import ArticleFile, right_content
from knowledge.load.facts import Source
from knowledge.models import Article, ArticleSample, ArticleSource, ArticleText

_FILE_GONE = "gone"
"""Fingerprint of an article whose file was deleted: if the file comes back, it is loaded again."""


@dataclass(frozen=True)
class Conflict:
    """An article that was changed in the database and in its file."""

    key: str
    different: list[str]
    """Where the two differ now: "risk", "fr.title", …"""


@dataclass
class ArticleLoad:
    """What a load did, as article keys."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    """Changed both in the file and in the database: the database's text was kept."""
    archived: list[str] = field(default_factory=list)
    """Their file is gone."""

    @property
    def changed(self) -> bool:
        """True when the database is no longer what it was."""
        return bool(self.added or self.updated or self.archived)


def load_articles(session: Session, folder: Path) -> ArticleLoad:
    """Bring the files of `folder/articles` into the database, in the caller's transaction.

    A file replaces its article unless somebody edited that in the database. Raises ContentError with everything that is
    wrong in the folder; then nothing is loaded.
    """
    content = right_content(folder)
    known = all_articles(session)
    result = ArticleLoad()
    for key, file in content.articles.items():
        _bring(session, file, content.sources, known.get(key), result)
    for key in sorted(known.keys() - content.articles.keys()):
        _archive(known[key], result)
    return result


def all_articles(session: Session) -> dict[str, Article]:
    """The articles of the database by key, with their samples."""
    query = select(Article).options(selectinload(Article.samples)).order_by(Article.key)
    return {article.key: article for article in session.scalars(query)}


def is_edited(article: Article) -> bool:
    """True when somebody changed an article since it was loaded or exported, or made it in the database."""
    if article.loaded_fingerprint is None:  # made in the database, or loaded before there was this fingerprint
        return article.file_fingerprint is None
    return article.loaded_fingerprint != fingerprint_of(article)


def remember(article: Article, file_fingerprint: str) -> None:
    """From now on the article counts as unedited, and as what the file of that fingerprint says."""
    article.file_fingerprint = file_fingerprint
    article.loaded_fingerprint = fingerprint_of(article)


def article_of(file: ArticleFile, sources: dict[str, Source]) -> Article:
    """A new article with the content of a file, in no session."""
    article = Article(key=file.key)
    _fill(article, file.content, sources)
    return article


def article_from(content: dict[str, Any]) -> Article:
    """A new article, in no session, with a content whose sources are written out (`exchange.article_content`)."""
    article = Article(key=content["key"])
    fill(article, content)
    return article


def fill(article: Article, content: dict[str, Any]) -> None:
    """Give an article such a content. Its own texts, samples and sources must be gone from the database already."""
    facts = [source["fact"] for source in content["sources"] if "fact" in source]
    _fill(article, {**content, "facts": facts}, {})


def refill(session: Session, article: Article, content: dict[str, Any]) -> None:
    """The same for an article that the database may have already, with other parts."""
    _empty(session, article)
    fill(article, content)


def _bring(
    session: Session, file: ArticleFile, sources: dict[str, Source], article: Article | None, result: ArticleLoad
) -> None:
    wanted = article_of(file, sources)
    if article is None:
        session.add(wanted)
        remember(wanted, file.fingerprint)
        result.added.append(file.key)
        return
    different = differences(article_content(article), article_content(wanted))
    if not different:
        remember(article, file.fingerprint)
    elif not is_edited(article):
        _empty(session, article)
        _fill(article, file.content, sources)
        remember(article, file.fingerprint)
        result.updated.append(file.key)
    elif article.file_fingerprint != file.fingerprint:
        result.conflicts.append(Conflict(file.key, different))


def _archive(article: Article, result: ArticleLoad) -> None:
    if is_edited(article) or article.file_fingerprint == _FILE_GONE:
        return
    if article.state != "archived":
        article.state = "archived"
        result.archived.append(article.key)
    remember(article, _FILE_GONE)


def _empty(session: Session, article: Article) -> None:
    """Delete the old parts at once: a new text of a language may only be inserted when the old one is gone."""
    for parts in (article.texts, article.samples, article.sources):
        parts.clear()
    session.flush()


def _fill(article: Article, content: dict[str, Any], sources: dict[str, Source]) -> None:
    for name in ("topic", "risk", "state", "services", "related"):
        setattr(article, name, content[name])
    article.as_of = str(content["as_of"])
    article.verified_on = as_date(content.get("verified_on"))
    article.verified_by = content.get("verified_by")
    article.review_by = as_date(content["review_by"])  # type: ignore[assignment]  # the check has seen to it
    article.texts = [_text(language, text) for language, text in content["languages"].items()]
    article.samples = [
        ArticleSample(language=language, text=sample.strip())
        for language, text in content["languages"].items()
        for sample in text["samples"]
    ]
    article.sources = _sources(content, sources)


def _text(language: str, text: dict[str, Any]) -> ArticleText:
    fields = {name: str(text[name] or "").strip() for name in ("title", "label", "short", "answer", "cost", "next")}
    lists = {name: [str(item).strip() for item in text[name]] for name in ("steps", "papers")}
    return ArticleText(language=language, **fields, **lists)


def _sources(content: dict[str, Any], known: dict[str, Source]) -> list[ArticleSource]:
    """The sources of the facts, unless the article says otherwise where one was read; then the others."""
    own = content.get("sources", [])
    otherwise = {source["fact"]: source for source in own if "fact" in source}
    listed = [otherwise.get(fact) or vars(known[fact]) for fact in content["facts"]]
    listed += [source for source in own if "fact" not in source]
    return [
        ArticleSource(
            position=position,
            title=str(source["title"]),
            year=str(source["year"]),
            locator=str(source.get("locator") or ""),
            url=source.get("url"),
            fact=source.get("fact"),
        )
        for position, source in enumerate(listed)
    ]
