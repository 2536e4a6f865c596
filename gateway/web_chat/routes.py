"""The HTTP routes of the chat: its API, for the page here and for the widget on other sites."""

import asyncio
import hmac
from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, HTTPException, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, field_validator
from sse_starlette import EventSourceResponse

from gateway.events import PAGE, Address, Incoming
from gateway.inbox import Taken
from gateway.web_chat.chat import CHANNEL, WebChat
from reply import Reply

LONGEST_MESSAGE = 6000
"""Characters; longer ones are refused with 413."""
_SECONDS_BETWEEN_PINGS = 15
_LARGEST_NUMBER = 2**31 - 1
"""Of a message, in every database."""
Number = Annotated[int, Query(ge=0, le=_LARGEST_NUMBER)]


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

    @field_validator("text")
    @classmethod
    def _is_storable(cls, text: str) -> str:
        """No database takes NUL or half a character."""
        return text.replace("\0", "").encode("utf-8", "replace").decode()

    def incoming(self) -> Incoming:
        """The message as the gateway knows it."""
        return Incoming(
            channel=CHANNEL,
            addresses=(_address(self.conversation),),
            external_id=str(self.id),
            text=self.text,
            payload=self.payload,
            position=(self.position.latitude, self.position.longitude) if self.position else None,
            language=self.language,
        )


def chat_routes(chat: WebChat, evaluation_token: str) -> APIRouter:
    """The chat's API. With `evaluation_token` in `X-Dalil-Evaluation`, replies come with their trace."""
    router = APIRouter()

    @router.post("/chat/messages")
    async def post(posted: Posted, x_dalil_evaluation: Annotated[str, Header()] = "") -> JSONResponse:
        incoming = posted.incoming()
        try:
            stored = await asyncio.to_thread(chat.inbox.store, incoming)
        except Taken as error:
            raise HTTPException(422) from error
        evaluating = hmac.compare_digest(x_dalil_evaluation.encode(), evaluation_token.encode())
        if evaluating:
            await asyncio.to_thread(chat.inbox.mark_as_test, stored)
        replies, pending = await chat.answers(stored, incoming.addresses[0])
        show: Callable[[Reply, bool], dict[str, Any]] = chat.traced if evaluating else chat.public
        shown = [show(*reply) for reply in replies]
        return JSONResponse({"pending": pending, "replies": shown}, status_code=200 if shown else 202)

    @router.get("/chat/messages")
    def history(conversation: UUID, after: Number = 0) -> dict[str, Any]:
        number = chat.transcript.conversation_id(CHANNEL, _address(conversation))
        if number is None:
            return {"messages": [], "pending": False}
        messages = chat.transcript.messages(number, after)
        return {"messages": list(map(chat.entry, messages)), "pending": chat.transcript.is_waiting(number)}

    @router.get("/chat/events")
    async def events(
        conversation: UUID,
        after: Number = 0,
        last_event_id: Annotated[int | None, Header(ge=0, le=_LARGEST_NUMBER)] = None,
    ) -> EventSourceResponse:
        stream = chat.events(_address(conversation), after if last_event_id is None else last_event_id)
        return EventSourceResponse(stream, ping=_SECONDS_BETWEEN_PINGS)

    @router.delete("/chat/conversations/{conversation}", status_code=204)
    def forget(conversation: UUID) -> None:
        chat.forgetting.forget(CHANNEL, _address(conversation))

    return router


def _address(conversation: UUID) -> Address:
    return Address(PAGE, str(conversation))
