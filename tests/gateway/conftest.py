"""A real database and a real, small engine for the gateway's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine as Database

from gateway.message_log import MessageLog
from gateway.models import Base
from knowledge.database import connect
from tests.gateway.small_engine import SmallEngine, echo, running


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty SQLite file with the message log's tables."""
    engine = connect(f"sqlite:///{tmp_path / 'gateway.db'}")
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def log(database: Database) -> MessageLog:
    """The message log of that database."""
    return MessageLog(database)


@pytest.fixture
def small_engine() -> Iterator[SmallEngine]:
    """An engine that answers every message with its own words."""
    with running(SmallEngine(echo)) as engine:
        yield engine
