"""All pages of the desk."""

from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from desk.access import Staff, check_form
from desk.accounts.routes import accounts_routes
from desk.articles.routes import articles_routes
from desk.context import Desk
from desk.directory.routes import directory_routes
from desk.inbox.routes import inbox_routes
from desk.language_choice import keep_choice, without_language
from desk.pages import own_path, see, show
from desk.posted import Posted
from desk.review.routes import review_routes
from desk.statistics.routes import statistics_routes
from desk.test_bench.routes import test_bench_routes
from gateway.words import LANGUAGES

_ROOM = Path(__file__).parent
_KINDS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


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
        language, page = str(form.get("language")), own_path(str(form.get("next")))
        if language not in LANGUAGES:
            return see(page)
        response = see(without_language(page))
        keep_choice(request, response, language, page)
        return response

    @router.get("/desk/static/{name}")
    def static(name: str) -> Response:
        file = _static_files().get(name)
        if file is None:
            raise HTTPException(404)
        headers = {"Cache-Control": "no-cache"}
        return Response(file.read_bytes(), media_type=_KINDS[file.suffix], headers=headers)

    return router


@lru_cache(maxsize=1)
def _static_files() -> dict[str, Path]:
    """Scripts and styles of the parts, which are named as their part, and those of the common look."""
    own = [*_ROOM.glob("look/*.js"), *_ROOM.glob("look/*.css")]
    parts = [file for file in _ROOM.glob("*/*") if file.suffix in _KINDS and file.stem == file.parent.name]
    return {file.name: file for file in (*own, *parts)}
