"""Real databases in files: one with the shipped directory, and an empty one per test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge.database import connect
from knowledge.load.directory import load_directory
from knowledge.load.places import load_places
from knowledge.models import Base
from knowledge.places import Gazetteer
from tests.knowledge.samples import CONTENT


def made(folder: Path) -> Engine:
    engine = connect(f"sqlite:///{folder / 'dalil.db'}")
    Base.metadata.create_all(engine)
    return engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty database."""
    engine = made(tmp_path)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database with the shipped places and directory; tests only read it."""
    engine = made(tmp_path_factory.mktemp("shipped"))
    with Session(engine) as session, session.begin():
        place_keys = load_places(session, CONTENT / "directory" / "places-ma.csv")
        load_directory(session, CONTENT / "directory", place_keys)
    yield engine
    engine.dispose()


@pytest.fixture
def session(shipped: Engine) -> Iterator[Session]:
    """A session for reading the shipped directory."""
    with Session(shipped) as session:
        yield session


@pytest.fixture(scope="session")
def gazetteer(shipped: Engine) -> Gazetteer:
    """The shipped places."""
    with Session(shipped) as session:
        return Gazetteer.from_database(session)
