"""Lets the assistant come back to people whom no human answers, also when they write nothing."""

import asyncio
import logging
from collections.abc import Callable

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from gateway.handoff.turns import HandoffTurns
from gateway.models import HUMAN_THERE, Conversation
from gateway.writing import writing

logger = logging.getLogger(__name__)

_SECONDS_BETWEEN = 15.0


class HandoffSweep:
    """Ends what is late, in one database."""

    def __init__(self, database: Engine, turns: HandoffTurns, said: Callable[[int], None]) -> None:
        """`said` is told each conversation in which the person is told something."""
        self._database = database
        self._turns = turns
        self._said = said

    def end_late(self) -> list[int]:
        """The conversations in which the assistant is back now."""
        with Session(self._database) as session:
            late = select(Conversation.id).where(Conversation.handoff == HUMAN_THERE, self._turns.is_late(session))
            numbers = list(session.scalars(late))
        return [number for number in numbers if self._end(number)]

    def _end(self, number: int) -> bool:
        with writing(self._database) as session:
            return self._turns.come_back_late(session, number)

    async def run(self) -> None:
        """Again and again."""
        while True:
            try:
                for number in await asyncio.to_thread(self.end_late):
                    self._said(number)
            except Exception as error:  # noqa: BLE001 - whatever is wrong now, the next time must come
                logger.error("Late conversations cannot be given back: %s", type(error).__name__)
            await asyncio.sleep(_SECONDS_BETWEEN)
