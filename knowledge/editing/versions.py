"""Reading the versions of an article, and keeping them in step with what is live."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.editing.content import Content, content_of, with_every_language
from knowledge.editing.refusals import EditedMeanwhile
from knowledge.exchange.article_content import fingerprint_of
from knowledge.models import Article, ArticleVersion
from knowledge.models.article_version import ARCHIVED, FROM_FILES, OPEN_STATES, PUBLISHED, REPLACED

NEW = "new"
"""The token of a key that no article has and nobody works on."""
_CURRENT = {"published": PUBLISHED, "archived": ARCHIVED}
"""State of an article's row → state of the version that it shows."""


def article_row(session: Session, key: str) -> Article | None:
    """The article with that key, in whatever state."""
    return session.scalars(select(Article).where(Article.key == key)).one_or_none()


def open_version(session: Session, key: str) -> ArticleVersion | None:
    """The version somebody works on."""
    query = select(ArticleVersion).where(ArticleVersion.article_key == key, ArticleVersion.state.in_(OPEN_STATES))
    return session.scalars(query).one_or_none()


def stored_versions(session: Session, key: str) -> list[ArticleVersion]:
    """All versions in their order."""
    query = select(ArticleVersion).where(ArticleVersion.article_key == key).order_by(ArticleVersion.number)
    return list(session.scalars(query))


def history(session: Session, key: str) -> list[ArticleVersion]:
    """All versions in their order, and last, in no session, what was loaded from files since and has none yet."""
    versions = stored_versions(session, key)
    article = article_row(session, key)
    loaded = _unrecorded(article, versions) if article else None
    return [*versions, loaded] if loaded else versions


def current_of(versions: list[ArticleVersion]) -> ArticleVersion | None:
    """The version that the article shows now, or showed until it was archived."""
    return next((version for version in reversed(versions) if version.state in _CURRENT.values()), None)


def current_content(session: Session, key: str) -> Content | None:
    """What is live, or was until it was archived; None for an article that never was."""
    article = article_row(session, key)
    return content_of(article) if article and article.state in _CURRENT else None


def content_to_edit(session: Session, key: str) -> Content | None:
    """What a further change starts from: the open version, else the article in whatever state."""
    if version := open_version(session, key):
        return with_every_language(version.content)
    article = article_row(session, key)
    return with_every_language(content_of(article)) if article else None


def record_current(session: Session, article: Article) -> ArticleVersion | None:
    """The version that the article shows, kept now if it came from files; None for one that never was live."""
    versions = stored_versions(session, article.key)
    loaded = _unrecorded(article, versions)
    if loaded is None:
        return current_of(versions)
    if before := current_of(versions):
        before.state = REPLACED
    session.add(loaded)
    session.flush()
    return loaded


def next_number(session: Session, key: str) -> int:
    """The number of the next version."""
    versions = stored_versions(session, key)
    return versions[-1].number + 1 if versions else 1


def token_of(session: Session, key: str) -> str:
    """Changes whenever the article or its open version does: a form carries it, so that nobody overwrites anybody."""
    if version := open_version(session, key):
        return f"{version.number}.{version.edition}"
    article = article_row(session, key)
    return f"live.{fingerprint_of(article)[:16]}" if article else NEW


def demand_unchanged(session: Session, key: str, token: str) -> None:
    """Raises EditedMeanwhile when the article is not what it was when the token was given."""
    if token != token_of(session, key):
        versions = history(session, key)
        raise EditedMeanwhile(open_version(session, key) or (versions[-1] if versions else None))


def _unrecorded(article: Article, versions: list[ArticleVersion]) -> ArticleVersion | None:
    """A version for what the article shows and no version holds: it was loaded from files."""
    state = _CURRENT.get(article.state)
    content = content_of(article)
    current = current_of(versions)
    if state is None or (current and (current.state, current.content) == (state, content)):
        return None
    return ArticleVersion(
        article_key=article.key,
        number=versions[-1].number + 1 if versions else 1,
        state=state,
        content=content,
        authors=[],
        created_by=FROM_FILES,
        changed_by=FROM_FILES,
        published_by=FROM_FILES,
    )
