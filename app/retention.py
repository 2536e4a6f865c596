"""Deletes what has been kept long enough."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from app.engine_memory import EngineMemory
from gateway.forgetting import Forgetting
from gateway.writing import writing
from knowledge.directory_editing.import_preview import forget_expired
from knowledge.review import forget_reviews_before

logger = logging.getLogger(__name__)

_BETWEEN = 600.0
"""Seconds."""
_LAST_WORD_STAYS = timedelta(minutes=10)
"""So long the confirmation of "delete my data" waits for a page that lost its connection."""


class Retention:
    """Deletes by age: messages, addresses, requests, what the engine remembers, questions for review, old uploads."""

    def __init__(self, database: Engine, forgetting: Forgetting, memory: EngineMemory, days: int) -> None:
        """`days` is how long anything is kept."""
        self._database = database
        self._forgetting = forgetting
        self._memory = memory
        self._days = timedelta(days=days)

    def tidy(self) -> None:
        """Delete what is too old now."""
        now = datetime.now(UTC)
        self._forgetting.forget_ended(now - _LAST_WORD_STAYS)
        self._forgetting.forget_before(now - self._days)
        self._memory.forget_before(now - self._days)
        forget_reviews_before(self._database, now - self._days)
        with writing(self._database) as session:
            forget_expired(session, now)

    async def run(self) -> None:
        """Again and again."""
        while True:
            try:
                await asyncio.to_thread(self.tidy)
            except Exception as error:  # noqa: BLE001 - whatever is wrong now, the next time must come
                logger.error("Old messages could not be deleted: %s", type(error).__name__)
            await asyncio.sleep(_BETWEEN)
