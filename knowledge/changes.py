"""What whoever changes the knowledge calls at the end, so that the change is found and used within seconds."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from knowledge import full_text
from knowledge.models import Article, ArticleText, Service
from knowledge.models.base import bump_revision

_TEXT_FIELDS = ("title", "short", "answer", "cost", "next")


def announce_articles(session: Session, changed: Collection[str] | None = None) -> None:
    """Say in the running transaction that articles have changed: their search documents follow, readers notice.

    `changed` are their keys; None: any may have changed, and all are read again, which takes a second.
    """
    session.flush()
    published = Article.state == "published"
    query = select(Article).where(published).options(selectinload(Article.texts), selectinload(Article.samples))
    if changed is not None:
        query = query.where(Article.key.in_(changed))
    texts = {article.key: _article_texts(article) for article in session.scalars(query)}
    full_text.index(session, full_text.ARTICLE, texts)
    full_text.forget(session, full_text.ARTICLE, but=set(session.scalars(select(Article.key).where(published))))
    bump_revision(session)


def announce_services(session: Session) -> None:
    """The same for organisations and services."""
    session.flush()
    services = session.scalars(select(Service).options(selectinload(Service.organization)))
    texts = {service.id: _service_texts(service) for service in services}
    full_text.index(session, full_text.SERVICE, texts)
    full_text.forget(session, full_text.SERVICE, but=texts.keys())
    bump_revision(session)


def _article_texts(article: Article) -> list[str]:
    return [
        *(part for text in article.texts for part in _parts(text) if part),
        *(sample.text for sample in article.samples),
    ]


def _parts(text: ArticleText) -> list[str]:
    return [*(getattr(text, field) for field in _TEXT_FIELDS), *text.steps, *text.papers]


def _service_texts(service: Service) -> list[str]:
    organization = service.organization
    translated = [
        text
        for translations in (service.translations, organization.translations)
        for languages in translations.values()
        for text in languages.values()
    ]
    own = (service.name, service.description, service.eligibility_description, service.fees_description)
    return [text for text in (organization.name, *own, *translated) if text]
