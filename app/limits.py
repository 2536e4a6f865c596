"""Limits and headers of every answer of the web application (ASGI middleware)."""

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import say

LARGEST_BODY = 64 * 1024
"""Bytes of a request's body."""
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), payment=()",
}


class Limits:
    """Refuses large bodies with 413, also when no length is announced, and adds the security headers."""

    def __init__(self, application: ASGIApp) -> None:
        """See ASGI."""
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        body = await _body(receive)
        if body is None:
            await say(Request(scope), "too_long", 413)(scope, receive, self._with_headers(send))
            return
        await self._application(scope, _replay(body, receive), self._with_headers(send))

    @staticmethod
    def _with_headers(send: Send) -> Send:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        return with_headers


async def _body(receive: Receive) -> bytes | None:
    """The whole body; None as soon as it is larger than allowed, whether or not a length was announced."""
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY:
            return None
        more = message.get("more_body", False)
    return body


def _replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives the body once and then goes on with the connection's own messages."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return messages.pop() if messages else await receive()

    return replayed
