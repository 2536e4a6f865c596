"""The HTTP routes of the chat page and of the widget on other sites."""

import asyncio
import hmac
import json
from collections.abc import AsyncIterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import yaml
from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.templating import Jinja2Templates
from pydantic import BaseModel, Field
from sse_starlette import EventSourceResponse, ServerSentEvent

from gateway.bell import Bell
from gateway.conversation_work import ConversationWork
from gateway.events import PAGE, Address, Incoming
from gateway.forgetting import Forgetting
from gateway.inbox import Inbox, Stored, Taken
from gateway.models import INBOUND, Message
from gateway.transcript import Transcript
from reply import Reply

CHANNEL = "web"
LONGEST_MESSAGE = 6000
"""Characters; longer ones are refused with 413."""
_FOLDER = Path(__file__).parent
_SECONDS_TO_WAIT = 25.0
_SECONDS_BETWEEN_LOOKS = 5.0
"""How soon an event stream sees what another process stored."""
_SECONDS_BETWEEN_PINGS = 15
_DIRECTIONS = {"fr": "ltr", "ar": "rtl", "en": "ltr"}
_templates = Jinja2Templates(_FOLDER)


class Position(BaseModel):
    """Where somebody is, in degrees."""

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class Posted(BaseModel):
    """A message as the page sends it; `id` makes sending it twice harmless."""

    conversation: UUID
    id: UUID
    text: str = Field(default="", max_length=LONGEST_MESSAGE)
    payload: str | None = Field(default=None, max_length=300)
    position: Position | None = None
    language: str | None = Field(default=None, pattern="^(fr|ar|en)$")


class WebChat:
    """What the routes need of the gateway."""

    def __init__(
        self, inbox: Inbox, transcript: Transcript, turns: ConversationWork, forgetting: Forgetting, bell: Bell
    ) -> None:
        """See the classes."""
        self.inbox = inbox
        self.transcript = transcript
        self.turns = turns
        self.forgetting = forgetting
        self.bell = bell

    async def answers(self, stored: Stored, address: Address) -> tuple[list[Reply], bool]:
        """The replies to a message, waited for, and whether the answer is still to come."""
        replies = await asyncio.to_thread(self.transcript.replies_to, stored.message_id)
        if not replies:
            task = self.turns.start(stored.conversation_id)
            await asyncio.wait([task], timeout=_SECONDS_TO_WAIT)
            replies = await asyncio.to_thread(self._replies_to, stored, address)
        pending = await asyncio.to_thread(self.transcript.is_unanswered, stored.message_id)
        return replies, pending

    def _replies_to(self, stored: Stored, address: Address) -> list[Reply]:
        replies = self.transcript.replies_to(stored.message_id)
        number = None if replies else self.transcript.conversation_id(CHANNEL, address)
        return replies if number is None else self.transcript.last_words(number)

    async def events(self, address: Address, after: int) -> AsyncIterator[ServerSentEvent]:
        """Every message of a conversation with a higher number, as it comes, until the conversation is gone."""
        number = await asyncio.to_thread(self.transcript.conversation_id, CHANNEL, address)
        while number is not None:
            for message in await asyncio.to_thread(self.transcript.messages, number, after):
                after = message.id
                data = json.dumps(entry(message), ensure_ascii=False)
                yield ServerSentEvent(id=str(message.id), event="message", data=data)
            await self.bell.wait(number, _SECONDS_BETWEEN_LOOKS)
            number = await asyncio.to_thread(self.transcript.conversation_id, CHANNEL, address)


@lru_cache(maxsize=1)
def page_words() -> dict[str, dict[str, str]]:
    """Language → key → words of the page."""
    raw: dict[str, dict[str, str]] = yaml.safe_load((_FOLDER / "words.yml").read_text(encoding="utf-8"))
    return {language: {key: texts[language] for key, texts in raw.items()} for language in _DIRECTIONS}


def public(reply: Reply) -> dict[str, Any]:
    """A reply without its trace, for the page."""
    values = reply.to_dict()
    del values["trace"]
    return values


def entry(message: Message) -> dict[str, Any]:
    """A message as the page shows it."""
    return {
        "number": message.id,
        "id": message.external_id,
        "from": "person" if message.direction == INBOUND else "assistant",
        "text": message.text,
        "reply": public(Reply.from_dict(message.reply)) if message.reply else None,
    }


def chat_routes(chat: WebChat, evaluation_token: str) -> APIRouter:
    """The page and its API. With `evaluation_token` in `X-Dalil-Evaluation`, replies come with their trace."""
    router = APIRouter()

    @router.get("/", response_class=HTMLResponse)
    def page(request: Request, lang: str | None = None) -> Response:
        language = lang if lang in _DIRECTIONS else _preferred(request.headers.get("accept-language", ""))
        context = {"language": language, "direction": _DIRECTIONS[language], "words": page_words()[language]}
        return _templates.TemplateResponse(request, "page.html", context)

    @router.post("/chat/messages")
    async def post(posted: Posted, x_dalil_evaluation: Annotated[str, Header()] = "") -> JSONResponse:
        try:
            stored = await asyncio.to_thread(chat.inbox.store, _incoming(posted))
        except Taken:
            return JSONResponse({"error": "this id belongs to another conversation"}, status_code=409)
        replies, pending = await chat.answers(stored, _address(posted.conversation))
        evaluating = hmac.compare_digest(x_dalil_evaluation.encode(), evaluation_token.encode())
        shown = [reply.to_dict() if evaluating else public(reply) for reply in replies]
        return JSONResponse({"pending": pending, "replies": shown}, status_code=200 if shown else 202)

    @router.get("/chat/messages")
    def history(conversation: UUID, after: int = 0) -> dict[str, Any]:
        number = chat.transcript.conversation_id(CHANNEL, _address(conversation))
        if number is None:
            return {"messages": [], "pending": False}
        messages = chat.transcript.messages(number, after)
        return {"messages": [entry(message) for message in messages], "pending": chat.transcript.is_waiting(number)}

    @router.get("/chat/events")
    async def events(
        conversation: UUID, after: int = 0, last_event_id: Annotated[int | None, Header()] = None
    ) -> EventSourceResponse:
        stream = chat.events(_address(conversation), after if last_event_id is None else last_event_id)
        return EventSourceResponse(stream, ping=_SECONDS_BETWEEN_PINGS)

    @router.delete("/chat/conversations/{conversation}", status_code=204)
    def forget(conversation: UUID) -> None:
        chat.forgetting.forget(CHANNEL, _address(conversation))

    return router


def _address(conversation: UUID) -> Address:
    return Address(PAGE, str(conversation))


def _incoming(posted: Posted) -> Incoming:
    position = (posted.position.latitude, posted.position.longitude) if posted.position else None
    return Incoming(
        channel=CHANNEL,
        addresses=(_address(posted.conversation),),
        external_id=str(posted.id),
        text=posted.text,
        payload=posted.payload,
        position=position,
        language=posted.language,
    )


def _preferred(accept_language: str) -> str:
    for part in accept_language.split(","):
        code = part.strip()[:2].lower()
        if code in _DIRECTIONS:
            return code
    return "fr"
