"""Puts the gateway together: message log, turns, the chat page and WhatsApp."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from fastapi import APIRouter
from sqlalchemy import Engine as Database
from sqlalchemy.exc import SQLAlchemyError

from app.address_key import address_book
from app.danger_without_engine import DangerWithoutEngine
from app.engine_memory import EngineMemory
from app.model_file import model_for
from app.retention import Retention
from app.settings import WHATSAPP_SETTINGS, Settings
from app.unavailable import WithoutEngine
from desk.inbox.hours import DeskOpening
from desk.statistics.collector import Collector
from gateway.addresses import AddressBook
from gateway.answering import Answering
from gateway.bell import Bell
from gateway.conversation_work import ConversationWork
from gateway.engine import Engine
from gateway.forgetting import Forgetting
from gateway.handoff.sentences import Sentences
from gateway.handoff.sweeping import HandoffSweep
from gateway.inbox import Inbox
from gateway.outbox import Outbox
from gateway.transcript import Transcript
from gateway.transcription import Transcriber
from gateway.turn_queue import TurnQueue
from gateway.web_chat.chat import WebChat
from gateway.web_chat.pages import page_routes
from gateway.web_chat.routes import chat_routes
from gateway.whatsapp import CHANNEL as WHATSAPP
from gateway.whatsapp.delivery import WhatsAppDelivery
from gateway.whatsapp.graph import Graph
from gateway.whatsapp.helper import WhatsAppHelper
from gateway.whatsapp.routes import whatsapp_routes
from gateway.words import privacy_notice

logger = logging.getLogger(__name__)
_SECONDS_TO_FINISH = 2.0


class Gateway:
    """Everything that answers people, of one process."""

    def __init__(self, configuration: Settings, database: Database, engine: Engine) -> None:
        """`database` is migrated; `engine` is closed by whoever made it."""
        for name in ("httpx", "httpcore"):  # their lines hold addresses with ids
            logging.getLogger(name).setLevel(logging.WARNING)
        self._configuration = configuration
        self._database = database
        self._bell = Bell()
        self.addresses = address_book(configuration)
        self._whatsapp = WhatsApp(configuration, database, self.addresses) if configuration.has_whatsapp else None
        memory = EngineMemory(configuration.tracker_url)
        self._forgetting = Forgetting(database, self.addresses, memory.forget)
        self._retention = Retention(database, self._forgetting, memory, configuration.retention_days)
        self._inbox = Inbox(database, self.addresses)
        self._transcript = Transcript(database, self.addresses)
        sentences = Sentences(configuration.operator)
        self._queue = TurnQueue(database, self.addresses, [WHATSAPP], DeskOpening(), sentences)
        answering = Answering(
            self._queue,
            self._transcript,
            engine,
            WithoutEngine(DangerWithoutEngine(model_for(configuration)).kind),
            self._forgetting,
            configuration.sender_limit,
            self.said,
            {WHATSAPP: self._whatsapp.helper} if self._whatsapp else {},
        )
        self._turns = ConversationWork(answering.answer_next, self._queue.unfinished)
        self._tasks: list[asyncio.Task[None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    def routes(self) -> list[APIRouter]:
        """The chat page, and WhatsApp's webhook if the channel is set up."""
        notice = _notice(self._configuration)
        chat = WebChat(self._inbox, self._transcript, self._turns, self._forgetting, self._bell, notice)
        routes = [page_routes(), chat_routes(chat, self._configuration.secret("evaluation-token"))]
        if self._whatsapp:
            routes.append(self._whatsapp.routes(self._inbox, self._turns.start))
        return routes

    async def start(self) -> None:
        """Take up what an earlier process left, and go on with everything that is due."""
        self._loop = asyncio.get_running_loop()
        if self._whatsapp is None:
            logger.warning("WhatsApp is off: it needs %s (docs/operators.md)", ", ".join(WHATSAPP_SETTINGS))
        await _release(self._database, self._queue.release)
        works = [
            self._turns.sweep(),
            self._retention.run(),
            HandoffSweep(self._database, self._queue.handoffs, self.said).run(),
            Collector(self._database).run(),
        ]
        if self._whatsapp:
            works.append(self._whatsapp.run())
        self._tasks = [asyncio.create_task(work) for work in works]

    async def stop(self) -> None:
        """End; what is unfinished stays in the database."""
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self._turns.finish(_SECONDS_TO_FINISH)
        if self._whatsapp:
            await self._whatsapp.sending.finish(_SECONDS_TO_FINISH)
            await self._whatsapp.close()

    def problem(self) -> str | None:
        """What somebody has to mend so that replies go out; None when all is well."""
        return "refused by Meta" if self._whatsapp and self._whatsapp.delivery.is_refused else None

    def said_elsewhere(self, conversation_id: int) -> None:
        """As `said`, from any thread. Raises RuntimeError before the start."""
        if self._loop is None:
            raise RuntimeError("the gateway does not run")
        self._loop.call_soon_threadsafe(self.said, conversation_id)

    def said(self, conversation_id: int) -> None:
        """There is something to send or to show in a conversation."""
        self._bell.ring(conversation_id)
        if self._whatsapp:
            self._whatsapp.sending.start(conversation_id)


class WhatsApp:
    """The parts of the channel."""

    def __init__(self, configuration: Settings, database: Database, addresses: AddressBook) -> None:
        """The settings of the channel are given."""
        self._configuration = configuration
        self._database = database
        self._graph = Graph(
            configuration.whatsapp_graph_url,
            configuration.whatsapp_token.get_secret_value(),
            configuration.whatsapp_phone_number_id,
        )
        self._transcriber = _transcriber(configuration)
        self.helper = WhatsAppHelper(self._graph, self._transcriber)
        self._outbox = Outbox(database, addresses, WHATSAPP)
        self.delivery = WhatsAppDelivery(
            self._outbox, self._graph, configuration.whatsapp_template, _notice(configuration)
        )
        self.sending = ConversationWork(self.delivery.send_next, self._outbox.unfinished)

    def routes(self, inbox: Inbox, start: Callable[[int], object]) -> APIRouter:
        """The webhook."""
        settings = self._configuration
        return whatsapp_routes(
            inbox,
            start,
            settings.whatsapp_app_secret.get_secret_value(),
            settings.whatsapp_verify_token.get_secret_value(),
            settings.whatsapp_phone_number_id,
        )

    async def run(self) -> None:
        """Send what waits, as long as the process lives."""
        await _release(self._database, self._outbox.release)
        await self.sending.sweep()

    async def close(self) -> None:
        """Close the connections."""
        await self._graph.close()
        if self._transcriber:
            await self._transcriber.close()


async def _release(database: Database, release: Callable[[], None]) -> None:
    """Take up what an earlier process was at, where this one is the only one; without it, that is done by age."""
    if database.dialect.name != "sqlite":
        return
    try:
        await asyncio.to_thread(release)
    except SQLAlchemyError as error:
        logger.error("What was begun before this start cannot be read: %s", type(error).__name__)


def _notice(configuration: Settings) -> Callable[[str], str]:
    return partial(privacy_notice, operator=configuration.operator, days=configuration.retention_days)


def _transcriber(configuration: Settings) -> Transcriber | None:
    if not configuration.transcription_url:
        return None
    token = configuration.transcription_token.get_secret_value()
    return Transcriber(configuration.transcription_url, token, configuration.transcription_model)
