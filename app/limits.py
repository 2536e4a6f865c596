"""Limits and headers of every answer of the web application (ASGI middleware)."""

import asyncio
import math
import time
from collections.abc import Callable

from limits import RateLimitItem
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import say
from desk.errors import error_page, is_of_desk
from gateway.network import network_of

LARGEST_BODY = 64 * 1024
"""Bytes of a request's body."""
_LARGEST_BODIES = {"/webhooks/": 4 * 1024 * 1024, "/desk/": 8 * 1024 * 1024}
"""The same where more is needed: what Meta delivers has up to 3 MB, staff send articles and tables of services."""
_LONGEST_READING = 20.0
"""Seconds in which a body has to be here: who sends it byte by byte is cut off."""
_MOST_CALLERS = 10_000
"""How many callers are counted at once; the storage of the library never forgets one by itself."""


def content_security_policy(images: str = "'self'") -> str:
    """What a page may load, and from where; `images` is where from for images."""
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self'; img-src {images}; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


_HEADERS = {
    "Content-Security-Policy": content_security_policy(),
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
        path = scope["path"]
        largest = next((size for start, size in _LARGEST_BODIES.items() if path.startswith(start)), LARGEST_BODY)
        try:
            body = await asyncio.wait_for(_body(receive, largest), _LONGEST_READING)
        except TimeoutError:
            await say(Request(scope), "too_slow", 408)(scope, receive, self._with_headers(send))
            return
        if body is None:
            request = Request(scope)
            response = error_page(request, 413) if is_of_desk(request) else say(request, "too_long", 413)
            await response(scope, receive, self._with_headers(send))
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


async def _body(receive: Receive, largest: int) -> bytes | None:
    """The whole body; None as soon as it is larger than allowed, whether or not a length was announced."""
    body = bytearray()
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > largest:
            return None
        more = message.get("more_body", False)
    return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives the body once and then goes on with the connection's own messages."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return messages.pop() if messages else await receive()

    return replayed


class RateLimit:
    """Refuses callers that ask more often than a rate allows, counted over the time just past.

    `refuse` makes the answer, from the request and the seconds to wait. Callers are told apart by the address of their
    connection, or by the one that a proxy on this machine names.
    """

    def __init__(
        self,
        application: ASGIApp,
        rate: RateLimitItem,
        refuse: Callable[[Request, int], Response],
        counts: Callable[[Request], bool] = lambda _: True,
    ) -> None:
        """`counts` says which requests are counted."""
        self._application = application
        self._counts = counts
        self._rate = rate
        self._refuse = refuse
        self._storage = MemoryStorage()
        self._limiter = MovingWindowRateLimiter(self._storage)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http" or not self._counts(Request(scope)):
            await self._application(scope, receive, send)
            return
        caller = _caller(scope)
        if len(self._storage.events) > _MOST_CALLERS:
            self._storage.reset()
        if self._limiter.hit(self._rate, caller):
            await self._application(scope, receive, send)
            return
        reset = self._limiter.get_window_stats(self._rate, caller).reset_time
        await self._refuse(Request(scope), max(1, math.ceil(reset - time.time())))(scope, receive, send)


def _caller(scope: Scope) -> str:
    return network_of(scope["client"][0] if scope.get("client") else "")
