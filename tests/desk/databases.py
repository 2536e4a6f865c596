"""Databases of both kinds with all tables, for what the desk does with the message log."""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import Engine as Database

from desk.tables import Base as DeskBase
from gateway.models import Base as GatewayBase
from knowledge.database import connect
from knowledge.models import Base as KnowledgeBase
from tests.gateway.house import House
from tests.postgres import new_database

BASES = (KnowledgeBase, GatewayBase, DeskBase)


def database_file(fill: Callable[[Database], object] | None = None) -> bytes:
    """A SQLite file with all tables and what `fill` puts into them, to be copied for each test."""
    with TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{folder}/desk.db")
        for base in BASES:
            base.metadata.create_all(engine)
        if fill:
            fill(engine)
        engine.dispose()
        return Path(folder, "desk.db").read_bytes()


def opened_copy(content: bytes, folder: Path) -> Iterator[Database]:
    """A fixture's steps: a copy of such a file, open until the test ends."""
    (folder / "desk.db").write_bytes(content)
    engine = connect(f"sqlite:///{folder / 'desk.db'}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_with_tables(postgres_url: str) -> Iterator[Database]:
    """One for all tests of this kind."""
    with new_database(postgres_url) as url:
        engine = connect(url)
        for base in BASES:
            base.metadata.create_all(engine)
        yield engine
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database with all tables; each test runs on both kinds."""
    if request.param == "postgresql":
        engine: Database = request.getfixturevalue("postgres_with_tables")
        with engine.begin() as connection:
            for base in BASES:
                for table in reversed(base.metadata.sorted_tables):
                    connection.execute(table.delete())
        yield engine
        return
    engine = connect(f"sqlite:///{tmp_path / 'both.db'}")
    for base in BASES:
        base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def house(database: Database) -> House:
    """The gateway on that database."""
    return House(database)
