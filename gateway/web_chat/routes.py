"""The HTTP routes of the chat page."""

import asyncio
import hmac
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import yaml
from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.templating import Jinja2Templates
from pydantic import BaseModel, Field

from gateway import choices
from gateway.message_log import Inbound, MessageLog
from gateway.models import INBOUND, Message
from gateway.turns import Turns
from reply import Reply

CHANNEL = "web"
LONGEST_MESSAGE = 6000
"""Characters; longer ones are refused with 413."""
_FOLDER = Path(__file__).parent
_SECONDS_TO_WAIT = 25.0
_DIRECTIONS = {"fr": "ltr", "ar": "rtl", "en": "ltr"}
_templates = Jinja2Templates(_FOLDER)


class Posted(BaseModel):
    """A message as the page sends it; `id` makes sending it twice harmless."""

    conversation: UUID
    id: UUID
    text: str = Field(default="", max_length=LONGEST_MESSAGE)
    payload: str | None = Field(default=None, max_length=300)
    language: str | None = Field(default=None, pattern="^(fr|ar|en)$")


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


def chat_routes(log: MessageLog, turns: Turns, evaluation_token: str) -> APIRouter:
    """The page and its API. With `evaluation_token` in `X-Dalil-Evaluation`, replies come with their trace."""
    router = APIRouter()

    @router.get("/", response_class=HTMLResponse)
    def page(request: Request, lang: str | None = None) -> Response:
        language = lang if lang in _DIRECTIONS else _preferred(request.headers.get("accept-language", ""))
        context = {"language": language, "direction": _DIRECTIONS[language], "words": page_words()[language]}
        return _templates.TemplateResponse(request, "page.html", context)

    @router.post("/chat/messages")
    async def post(posted: Posted, x_dalil_evaluation: Annotated[str, Header()] = "") -> JSONResponse:
        inbound = await asyncio.to_thread(_inbound, log, posted)
        message_id, conversation_id = await asyncio.to_thread(log.store, inbound)
        replies = await _wait(log, turns, message_id, conversation_id)
        evaluating = hmac.compare_digest(x_dalil_evaluation.encode(), evaluation_token.encode())
        shown = [reply.to_dict() if evaluating else public(reply) for reply in replies]
        return JSONResponse({"pending": not shown, "replies": shown}, status_code=200 if shown else 202)

    @router.get("/chat/messages")
    def history(conversation: UUID, after: int = 0) -> dict[str, Any]:
        messages = log.history(CHANNEL, str(conversation))
        shown = [_entry(message) for message in messages if message.id > after]
        return {"messages": shown, "pending": bool(messages) and messages[-1].direction == INBOUND}

    @router.delete("/chat/conversations/{conversation}", status_code=204)
    def forget(conversation: UUID) -> None:
        turns.forget(CHANNEL, str(conversation))

    return router


def _inbound(log: MessageLog, posted: Posted) -> Inbound:
    conversation = str(posted.conversation)
    offers = log.last_choices(CHANNEL, conversation)
    payload = choices.tapped(posted.payload, offers) or choices.typed(posted.text, offers[0] if offers else None)
    return Inbound(CHANNEL, conversation, str(posted.id), posted.text, payload, posted.language)


async def _wait(log: MessageLog, turns: Turns, message_id: int, conversation_id: int) -> list[Reply]:
    replies = await asyncio.to_thread(log.replies_to, message_id)
    if not replies:
        task = turns.start(conversation_id)
        await asyncio.wait([task], timeout=_SECONDS_TO_WAIT)
        replies = turns.last_words(conversation_id) or await asyncio.to_thread(log.replies_to, message_id)
    return replies


def _entry(message: Message) -> dict[str, Any]:
    return {
        "number": message.id,
        "id": message.external_id,
        "from": "person" if message.direction == INBOUND else "assistant",
        "text": message.text,
        "reply": public(Reply.from_dict(message.reply)) if message.reply else None,
    }


def _preferred(accept_language: str) -> str:
    for part in accept_language.split(","):
        code = part.strip()[:2].lower()
        if code in _DIRECTIONS:
            return code
    return "fr"
