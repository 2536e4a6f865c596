"""Takes from the message log, before it is deleted, what is counted and what is to be reviewed."""

import asyncio
import logging
from datetime import UTC, datetime

from sqlalchemy import Engine as Database
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from desk.review.cases import case_of, case_of_disliked
from desk.review.grouping import Groups, has_ungrouped
from desk.statistics.models import CollectorPosition
from desk.statistics.tally import add_counts
from gateway.settled import Step, next_step
from knowledge.models import ReviewEntry

logger = logging.getLogger(__name__)

_BETWEEN = 60.0
"""Seconds between two looks when there is nothing left to do."""
_REST = 0.1
"""Seconds between two steps of a long log."""
_AT_ONCE = 50
"""Messages of one step: a fraction of a second."""
_ONLY = 1
"""Id of the only row of `CollectorPosition`."""


class Collector:
    """Reads the log of one database, once, however many processes do so and however often they are killed.

    Only the position in the log is kept, no message's id: what is stored together with a new position was never stored
    before, because two processes that begin at the same position cannot both move it.
    """

    def __init__(self, database: Database) -> None:
        """`database` has the tables of gateway, knowledge and desk."""
        self._database = database
        self._groups = Groups()

    async def run(self) -> None:
        """Again and again."""
        while True:
            more = False
            try:
                more = await asyncio.to_thread(self.collect)
            except Exception as error:  # noqa: BLE001 - whatever is wrong now, the next time must come
                logger.error("The message log could not be counted: %s", type(error).__name__)
            await asyncio.sleep(_REST if more else _BETWEEN)

    def collect(self) -> bool:
        """One step; True when there may be more to do at once."""
        with Session(self._database) as session:
            position = self._position(session)
            step = next_step(session, position, _AT_ONCE, datetime.now(UTC))
            entries = _entries(session, step)
            idle = step.last_id == position and not has_ungrouped(session)
            if not idle:
                self._groups.learn(session)  # now, because others wait while something is stored
        return False if idle else self._store(position, step, entries)

    def _position(self, session: Session) -> int:
        row = session.get(CollectorPosition, _ONLY)
        if row:
            return row.message_id
        try:
            session.add(CollectorPosition(id=_ONLY, message_id=0))
            session.commit()
        except IntegrityError:  # another process was quicker
            session.rollback()
        return session.get_one(CollectorPosition, _ONLY).message_id

    def _store(self, position: int, step: Step, entries: list[ReviewEntry]) -> bool:
        """Store what came of a step, unless another process has done so meanwhile."""
        moved = (
            update(CollectorPosition)
            .where(CollectorPosition.id == _ONLY, CollectorPosition.message_id == position)
            .values(message_id=step.last_id)
            .returning(CollectorPosition.id)
        )
        with Session(self._database) as session, session.begin():
            if session.execute(moved).first() is None:
                return True
            add_counts(session, step.exchanges, step.human_turns)
            session.add_all(entries)
            session.flush()
            self._groups.give(session)
        return step.is_full


def _entries(session: Session, step: Step) -> list[ReviewEntry]:
    cases = [case_of(session, exchange) for exchange in step.exchanges]
    disliked = [case_of_disliked(session, exchange) for exchange in step.disliked]
    return [entry for entry in (*cases, *disliked) if entry]
