"""The webhook that Meta calls: stored first, then acknowledged."""

import asyncio
import hmac
import logging
from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse
from sqlalchemy.exc import SQLAlchemyError

from gateway.inbox import Inbox
from gateway.whatsapp import CHANNEL
from gateway.whatsapp.parse import ANOTHER_NUMBER, Parsed, UnreadableBody, parse
from gateway.whatsapp.signature import is_signed

logger = logging.getLogger(__name__)
PATH = "/webhooks/whatsapp"


def whatsapp_routes(
    inbox: Inbox, start: Callable[[int], object], app_secret: str, verify_token: str, phone_number_id: str
) -> APIRouter:
    """The webhook. `start` is told each conversation that has something to answer."""
    router = APIRouter()

    @router.get(PATH)
    def verify(request: Request) -> Response:
        asked = request.query_params
        token = asked.get("hub.verify_token", "")
        right = hmac.compare_digest(token.encode(), verify_token.encode())
        if asked.get("hub.mode") == "subscribe" and right:
            return PlainTextResponse(asked.get("hub.challenge", ""))
        return PlainTextResponse("the verify token is missing or wrong", status_code=403)

    @router.post(PATH)
    async def receive(request: Request) -> Response:
        raw = await request.body()
        if not is_signed(raw, request.headers.get("x-hub-signature-256"), app_secret):
            logger.warning("A delivery to the webhook was refused: its signature is not that of our app secret")
            return PlainTextResponse("the signature is missing or wrong", status_code=401)
        parsed = _read(raw, phone_number_id)
        try:
            conversations = await asyncio.to_thread(
                inbox.store_body, CHANNEL, raw, parsed.events, _unanswerable(parsed)
            )
        except SQLAlchemyError as error:
            # Meta delivers again for seven days what was not acknowledged.
            logger.error("A delivery of WhatsApp could not be stored: %s", type(error).__name__)
            return PlainTextResponse("not stored", status_code=500)
        for conversation_id in conversations:
            start(conversation_id)
        return Response(status_code=200)

    return router


def _unanswerable(parsed: Parsed) -> int:
    """How many items nobody will answer although they were acknowledged: they are kept for somebody to look at."""
    return parsed.unreadable + parsed.ignored.count(ANOTHER_NUMBER)


def _read(raw: bytes, phone_number_id: str) -> Parsed:
    try:
        parsed = parse(raw, phone_number_id)
    except UnreadableBody:
        parsed = Parsed((), 1, ())
    if ANOTHER_NUMBER in parsed.ignored:
        logger.warning(
            "Messages came for a number that is not DALIL_WHATSAPP_PHONE_NUMBER_ID: they are kept, not answered"
        )
    if parsed.unreadable:
        logger.error("%d items of a delivery of WhatsApp cannot be read; they are kept", parsed.unreadable)
    return parsed
