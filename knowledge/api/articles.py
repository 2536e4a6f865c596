"""/articles: the published articles about rights."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import Engine, Select, select
from sqlalchemy.orm import Session

from knowledge import full_text
from knowledge.api.addresses import address
from knowledge.api.caching import CachedRoute
from knowledge.api.paging import Listing, Page, PageAsked
from knowledge.api.problems import NOT_FOUND, UnknownRecord, WrongParameter
from knowledge.api.reader_language import Language, language_headers
from knowledge.api.searching import Search, found
from knowledge.exchange.hsds_part_documents import Document
from knowledge.models import Article, ArticleText
from knowledge.topics import topics
from language.identify import DEFAULT_LANGUAGE


class SourceDocument(Document):
    """Where facts of an article were read."""

    title: str
    year: str
    locator: str | None = None
    """The place in the document."""
    url: str | None = None


class ArticleDocument(Document):
    """An article in short."""

    key: str
    topic: str
    title: str
    short: str
    language: str
    """The language of the texts: another one than was asked for when the article has no text in that."""
    risk: str
    """normal, medium or high: how much harm a wrong reading can do."""
    as_of: str
    """The year of the sources, or the years."""
    verified_on: date | None = None
    """The day on which somebody last verified the article; missing: nobody has yet."""
    review_by: date
    """The day by which the article is due to be verified again."""
    url: str
    """Where the whole article is."""


class FullArticleDocument(ArticleDocument):
    """A whole article."""

    answer: str
    steps: list[str]
    papers: list[str]
    cost: str | None = None
    next: str | None = None
    services: list[str]
    """The service categories that help: codes of the taxonomy service_categories."""
    related: list[str]
    """Keys of other published articles."""
    sources: list[SourceDocument]


_Topic = Annotated[str, Query(max_length=40, description="Only articles of this topic, such as schooling")]


def article_routes(engine: Engine) -> APIRouter:
    """The published articles, and one of them."""
    router = APIRouter(route_class=CachedRoute)

    @router.get("/articles", response_model_exclude_none=True)
    def articles(
        request: Request, language: Language, page: PageAsked, topic: _Topic = "", search: Search = ""
    ) -> Page[ArticleDocument]:
        """The published articles."""
        keys = _published()
        if topic:
            if topic not in topics():
                raise WrongParameter("topic")
            keys = keys.where(Article.topic == topic)
        ranked = found(engine, full_text.ARTICLE, search)
        documents = partial(_documents, request=request, language=language)
        with Session(engine) as session:
            return page.of(session, Listing(Page[ArticleDocument], keys, documents, ranked))

    @router.get("/articles/{key}", response_model_exclude_none=True, responses=NOT_FOUND)
    def article(request: Request, response: Response, key: str, language: Language) -> FullArticleDocument:
        """A whole article."""
        with Session(engine) as session:
            record = _articles(session, [key]).get(key)
            if record is None:
                raise UnknownRecord(key)
            document = _full_document(session, record, request, language)
        response.headers.update(language_headers(document.language))
        return document

    return router


def _published() -> Select[str]:
    return select(Article.key).where(Article.state == "published")


def _articles(session: Session, keys: Sequence[str]) -> dict[str, Article]:
    """The published ones of these articles. No key has control characters, which PostgreSQL would not take."""
    asked = [key for key in keys if key.isprintable()]
    query = select(Article).where(Article.key.in_(asked), Article.state == "published")
    return {article.key: article for article in session.scalars(query)}


def _text(article: Article, language: str) -> ArticleText:
    """The article's text in the language, else in the default one, else in any."""
    by_language = {text.language: text for text in article.texts}
    return by_language.get(language) or by_language.get(DEFAULT_LANGUAGE) or article.texts[0]


def _documents(session: Session, keys: Sequence[str], request: Request, language: str) -> list[ArticleDocument]:
    records = _articles(session, keys)
    return [_document(records[key], request, language) for key in keys if key in records]


def _document(article: Article, request: Request, language: str) -> ArticleDocument:
    text = _text(article, language)
    return ArticleDocument(
        key=article.key,
        topic=article.topic,
        title=text.title,
        short=text.short,
        language=text.language,
        risk=article.risk,
        as_of=article.as_of,
        verified_on=article.verified_on,
        review_by=article.review_by,
        url=address(request, f"/articles/{article.key}", f"lang={text.language}"),
    )


def _full_document(session: Session, article: Article, request: Request, language: str) -> FullArticleDocument:
    text = _text(article, language)
    related = set(session.scalars(_published().where(Article.key.in_(article.related))))
    return FullArticleDocument(
        **_document(article, request, language).model_dump(),
        answer=text.answer,
        steps=text.steps,
        papers=text.papers,
        cost=text.cost or None,
        next=text.next or None,
        services=article.services,
        related=[key for key in article.related if key in related],
        sources=[
            SourceDocument(title=source.title, year=source.year, locator=source.locator or None, url=source.url)
            for source in article.sources
        ],
    )
