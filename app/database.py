"""Creating and migrating the database, and loading the shipped knowledge into it."""

from dataclasses import dataclass

from alembic import command
from alembic.config import Config
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.problems import Problem
from app.settings import ROOT, Settings
from knowledge import full_text
from knowledge.changes import announce_articles, announce_services
from knowledge.database import connect
from knowledge.load.article_file import ContentError
from knowledge.load.articles import load_articles
from knowledge.load.directory import directory_fingerprint, load_directory
from knowledge.load.places import delete_other_places, load_places
from knowledge.models import Article, Service
from knowledge.models.base import Revision

CONTENT = ROOT / "knowledge" / "content"


@dataclass(frozen=True)
class Loaded:
    """What the database holds after loading."""

    articles: int
    services: int
    kept: list[str]
    """Articles and services changed both in the files and in the database; the database's version stays."""


def migrate(configuration: Settings, version: str = "head") -> None:
    """Create the database or bring its tables to a version. Raises Problem when it cannot be reached."""
    configuration.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    alembic = Config()
    alembic.set_main_option("script_location", str(ROOT / "app" / "migrations"))
    alembic.attributes["url"] = configuration.database
    try:
        command.upgrade(alembic, version)
    except SQLAlchemyError as error:
        raise Problem(f"The database cannot be prepared: {error}") from error


def load(configuration: Settings) -> Loaded:
    """Load articles, places and directory, all or nothing. Raises Problem for wrong content."""
    engine = connect(configuration.database)
    try:
        with Session(engine) as session, session.begin():
            articles = load_articles(session, CONTENT)
            if articles.changed or full_text.is_empty(session, full_text.ARTICLE):
                announce_articles(session)
            edited = [f"{conflict.key} ({', '.join(conflict.different)})" for conflict in articles.conflicts]
            kept = [*edited, *_load_directory(session)]
        with Session(engine) as session:
            return Loaded(
                session.scalar(select(func.count(Article.id)).where(Article.state == "published")) or 0,
                session.scalar(select(func.count()).select_from(Service)) or 0,
                kept,
            )
    except (ContentError, KeyError, ValueError) as error:
        raise Problem(f"The content is wrong: {error}") from error
    finally:
        engine.dispose()


def _load_directory(session: Session) -> list[str]:
    """Load places and services when their files have changed; returns the conflicts."""
    fingerprint = directory_fingerprint(CONTENT)
    revision = session.get(Revision, 1)
    if revision and revision.directory_fingerprint == fingerprint:
        return []
    place_keys = load_places(session, CONTENT / "directory" / "places-ma.csv")
    stored = load_directory(session, CONTENT / "directory", place_keys)
    delete_other_places(session, place_keys.values())
    announce_services(session)
    session.flush()
    revision = session.get(Revision, 1)
    if revision:
        revision.directory_fingerprint = fingerprint
    return stored.conflicts
