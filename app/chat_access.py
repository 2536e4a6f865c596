"""Who may use the chat's addresses: pages of other sites, each caller not too often."""

import hmac

from fastapi import FastAPI, Request, Response
from limits import parse
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from app.errors import say
from app.limits import RateLimit

_CHAT = "/chat/"
_OPEN = (_CHAT, "/widget")
_DAY = 24 * 60 * 60


class OtherSites:
    """Lets pages of every site use chat and widget: without cookies, only who knows a conversation's id is in it."""

    def __init__(self, application: ASGIApp) -> None:
        """See ASGI."""
        self._application = application
        self._shared = CORSMiddleware(
            application,
            allow_origins=["*"],
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["Content-Type", "Last-Event-ID"],
            expose_headers=["Retry-After"],
            max_age=_DAY,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        is_open = scope["type"] == "http" and scope["path"].startswith(_OPEN)
        await (self._shared if is_open else self._application)(scope, receive, send)


def limit_chat(application: FastAPI, rate: str, evaluation_token: str) -> None:
    """Add the limit. `rate` is for one caller; who has `evaluation_token` may ask without limit."""

    def counts(request: Request) -> bool:
        shown = request.headers.get("x-dalil-evaluation", "")
        return request.url.path.startswith(_CHAT) and not hmac.compare_digest(shown.encode(), evaluation_token.encode())

    application.add_middleware(RateLimit, rate=parse(rate), refuse=_too_often, counts=counts)


def _too_often(request: Request, seconds: int) -> Response:
    response = say(request, "too_often", 429, retry_after=seconds)
    response.headers["Retry-After"] = str(seconds)
    return response
