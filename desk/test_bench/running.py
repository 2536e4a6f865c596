"""Asking the engine the whole regression set, in the background of the web process."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, TypeVar

from sqlalchemy import Engine as Database
from sqlalchemy.exc import SQLAlchemyError

from desk.context import Desk
from desk.test_bench import runs
from desk.test_bench.conversations import NEWCOMER, let_engine_forget, new_engine_id
from desk.test_bench.models import DONE, FAILED, STOPPED
from desk.test_bench.transaction import in_transaction
from gateway.engine import Engine, EngineError, TurnFailed, as_text
from reply.gold import Gold
from reply.judging import Answer, judged

logger = logging.getLogger(__name__)

AT_ONCE = 4
"""Questions: people who write meanwhile are still answered."""
_SECONDS_BETWEEN_BEATS = 5.0
_MOST_SILENCES = 3
"""So many questions in a row without an answer, and the engine is taken for down."""
_Result = TypeVar("_Result")


class Running:
    """The runs of one process."""

    def __init__(self, desk: Desk, seconds_between_beats: float = _SECONDS_BETWEEN_BEATS):
        """The desk's engine answers the questions."""
        self._desk = desk
        self._pause = seconds_between_beats
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, run_id: int) -> None:
        """Ask in the background; it goes on as long as the process lives."""
        task = asyncio.create_task(self.ask_all(run_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def ask_all(self, run_id: int) -> None:
        """Ask every question, until there are no more, somebody stops the run, or the engine is down."""
        one_run = _OneRun(self._desk.database, self._desk.engine, run_id, self._pause)
        try:
            await one_run.ask_all()
        except* SQLAlchemyError as errors:  # the run is marked as lost after a while
            logger.error("A run of the regression set ended: %s", type(errors.exceptions[0]).__name__)


class _OneRun:
    def __init__(self, database: Database, engine: Engine, run_id: int, pause: float) -> None:
        self._database = database
        self._engine = engine
        self._run_id = run_id
        self._pause = pause
        self._silences = 0
        self._goes_on = True

    async def ask_all(self) -> None:
        waiting = iter(await self._in_database(runs.to_ask))
        beating = asyncio.create_task(self._beat())
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(AT_ONCE):
                    group.create_task(self._ask_some(waiting))
        finally:
            beating.cancel()
            with suppress(asyncio.CancelledError):
                await beating
        await self._in_database(runs.end, self._run_id, self._state())

    async def _ask_some(self, waiting: Iterator[tuple[int, Gold]]) -> None:
        """All that share `waiting` ask one question each at a time, until there are no more."""
        for question_id, gold in waiting:
            engine_id = new_engine_id()
            got = await self._answer(engine_id, gold)
            await self._in_database(runs.store, self._run_id, question_id, gold, got)
            await self._in_database(let_engine_forget, engine_id)
            if not self._goes_on:
                return

    async def _answer(self, engine_id: str, gold: Gold) -> Answer | None:
        try:
            reply = await self._engine.ask(engine_id, as_text(gold.text), dict(NEWCOMER))
        except TurnFailed:
            return None
        except EngineError:
            self._silences += 1
            self._goes_on = self._goes_on and not self._is_engine_down
            return None
        self._silences = 0
        return judged(reply)

    @property
    def _is_engine_down(self) -> bool:
        return self._silences >= _MOST_SILENCES

    def _state(self) -> str:
        return DONE if self._goes_on else FAILED if self._is_engine_down else STOPPED

    async def _beat(self) -> None:
        while self._goes_on:
            if not await self._in_database(runs.beat, self._run_id):
                self._goes_on = False
            await asyncio.sleep(self._pause)

    async def _in_database(self, work: Callable[..., _Result], *arguments: Any) -> _Result:
        """What `work` gives, in a transaction and a thread of its own."""
        return await asyncio.to_thread(in_transaction, self._database, work, *arguments)
