"""The knowledge as the actions use it: one object that notices when an administrator changed something."""

import logging
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import joblib
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, selectinload

from knowledge.article_search import ArticleIndex, Hit, Indexed, fingerprint, program_fingerprint
from knowledge.models import Article
from knowledge.models.base import current_revision
from knowledge.places import FoundPlace, Gazetteer
from knowledge.services import FoundService, find_services
from language.normalise import tidy

logger = logging.getLogger(__name__)


class Library:
    """Articles, services and places of one database, with their search structures in memory."""

    def __init__(self, engine: Engine, cache: Path | None = None) -> None:
        """`cache` is a file that keeps the article index from start to start; it is checked against the articles."""
        self._engine = engine
        self._cache = cache
        self._rebuilding = threading.Lock()
        with Session(engine) as session:
            self._revision = current_revision(session)
            self._gazetteer = Gazetteer.from_database(session)
            self._index = self._cached_index(_indexed(session))

    @property
    def gazetteer(self) -> Gazetteer:
        """The places."""
        return self._gazetteer

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session for reading."""
        with Session(self._engine) as session:
            yield session

    def rank_articles(self, text: str, topics: dict[str, float]) -> list[Hit]:
        """Published articles, the most probable first."""
        self._refresh_if_changed()
        return self._index.rank(text, topics)

    def article(self, session: Session, key: str) -> Article | None:
        """The published article with that key."""
        query = select(Article).where(Article.key == key, Article.state == "published")
        return session.scalars(query).one_or_none()

    def articles(self, session: Session, keys: Iterable[str]) -> list[Article]:
        """The published articles with these keys, in their order; keys without one are left out."""
        return [article for key in keys if (article := self.article(session, key))]

    def articles_of(self, session: Session, topic: str) -> list[Article]:
        """The published articles of a topic, in the order in which they were written."""
        query = select(Article).where(Article.topic == topic, Article.state == "published").order_by(Article.id)
        return list(session.scalars(query))

    def services(
        self, session: Session, category: str, place: FoundPlace | None, language: str, limit: int = 3
    ) -> list[FoundService]:
        """See `knowledge.services.find_services`."""
        return find_services(session, self._gazetteer, category, place, language, limit)

    def _refresh_if_changed(self) -> None:
        with Session(self._engine) as session:
            if current_revision(session) == self._revision or not self._rebuilding.acquire(blocking=False):
                return
        threading.Thread(target=self._rebuild, daemon=True).start()

    def _rebuild(self) -> None:
        try:
            with Session(self._engine) as session:
                revision = current_revision(session)
                gazetteer = Gazetteer.from_database(session)
                index = ArticleIndex(_indexed(session), self._index.vectors)
            self._gazetteer, self._index, self._revision = gazetteer, index, revision
        finally:
            self._rebuilding.release()

    def _cached_index(self, articles: list[Indexed]) -> ArticleIndex:
        kept = _read_index(self._cache)
        if kept and kept.fingerprint == fingerprint(articles):
            return kept
        index = ArticleIndex(articles, kept.vectors if kept else None)
        if self._cache:
            self._cache.parent.mkdir(parents=True, exist_ok=True)
            unfinished = self._cache.with_suffix(".unfinished")
            joblib.dump(index, unfinished)
            unfinished.chmod(0o600)
            unfinished.replace(self._cache)
        return index


def _read_index(cache: Path | None) -> ArticleIndex | None:
    """The kept index; None when there is none or the file is damaged or of an older program: it is made again."""
    if cache is None or not cache.exists():
        return None
    try:
        kept = joblib.load(cache)
    except Exception as error:  # noqa: BLE001 - a damaged pickle can raise anything
        logger.warning("The search index is damaged and is made again: %s", type(error).__name__)
        return None
    fits = isinstance(kept, ArticleIndex) and getattr(kept, "program", None) == program_fingerprint()
    return kept if fits else None


def _indexed(session: Session) -> list[Indexed]:
    query = (
        select(Article)
        .where(Article.state == "published")
        .options(selectinload(Article.samples), selectinload(Article.texts))
        .order_by(Article.key)
    )
    return [
        Indexed(
            article.key,
            article.topic,
            tuple(
                dict.fromkeys(
                    tidy(text)
                    for text in [*(sample.text for sample in article.samples), *(text.title for text in article.texts)]
                )
            ),
        )
        for article in session.scalars(query)
    ]
