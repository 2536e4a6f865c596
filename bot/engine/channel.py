"""The engine's only door: Rasa's REST channel with a token, a required sender, and no texts in logs."""

import hmac
import logging
from typing import Any, Awaitable, Callable, Optional

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

logger = logging.getLogger(__name__)


class GatewayInput(InputChannel):
    """`POST /webhooks/gateway/webhook` with `{"sender", "message", "metadata"}` → the messages of the turn.

    401 without the token of `credentials.yml`, 400 without sender or message, 500 when the turn failed: unlike
    Rasa's own channel, which answers 200 and an empty list then.
    """

    @classmethod
    def name(cls) -> str:
        """The part of the address that names the channel."""
        return "gateway"

    @classmethod
    def from_credentials(cls, credentials: Optional[dict[str, Any]]) -> "GatewayInput":
        """See `InputChannel`; refuses to open without a token."""
        token = (credentials or {}).get("token")
        if not token:
            cls.raise_missing_credentials_exception()
        return cls(str(token))

    def __init__(self, token: str) -> None:
        """`token` is what the gateway must send as a bearer token."""
        self._expected = f"Bearer {token}".encode()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """See `InputChannel`."""
        routes = Blueprint("gateway_webhook", "gateway_webhook")

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            given = request.headers.get("Authorization", "").encode()
            if not hmac.compare_digest(given, self._expected):
                return response.json({"error": "token missing or wrong"}, status=401)
            body = request.json or {}
            if not body.get("sender") or not body.get("message"):
                return response.json({"error": "sender and message are required"}, status=400)
            return await self._turn(on_new_message, body)

        return routes

    async def _turn(
        self, on_new_message: Callable[[UserMessage], Awaitable[Any]], body: dict[str, Any]
    ) -> HTTPResponse:
        collector = CollectingOutputChannel()
        message = UserMessage(
            body["message"], collector, body["sender"], input_channel=self.name(), metadata=body.get("metadata")
        )
        try:
            await on_new_message(message)
        except Exception as error:  # the channel is the boundary: any failure of a turn is one answer to the gateway
            logger.error("A turn failed: %s", type(error).__name__)
            return response.json({"error": "the turn failed"}, status=500)
        return response.json(collector.messages)
