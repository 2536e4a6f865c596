"""All pages of the desk."""

from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from sqlalchemy import update
from sqlalchemy.orm import Session

from desk.access import Staff, check_form, signed_in
from desk.accounts.routes import accounts_routes
from desk.articles.routes import articles_routes
from desk.context import Desk
from desk.directory.routes import directory_routes
from desk.inbox.routes import inbox_routes
from desk.models import User
from desk.pages import LANGUAGE_COOKIE, own_path, see, show
from desk.posted import Posted
from desk.review.routes import review_routes
from desk.statistics.routes import statistics_routes
from desk.test_bench.routes import test_bench_routes
from gateway.words import LANGUAGES

_ROOM = Path(__file__).parent
_KINDS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
_YEAR = 365 * 24 * 60 * 60
"""Seconds."""


def desk_routes(desk: Desk) -> APIRouter:
    """The pages of all parts; the application keeps `desk` as `state.desk`."""
    router = APIRouter(dependencies=[Depends(check_form)])
    router.include_router(_own_routes())
    router.include_router(accounts_routes(desk))
    router.include_router(articles_routes(desk))
    router.include_router(inbox_routes(desk))
    router.include_router(review_routes(desk))
    router.include_router(statistics_routes(desk))
    router.include_router(test_bench_routes(desk))
    router.include_router(directory_routes(desk))
    return router


def _own_routes() -> APIRouter:
    """The first page, the choice of language, scripts and styles."""
    router = APIRouter()

    @router.get("/desk")
    def home(request: Request, user: Staff) -> Response:
        return show(request, "look/home.html")

    @router.post("/desk/language")
    def choose_language(request: Request, form: Posted) -> Response:
        language = str(form.get("language"))
        response = see(own_path(str(form.get("next"))))
        if language in LANGUAGES:
            _keep_language(request, language)
            response.set_cookie(LANGUAGE_COOKIE, language, _YEAR, path="/desk", httponly=True, samesite="lax")
        return response

    @router.get("/desk/static/{name}")
    def static(name: str) -> Response:
        file = _static_files().get(name)
        if file is None:
            raise HTTPException(404)
        headers = {"Cache-Control": "no-cache"}
        return Response(file.read_bytes(), media_type=_KINDS[file.suffix], headers=headers)

    return router


def _keep_language(request: Request, language: str) -> None:
    person = signed_in(request)
    if person:
        with Session(request.app.state.desk.database) as session, session.begin():
            session.execute(update(User).where(User.id == person.user_id).values(language=language))


@lru_cache(maxsize=1)
def _static_files() -> dict[str, Path]:
    """Scripts and styles of the parts, which are named as their part, and those of the common look."""
    own = [*_ROOM.glob("look/*.js"), *_ROOM.glob("look/*.css")]
    parts = [file for file in _ROOM.glob("*/*") if file.suffix in _KINDS and file.stem == file.parent.name]
    return {file.name: file for file in (*own, *parts)}
