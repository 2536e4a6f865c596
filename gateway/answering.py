"""What a turn is answered with: by the engine, by the gateway itself, or honestly later."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Protocol

from gateway.choices import read_choice
from gateway.engine import Engine, EngineError, TurnFailed, as_text
from gateway.events import AUDIO, CONTACTS, FILE, UNSUPPORTED
from gateway.forgetting import Forgetting
from gateway.pause import Pause
from gateway.transcript import Transcript
from gateway.turn_queue import Answer, Turn, TurnQueue
from gateway.words import said
from reply import Reply

logger = logging.getLogger(__name__)

TURNS_PER_SESSION = 50
_UNREAD = (FILE, CONTACTS, UNSUPPORTED)
_DANGER_WAITS = 5.0
"""Seconds until a message with a sign of danger is answered without the engine."""
_MOST_ATTEMPTS = 2880
"""A day, when every pause is the longest: then it is too late for an answer."""
_SHORTEST_PAUSE = timedelta(seconds=1)
_MOST_FAILURES = 10
"""Of one message inside a working engine, over about 18 minutes: it would keep all later ones of the person waiting."""


class WithoutEngine(Protocol):
    """What can be said when the engine does not answer."""

    def sign_of_danger(self, text: str) -> bool:
        """True when words of the text are a sign of danger; quick."""

    def reply(self, text: str, language: str | None) -> Reply:
        """An urgent answer when the text speaks of danger, else that an answer will follow."""


class Helper(Protocol):
    """What a channel can do beside sending replies."""

    async def show_typing(self, external_id: str) -> None:
        """Show the sender of a message that it was read and is being answered; never fails."""

    async def hear(self, media_id: str, language: str | None) -> str | None:
        """The words of a voice message; None when they cannot be had."""


class Answering:
    """Answers turns of one process."""

    def __init__(
        self,
        queue: TurnQueue,
        transcript: Transcript,
        engine: Engine,
        without_engine: WithoutEngine,
        forgetting: Forgetting,
        most_messages: int,
        said: Callable[[int], None],
        helpers: Mapping[str, Helper],
    ) -> None:
        """`most_messages` is how many one person may send within `COUNTED`; `said` is told the conversation after each
        turn; not all channels have a helper."""
        self._queue = queue
        self._transcript = transcript
        self._engine = engine
        self._without_engine = without_engine
        self._forgetting = forgetting
        self._typing: set[asyncio.Task[None]] = set()
        self._most_messages = most_messages
        self._said = said
        self._helpers = helpers
        self._pause = Pause(first=2.0, longest=30.0)
        self._failures: Counter[int] = Counter()
        """By message: how often its turn failed inside the engine."""

    def _cannot_wait(self, text: str) -> bool:
        return self._without_engine.reply(text, None).urgent

    async def answer_next(self, conversation_id: int) -> bool:
        """Answer the next message of a conversation; False when none is due."""
        turn = await asyncio.to_thread(self._queue.claim, conversation_id, self._cannot_wait)
        if turn is None:
            return False
        await self._answer(turn)
        self._said(conversation_id)
        return True

    async def _answer(self, turn: Turn) -> None:
        """Answer one claimed turn and store what came of it."""
        if turn.recent > self._most_messages:
            await self._slow_down(turn)
            return
        self._show_typing(turn)
        answer = await self._own_answer(turn)
        if answer is None:
            await self._ask(turn)
        else:
            await asyncio.to_thread(self._queue.finish, turn, answer)

    def _show_typing(self, turn: Turn) -> None:
        helper = self._helpers.get(turn.channel)
        if helper and turn.attempts == 0 and not turn.with_human:
            task = asyncio.create_task(helper.show_typing(turn.external_id))
            self._typing.add(task)
            task.add_done_callback(self._typing.discard)

    async def _own_answer(self, turn: Turn) -> Answer | None:
        """What needs no engine."""
        if turn.kind in _UNREAD:
            return self._sentence(turn.kind, turn)
        if turn.payload and (named := read_choice(turn.payload)) and named.page is not None:
            said_before = await asyncio.to_thread(self._transcript.said, named.message_id, turn.conversation_id)
            return Answer(*said_before, named.page) if said_before else self._sentence(UNSUPPORTED, turn)
        return None

    async def _ask(self, turn: Turn) -> None:
        text = await self._words_of(turn)
        if text is None:
            await asyncio.to_thread(self._queue.finish, turn, self._sentence(AUDIO, turn))
        elif turn.attempts >= _MOST_ATTEMPTS:
            await asyncio.to_thread(self._queue.close, turn)
        else:
            await self._ask_engine(turn, text)

    async def _words_of(self, turn: Turn) -> str | None:
        if turn.kind != AUDIO:
            return turn.text
        helper = self._helpers.get(turn.channel)
        heard = await helper.hear(turn.media_id, turn.language) if helper and turn.media_id else None
        if heard:
            await asyncio.to_thread(self._queue.write_down, turn, heard)
        return heard

    async def _slow_down(self, turn: Turn) -> None:
        """Danger is answered whatever the number; of all else one message says why it is not."""
        reply = await asyncio.to_thread(self._without_engine.reply, turn.text, turn.language)
        if reply.urgent:
            await asyncio.to_thread(self._queue.finish, turn, Answer(reply))
        elif turn.recent == self._most_messages + 1:
            await asyncio.to_thread(self._queue.finish, turn, self._sentence("too_many", turn, reply.language))
        else:
            await asyncio.to_thread(self._queue.close, turn)

    async def _ask_engine(self, turn: Turn, text: str) -> None:
        try:
            reply = await self._from_engine(turn, text)
        except EngineError as error:
            logger.warning("The engine did not answer a turn: %s", error)
            await self._later(turn, text, isinstance(error, TurnFailed))
            return
        self._failures.pop(turn.message_id, None)
        stored = await asyncio.to_thread(self._queue.finish, turn, Answer(reply))
        # Only now: the engine writes a turn down when it ends.
        if stored and reply.forget:
            await asyncio.to_thread(self._forgetting.forget_in_engine)
        elif not stored and await asyncio.to_thread(self._queue.is_gone, turn):
            await asyncio.to_thread(self._forgetting.forget_again, turn.engine_id)

    async def _from_engine(self, turn: Turn, text: str) -> Reply:
        if self._pause.seconds:
            raise EngineError("it is left alone for a moment")
        metadata = {"language": turn.language, "language_chosen": turn.language_chosen, "again": turn.attempts > 0}
        seconds = _DANGER_WAITS if self._without_engine.sign_of_danger(text) else None
        try:
            if turn.number and turn.number % TURNS_PER_SESSION == 0:
                await self._engine.start_session(turn.engine_id)
            reply = await self._engine.ask(turn.engine_id, turn.payload or as_text(text), metadata, seconds)
        except TurnFailed:
            raise
        except EngineError:
            self._pause.failed()
            raise
        self._pause.answered()
        return reply

    async def _later(self, turn: Turn, text: str, failed_inside: bool) -> None:
        """Danger is answered now, for all else the person is told that an answer will come.

        A message that fails again and again while the engine works is given up, honestly.
        """
        reply = await asyncio.to_thread(self._without_engine.reply, text, turn.language)
        if reply.urgent:
            await asyncio.to_thread(self._queue.finish, turn, Answer(reply))
            return
        self._failures[turn.message_id] += failed_inside
        failures = self._failures[turn.message_id]
        if failures >= _MOST_FAILURES:
            del self._failures[turn.message_id]
            await asyncio.to_thread(self._queue.finish, turn, self._sentence("unanswerable", turn, reply.language))
            return
        seconds = 2.0**failures if failed_inside else self._pause.seconds
        pause = max(timedelta(seconds=seconds), _SHORTEST_PAUSE)
        await asyncio.to_thread(self._queue.defer, turn, pause, reply if turn.attempts == 0 else None)

    @staticmethod
    def _sentence(key: str, turn: Turn, language: str | None = None) -> Answer:
        """In the language of the conversation, else in the one of the message if it has words."""
        language = turn.language or language
        return Answer(Reply(said(key, language), language or "fr"))
