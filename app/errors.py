"""Errors of the web application, said in the person's language."""

import logging

from fastapi import FastAPI, Request, Response
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException as StarletteHTTPException

from app.words import sentences
from desk.errors import error_page, is_of_desk

logger = logging.getLogger(__name__)


def say(request: Request, sentence: str, status: int, language: object = None, **more: int) -> JSONResponse:
    """An error with a sentence to show, in the language that the page sent, else in the browser's.

    `more` is what else a program may want to know.
    """
    texts = sentences()[sentence]
    if not isinstance(language, str) or language not in texts:
        language = request.headers.get("accept-language", "")[:2]
    return JSONResponse({"detail": texts.get(language, texts["fr"]), **more}, status_code=status)


def handle_errors(application: FastAPI) -> None:
    """Answer bad requests and failures with a sentence instead of a stack: as a page at the desk, else as JSON."""

    @application.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        if is_of_desk(request):
            return error_page(request, 422 if request.method == "POST" else 404)
        too_long = any(problem["type"] == "string_too_long" for problem in error.errors())
        language = error.body.get("language") if isinstance(error.body, dict) else None
        if too_long:
            return say(request, "too_long", 413, language)
        return say(request, "wrong_request", 422, language)

    @application.exception_handler(StarletteHTTPException)
    async def refused(request: Request, error: StarletteHTTPException) -> Response:
        if is_of_desk(request) and error.status_code >= 400:
            return error_page(request, error.status_code, error.detail)
        if error.status_code == 422:
            return say(request, "wrong_request", 422)
        return await http_exception_handler(request, error)

    @application.exception_handler(SQLAlchemyError)
    async def database(request: Request, error: SQLAlchemyError) -> Response:
        logger.error("The database failed: %s", type(error).__name__)
        return error_page(request, 503) if is_of_desk(request) else say(request, "not_stored", 503)

    @application.exception_handler(Exception)
    async def failed(request: Request, _: Exception) -> Response:
        return error_page(request, 500) if is_of_desk(request) else PlainTextResponse("Internal Server Error", 500)
