"""What the engine remembers of conversations, so that it can be forgotten."""

from datetime import datetime
from sqlite3 import Connection

from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

_UNDEFINED_TABLE = "42P01"
"""PostgreSQL's code."""


class EngineMemory:
    """The engine's own conversation store (Rasa's SQL tracker store)."""

    def __init__(self, url: str) -> None:
        """`url` is the store's address, see `Settings.tracker_url`."""
        self._engine = create_engine(
            url.replace("postgresql+psycopg2:", "postgresql+psycopg:", 1), pool_pre_ping=True, hide_parameters=True
        )
        if self._engine.dialect.name == "sqlite":
            # Not `knowledge.database.connect`: a write-ahead log beside the file would keep what was deleted for days.
            event.listen(self._engine, "connect", _overwrite_what_is_deleted)

    def forget(self, engine_id: str) -> None:
        """Delete all events of a conversation; an engine that never ran remembers nothing."""
        self._delete("sender_id = :sender", {"sender": engine_id})

    def forget_before(self, moment: datetime) -> None:
        """Delete all events from before, whoever's they are."""
        self._delete("timestamp < :moment", {"moment": moment.timestamp()})

    def _delete(self, condition: str, values: dict[str, str | float]) -> None:
        try:
            with self._engine.begin() as connection:
                connection.execute(text(f"DELETE FROM events WHERE {condition}"), values)  # noqa: S608 - our own words
        except (OperationalError, ProgrammingError) as error:
            if not _is_missing_table(error):
                raise


def _is_missing_table(error: DBAPIError) -> bool:
    return str(error.orig) == "no such table: events" or getattr(error.orig, "sqlstate", None) == _UNDEFINED_TABLE


def _overwrite_what_is_deleted(connection: Connection, _: object) -> None:
    connection.execute("PRAGMA secure_delete=ON")
