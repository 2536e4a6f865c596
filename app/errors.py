"""Errors of the web application, said in the person's language."""

import logging

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError

from app.words import sentences

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
    """Answer bad requests and database failures with a sentence instead of a stack."""

    @application.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        too_long = any(problem["type"] == "string_too_long" for problem in error.errors())
        language = error.body.get("language") if isinstance(error.body, dict) else None
        if too_long:
            return say(request, "too_long", 413, language)
        return say(request, "wrong_request", 422, language)

    @application.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        if error.status_code == 422:
            return say(request, "wrong_request", 422)
        return await http_exception_handler(request, error)

    @application.exception_handler(SQLAlchemyError)
    async def database(request: Request, error: SQLAlchemyError) -> JSONResponse:
        logger.error("The database failed: %s", type(error).__name__)
        return say(request, "not_stored", 503)
