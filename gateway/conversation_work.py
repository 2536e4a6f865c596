"""Work that is done for one conversation after the other's, several conversations at a time, also after a crash."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_SWEEPS = 1.0
_AT_ONCE = 16
"""Conversations; more would only wait inside the engine."""

Step = Callable[[int], Awaitable[bool]]
"""Does the next piece of work of a conversation; False when there is none."""


class ConversationWork:
    """Runs steps, in each conversation one at a time, in this process."""

    def __init__(self, step: Step, unfinished: Callable[[], list[int]]) -> None:
        """`unfinished` reads from the database which conversations have work."""
        self._step = step
        self._unfinished = unfinished
        self._running: dict[int, asyncio.Task[None]] = {}
        self._wanted: set[int] = set()
        self._slots = asyncio.Semaphore(_AT_ONCE)

    def start(self, conversation_id: int) -> "asyncio.Task[None]":
        """Do all that is due in a conversation; a running task is joined instead of doubled."""
        self._wanted.add(conversation_id)
        task = self._running.get(conversation_id)
        if task is None:
            task = asyncio.create_task(self._do_all(conversation_id))
            self._running[conversation_id] = task
            task.add_done_callback(lambda done: self._ended(conversation_id, done))
        return task

    async def sweep(self) -> None:
        """Again and again, take up what has become due or an earlier process left unfinished."""
        while True:
            try:
                for conversation_id in await asyncio.to_thread(self._unfinished):
                    self.start(conversation_id)
            except Exception as error:  # noqa: BLE001 - whatever is wrong now, the next sweep must come
                logger.error("Unfinished work cannot be read: %s", type(error).__name__)
            await asyncio.sleep(SECONDS_BETWEEN_SWEEPS)

    async def finish(self, seconds: float) -> None:
        """Wait for what is running, at most so long; what is not done stays in the database."""
        if self._running:
            await asyncio.wait(list(self._running.values()), timeout=seconds)

    async def _do_all(self, conversation_id: int) -> None:
        while conversation_id in self._wanted:
            self._wanted.discard(conversation_id)
            async with self._slots:
                while await self._step(conversation_id):
                    pass

    def _ended(self, conversation_id: int, task: "asyncio.Task[None]") -> None:
        self._running.pop(conversation_id, None)
        if not task.cancelled() and (error := task.exception()):
            # What was to be done is still in the database: the next sweep takes it up.
            logger.error("A step failed: %s", type(error).__name__)
