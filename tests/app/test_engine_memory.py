"""Forgetting in the engine's memory: only a memory that does not exist yet may be missing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from app.engine_memory import EngineMemory
from tests.postgres import new_database


@contextmanager
def as_engine_writes(url: str) -> Iterator[Database]:
    """The engine's side of its store."""
    engine = create_engine(url)
    yield engine
    engine.dispose()


def execute(database: Database, *statements: str) -> None:
    with database.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty store, on each kind of database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'tracker.db'}"
        return
    with new_database(request.getfixturevalue("postgres_url")) as address:
        yield address


def test_an_engine_that_never_ran_remembers_nothing(url: str) -> None:
    memory = EngineMemory(url)
    memory.forget("anna")
    memory.forget_before(datetime.now(UTC))


def test_a_conversation_is_forgotten_and_the_others_stay(url: str) -> None:
    with as_engine_writes(url) as engine:
        execute(
            engine,
            "CREATE TABLE events (sender_id TEXT, timestamp FLOAT)",
            "INSERT INTO events VALUES ('anna', 1), ('omar', 1)",
        )
        EngineMemory(url).forget("anna")
        with engine.connect() as connection:
            assert connection.execute(text("SELECT sender_id FROM events")).scalars().all() == ["omar"]


def test_an_error_that_only_speaks_of_the_events_is_not_swallowed(url: str) -> None:
    with as_engine_writes(url) as engine:
        execute(engine, "CREATE VIEW events AS SELECT DISTINCT 'anna' AS sender_id")
    with pytest.raises(DBAPIError, match="events"):
        EngineMemory(url).forget("anna")


def test_a_missing_permission_is_not_swallowed(postgres_url: str) -> None:
    with new_database(postgres_url) as url, as_engine_writes(url) as engine:
        execute(
            engine, "CREATE TABLE events (sender_id TEXT)", "DROP ROLE IF EXISTS stranger", "CREATE ROLE stranger LOGIN"
        )
        with pytest.raises(DBAPIError, match="permission denied for table events"):
            EngineMemory(url.replace("postgres@", "stranger@")).forget("anna")


def test_what_is_forgotten_is_in_no_file_of_the_store_any_more(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'tracker.db'}"
    with as_engine_writes(url) as engine:
        execute(
            engine,
            "CREATE TABLE events (sender_id TEXT, data TEXT)",
            "INSERT INTO events VALUES ('anna', 'my husband beats me'), ('omar', 'stays')",
        )
        EngineMemory(url).forget("anna")
        files = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"stays" in files
    assert b"my husband" not in files
