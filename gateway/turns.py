"""Answering stored messages: one at a time per conversation, in order, also after a crash."""

import asyncio
import logging
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from gateway.engine import Engine, EngineError, as_text
from gateway.message_log import MessageLog, Turn
from reply import Reply

logger = logging.getLogger(__name__)

TURNS_PER_SESSION = 50
SECONDS_BETWEEN_SWEEPS = 5
ForgetInEngine = Callable[[str], None]
"""Deletes what the engine remembers of a conversation, by the name it has there."""
Unavailable = Callable[[str, str | None], Reply]
"""What to say when the engine does not answer: (text, language so far) → reply; danger is still answered."""


class Turns:
    """Runs the turns of one process."""

    def __init__(
        self, log: MessageLog, engine: Engine, unavailable: Unavailable, forget_in_engine: ForgetInEngine
    ) -> None:
        """See `Unavailable` for what is said without the engine."""
        self._forget_in_engine = forget_in_engine
        self._log = log
        self._engine = engine
        self._unavailable = unavailable
        self._running: dict[int, asyncio.Task[None]] = {}
        self._waiting: set[int] = set()
        self._last_words: dict[int, Reply] = {}

    def forget(self, channel: str, external_id: str) -> None:
        """Delete a conversation here and in the engine."""
        engine_id = self._log.forget(channel, external_id)
        if engine_id:
            self._forget_in_engine(engine_id)

    def last_words(self, conversation_id: int) -> list[Reply]:
        """The reply of a conversation that was forgotten with it: said once, stored nowhere."""
        reply = self._last_words.pop(conversation_id, None)
        return [reply] if reply else []

    def start(self, conversation_id: int) -> "asyncio.Task[None]":
        """Answer all that waits in a conversation; a running task is joined instead of doubled."""
        self._waiting.add(conversation_id)
        task = self._running.get(conversation_id)
        if task is None:
            task = asyncio.create_task(self._answer_all(conversation_id))
            self._running[conversation_id] = task
            task.add_done_callback(lambda _: self._running.pop(conversation_id, None))
        return task

    async def sweep(self) -> None:
        """Again and again, answer what an earlier process left unanswered."""
        while True:
            try:
                for conversation_id in await asyncio.to_thread(self._log.unfinished):
                    self.start(conversation_id)
            except SQLAlchemyError as error:
                logger.error("Unanswered messages cannot be read: %s", type(error).__name__)
            await asyncio.sleep(SECONDS_BETWEEN_SWEEPS)

    async def _answer_all(self, conversation_id: int) -> None:
        while conversation_id in self._waiting:
            self._waiting.discard(conversation_id)
            while turn := await asyncio.to_thread(self._log.claim, conversation_id):
                reply = await self._answer(turn)
                known = await asyncio.to_thread(self._log.finish, turn, reply)
                if reply.forget:
                    self._last_words[conversation_id] = reply
                if reply.forget or not known:
                    # Only now: the engine writes a turn down when it ends.
                    await asyncio.to_thread(self._forget_in_engine, turn.engine_id)

    async def _answer(self, turn: Turn) -> Reply:
        metadata = {"language": turn.language, "language_chosen": turn.language_chosen}
        try:
            if turn.number and turn.number % TURNS_PER_SESSION == 0:
                await self._engine.start_session(turn.engine_id)
            return await self._engine.ask(turn.engine_id, turn.payload or as_text(turn.text), metadata)
        except EngineError as error:
            logger.warning("The engine did not answer a turn: %s", error)
            return await asyncio.to_thread(self._unavailable, turn.text, turn.language)
