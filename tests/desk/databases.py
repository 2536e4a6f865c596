"""Databases of both kinds with all tables, for what the desk does with the message log."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine as Database

from desk.tables import Base as DeskBase
from gateway.models import Base as GatewayBase
from knowledge.database import connect
from knowledge.models import Base as KnowledgeBase
from tests.gateway.house import House
from tests.postgres import new_database

BASES = (KnowledgeBase, GatewayBase, DeskBase)


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
