"""What the engine remembers of conversations, so that it can be forgotten."""

from datetime import datetime

from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError, ProgrammingError


class EngineMemory:
    """The engine's own conversation store (Rasa's SQL tracker store)."""

    def __init__(self, url: str) -> None:
        """`url` is the store's address, see `Settings.tracker_url`."""
        self._engine = create_engine(url.replace("postgresql+psycopg2:", "postgresql+psycopg:", 1))

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
            if "events" not in str(error.orig):
                raise
