"""Answers that need not be sent again: entity tags and how long to keep an answer."""

import hashlib
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.responses import StreamingResponse

CACHE_CONTROL = "public, max-age=60"
_KEPT = ("etag", "cache-control", "vary", "content-language")


def entity_tag(content: bytes) -> str:
    """A tag made from what is sent. Weak, because the same answer may be sent compressed or not."""
    return f'W/"{hashlib.sha256(content).hexdigest()}"'


class CachedRoute(APIRoute):
    """Gives answers a tag, and says "not modified" to who has the answer already. Streams bring their own tag."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """See FastAPI."""
        answer = super().get_route_handler()

        async def cached(request: Request) -> Response:
            response = await answer(request)
            if not isinstance(response, StreamingResponse):
                response.headers["ETag"] = entity_tag(bytes(response.body))
            response.headers["Cache-Control"] = CACHE_CONTROL
            if not _is_known(request.headers.get("if-none-match", ""), response.headers["ETag"]):
                return response
            return Response(
                status_code=304, headers={name: response.headers[name] for name in _KEPT if name in response.headers}
            )

        return cached


def _is_known(if_none_match: str, tag: str) -> bool:
    tags = [known.strip().removeprefix("W/") for known in if_none_match.split(",")]
    return "*" in tags or tag.removeprefix("W/") in tags
