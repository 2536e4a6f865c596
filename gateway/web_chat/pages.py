"""The chat page, and the files of the widget that it and other sites embed."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from gateway.web_chat.assets import answers_script, page_words, preview_script, widget_script, widget_styles
from gateway.words import LANGUAGES

_MINUTES_KEPT = 10
"""A browser asks again after that; the two scripts have to be of the same version."""
_SCRIPT = "text/javascript; charset=utf-8"
_FILES: dict[str, tuple[Callable[[], str], str]] = {
    "/widget.js": (widget_script, _SCRIPT),
    "/widget-answers.js": (answers_script, _SCRIPT),
    "/widget-preview.js": (preview_script, _SCRIPT),
    "/widget.css": (widget_styles, "text/css; charset=utf-8"),
}
_templates = Jinja2Templates(Path(__file__).parent)


def page_routes() -> APIRouter:
    """The page at "/", the widget's scripts, styles and words."""
    router = APIRouter()

    @router.get("/", response_class=HTMLResponse)
    def page(request: Request, lang: str | None = None) -> Response:
        language = lang if lang in LANGUAGES else _preferred(request.headers.get("accept-language", ""))
        direction = "rtl" if language == "ar" else "ltr"
        context = {"language": language, "direction": direction, "words": page_words()[language]}
        return _templates.TemplateResponse(request, "page.html", context)

    for address, (content, kind) in _FILES.items():
        router.add_api_route(address, _serving(content, kind), methods=["GET"])

    @router.get("/widget/words/{language}.json")
    def words(request: Request, language: str) -> Response:
        if language not in LANGUAGES:
            raise HTTPException(404)
        compact = json.dumps(page_words()[language], ensure_ascii=False, separators=(",", ":"))
        return _cacheable(request, compact, "application/json")

    return router


def _serving(content: Callable[[], str], kind: str) -> Callable[[Request], Response]:
    def serve(request: Request) -> Response:
        return _cacheable(request, content(), kind)

    return serve


def _cacheable(request: Request, content: str, kind: str) -> Response:
    tag = f'"{hashlib.sha256(content.encode()).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": f"public, max-age={60 * _MINUTES_KEPT}"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=kind, headers=headers)


def _preferred(accept_language: str) -> str:
    for part in accept_language.split(","):
        code = part.strip()[:2].lower()
        if code in LANGUAGES:
            return code
    return "fr"
