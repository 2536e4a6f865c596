"""What the engine remembers of conversations, so that it can be forgotten."""

from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError, ProgrammingError


class EngineMemory:
    """The engine's own conversation store (Rasa's SQL tracker store)."""

    def __init__(self, url: str) -> None:
        """`url` is the store's address, see `Settings.tracker_url`."""
        self._engine = create_engine(url.replace("postgresql+psycopg2:", "postgresql+psycopg:", 1))

    def forget(self, engine_id: str) -> None:
        """Delete all events of a conversation; an engine that never ran remembers nothing."""
        try:
            with self._engine.begin() as connection:
                connection.execute(text("DELETE FROM events WHERE sender_id = :sender"), {"sender": engine_id})
        except (OperationalError, ProgrammingError) as error:
            if "events" not in str(error.orig):
                raise
