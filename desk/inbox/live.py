"""Parts of pages that a script asks for again and again: sent only when something has changed."""

import hashlib
from typing import Any

from fastapi import Request, Response

from desk.inbox.telling import ago, left
from desk.pages import show, words_of


def part(request: Request, template: str, **context: Any) -> Response:
    """A piece of a page, or 304 when the script has it already."""
    return if_changed(request, page(request, template, **context))


def page(request: Request, template: str, status: int = 200, **context: Any) -> Response:
    """A page or a piece of one, with what tells spans of time."""
    words = words_of(request)
    spans = {"ago": lambda moment: ago(words, moment), "left": lambda moment: left(words, moment)}
    return show(request, template, status, **spans, **context)


def if_changed(request: Request, response: Response) -> Response:
    """The response with a tag of its content, or 304 when the script has named that tag."""
    tag = f'"{hashlib.sha256(bytes(response.body)).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-store"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return response
