"""Real databases and a real, small engine for the gateway's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine as Database

from gateway.models import Base
from knowledge.database import connect
from tests.gateway.house import House
from tests.gateway.small_engine import SmallEngine, echo, running


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database with the message log's tables; each test runs on both kinds."""
    if request.param == "sqlite":
        engine = connect(f"sqlite:///{tmp_path / 'gateway.db'}")
    else:
        engine = connect(request.getfixturevalue("postgres_url"))
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())
    yield engine
    engine.dispose()


@pytest.fixture
def house(database: Database) -> House:
    """The gateway on that database."""
    return House(database)


@pytest.fixture
def small_engine() -> Iterator[SmallEngine]:
    """An engine that answers every message with its own words."""
    with running(SmallEngine(echo)) as engine:
        yield engine
