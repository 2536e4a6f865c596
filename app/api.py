"""The open API under /api: how often it may be asked, from where, and how it says what is wrong."""

import logging

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from limits import parse
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware

from app.limits import RateLimit, content_security_policy
from app.words import sentences
from knowledge.api import api_routes
from knowledge.api.docs_page import add_docs_page
from knowledge.api.head import HeadAsGet
from knowledge.api.problems import UnknownRecord, WrongParameter
from knowledge.api.reader_language import language_headers, preferred_language

logger = logging.getLogger(__name__)
_VERSION = "1.0"
_DAY = 24 * 60 * 60
_DESCRIPTION = """Everything Dalil knows, for partners and other directories; it can only be read.

The directory of services follows [HSDS 3.0](https://docs.openreferral.org/en/3.0/); [the profile](profile) says what is
different here and what is added."""


def create_api(database: Engine, rate: str) -> FastAPI:
    """The API, to be mounted. `rate` is how often one caller may ask, such as "120/minute"."""
    api = FastAPI(
        title="Dalil: the open API",
        version=_VERSION,
        description=_DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    api.include_router(api_routes(database))
    add_docs_page(api, content_security_policy(images="'self' data:"))
    _handle_errors(api)
    api.add_middleware(RateLimit, rate=parse(rate), refuse=_too_many)
    api.add_middleware(HeadAsGet)
    api.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "OPTIONS"],
        allow_headers=["If-None-Match"],
        expose_headers=["ETag", "Content-Language", "Retry-After"],
        max_age=_DAY,
    )
    return api


def _say(request: Request, sentence: str, status: int, **values: object) -> Response:
    """An error with a sentence in the language of the parameter `lang`, else of the header."""
    texts = sentences()[sentence]
    language = request.query_params.get("lang", "")
    if language not in texts:
        language = preferred_language(request.headers.get("accept-language", ""))
    detail = texts[language].format(**values)
    return JSONResponse({"detail": detail}, status_code=status, headers=language_headers(language))


def _too_many(request: Request, seconds: int) -> Response:
    response = _say(request, "api_too_many", 429, seconds=seconds)
    response.headers["Retry-After"] = str(seconds)
    return response


def _handle_errors(api: FastAPI) -> None:
    @api.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        return _wrong(request, str(error.errors()[0]["loc"][-1]))

    @api.exception_handler(WrongParameter)
    def impossible(request: Request, error: WrongParameter) -> Response:
        return _wrong(request, str(error))

    @api.exception_handler(UnknownRecord)
    def unknown(request: Request, _: UnknownRecord) -> Response:
        return _say(request, "api_not_found", 404)

    @api.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404:
            return _say(request, "api_not_found", 404)
        response = _say(request, "api_read_only", error.status_code)
        response.headers["Allow"] = "GET, HEAD"
        return response

    @api.exception_handler(SQLAlchemyError)
    def database(request: Request, error: SQLAlchemyError) -> Response:
        logger.error("The database failed: %s", type(error).__name__)
        return _say(request, "api_unavailable", 503)


def _wrong(request: Request, parameter: str) -> Response:
    if parameter == "lang":
        return _say(request, "api_unknown_language", 422)
    return _say(request, "api_wrong_parameter", 422, name=parameter)
