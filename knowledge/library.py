"""The knowledge as the actions use it: one object that notices when an administrator changed something."""

import logging
import os
import pickle
import threading
import time
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from knowledge import full_text
from knowledge.article_search import ArticleIndex, ArticleRanking, Hit, Indexed, fingerprint, program_fingerprint
from knowledge.articles_said import read_articles
from knowledge.category_search import CategorySearch
from knowledge.hours import moroccan_time
from knowledge.models import Article
from knowledge.models.base import current_revision, loaded_directory
from knowledge.places import Gazetteer
from knowledge.review import wrong_answer
from knowledge.services import FoundServices, Ranking, Wanted, find_services
from language.lessons import Vectors
from language.whole_file import whole_file

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 2.0


class Library:
    """Articles, services and places of one database, with their search structures in memory."""

    def __init__(self, engine: Engine, cache: Path | None = None, known: Vectors | None = None) -> None:
        """`cache` is a file that keeps the article index from start to start; it is checked against the articles.

        `known` are sentence vectors that need not be made when the index has to be.
        """
        self._engine = engine
        self._cache = cache
        self._refreshing = threading.Lock()
        self._learning = threading.Lock()
        self._directory_read: str | None = None
        with Session(engine) as session:
            self._revision = current_revision(session)
            articles = self._read(session)
        self._articles = ArticleRanking(self._cached_index(articles, known or {}), articles)
        self._categories = CategorySearch(cache.parent if cache else None, known)

    @property
    def gazetteer(self) -> Gazetteer:
        """The places."""
        return self._services.gazetteer

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session for reading."""
        with Session(self._engine) as session:
            yield session

    def rank_articles(self, text: str, topics: dict[str, float]) -> list[Hit]:
        """Published articles, the most probable first."""
        with Session(self._engine) as session:
            if current_revision(session) != self._revision:
                threading.Thread(target=self._look, daemon=True).start()
            found = full_text.find(session, full_text.ARTICLE, text, limit=len(self._articles))
        return self._articles.rank(text, {document.owner: document.score for document in found}, topics)

    def category(self, text: str) -> str | None:
        """The kind of service a text without names of places asks for; None when it does not say."""
        return self._categories.category(text)

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

    def services(self, session: Session, wanted: Wanted, language: str, limit: int = 3) -> FoundServices:
        """See `knowledge.services.find_services`; at the present moment."""
        return find_services(session, self._services, wanted, language, moroccan_time(), limit)

    def keep_wrong_answer(self, question: str, language: str, article_key: str | None) -> None:
        """Keep a question for review, masked, with the article that was wrong. What goes wrong is logged only."""
        try:
            with Session(self._engine) as session, session.begin():
                session.add(wrong_answer(question, language, article_key))
        except SQLAlchemyError as error:
            logger.warning("A question could not be kept for review: %s", type(error).__name__)

    def watch(self) -> None:
        """As long as the library lives, look for changes every two seconds: they are there before somebody asks."""
        threading.Thread(target=_watch, args=(weakref.ref(self),), daemon=True).start()

    def _look(self) -> None:
        """Take over what has changed. What goes wrong is logged, and the next look tries again."""
        try:
            self._refresh()
        except Exception as error:  # noqa: BLE001 - whatever is wrong now, later changes must be seen
            logger.warning("Changes to the knowledge cannot be seen: %s", type(error).__name__)

    def _refresh(self) -> None:
        """Use what is in the database now, at once; learning it takes longer and answers a little better."""
        with self._refreshing, Session(self._engine) as session:
            revision = current_revision(session)
            if revision == self._revision:
                return
            articles = self._read(session)
            if fingerprint(articles) != self._articles.fingerprint:
                self._articles = ArticleRanking(self._articles.index, articles)
            self._revision = revision
        self._learn_in_background()

    def _learn_in_background(self) -> None:
        """Learn the articles unless they are learned or somebody is at it."""
        if not self._articles.is_learned and self._learning.acquire(blocking=False):
            threading.Thread(target=self._learn, daemon=True).start()

    def _learn(self) -> None:
        """Learn until what is learned is what is published; articles may change meanwhile."""
        try:
            while not self._articles.is_learned:
                index = ArticleIndex(self._articles.articles, self._articles.index.vectors)
                with self._refreshing:
                    self._articles = ArticleRanking(index, self._articles.articles)
        finally:
            self._learning.release()
        self._learn_in_background()  # articles may have changed after the last look at them and before the release

    def _read(self, session: Session) -> list[Indexed]:
        """Take over places and services; returns the articles. Places come from files only: those are read once."""
        directory = loaded_directory(session)
        is_read = directory is not None and directory == self._directory_read
        gazetteer = self.gazetteer if is_read else Gazetteer.from_database(session)
        self._services, self._directory_read = Ranking.from_database(session, gazetteer), directory
        return read_articles(session)

    def _cached_index(self, articles: Sequence[Indexed], known: Vectors) -> ArticleIndex:
        kept = _read_index(self._cache)
        if kept and kept.fingerprint == fingerprint(articles):
            return kept
        index = ArticleIndex(articles, {**(kept.vectors if kept else {}), **known})
        if self._cache:
            with whole_file(self._cache) as output:
                os.fchmod(output.fileno(), 0o600)
                pickle.dump(index, output, pickle.HIGHEST_PROTOCOL)
        return index


def _watch(watched: weakref.ref[Library]) -> None:
    library = watched()
    while library:
        library._look()
        del library
        time.sleep(SECONDS_BETWEEN_LOOKS)
        library = watched()


def _read_index(cache: Path | None) -> ArticleIndex | None:
    """The kept index; None when there is none or the file is damaged or of an older program: it is made again."""
    if cache is None or not cache.exists():
        return None
    try:
        with cache.open("rb") as kept_file:
            kept = pickle.load(kept_file)  # noqa: S301 - written by ourselves, for our own account only
    except Exception as error:  # noqa: BLE001 - a damaged pickle can raise anything
        logger.warning("The search index is damaged and is made again: %s", type(error).__name__)
        return None
    fits = isinstance(kept, ArticleIndex) and getattr(kept, "program", None) == program_fingerprint()
    return kept if fits else None
