"""Real databases: one with the shipped directory, and an empty one per test, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
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


@pytest.fixture(scope="session")
def postgres_engine(postgres_url: str) -> Iterator[Engine]:
    """A PostgreSQL database with the tables, shared by all tests."""
    engine = connect(postgres_url)
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


def emptied(engine: Engine) -> Engine:
    with engine.begin() as connection:
        tables = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
    return engine


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database."""
    if request.param == "postgresql":
        yield emptied(request.getfixturevalue("postgres_engine"))
        return
    engine = made(tmp_path)
    yield engine
    engine.dispose()


@pytest.fixture
def each_engine(postgres_engine: Engine, tmp_path: Path) -> Iterator[list[Engine]]:
    """An empty database of each kind, to compare them."""
    engine = made(tmp_path)
    yield [engine, emptied(postgres_engine)]
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
