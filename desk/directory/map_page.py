"""Where there is help and where it is missing."""

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from desk.access import Staff
from desk.context import Desk
from desk.directory.paths import DIRECTORY
from desk.directory.waiting import waiting_corrections
from desk.pages import show, words_of
from knowledge.categories import categories
from knowledge.directory_editing.coverage import WIDTH, coverage

_MISSING_SHOWN = 40


def map_routes(desk: Desk) -> APIRouter:
    """For everybody."""
    router = APIRouter()

    @router.get(f"{DIRECTORY}/map")
    def map_page(request: Request, user: Staff, category: str = "") -> Response:
        words = words_of(request)
        chosen = category if category in categories() else ""
        with Session(desk.database) as session:
            found, waiting = coverage(session, chosen or None), waiting_corrections(session)
        return show(
            request, "directory/map.html", found=found, width=WIDTH, chosen=chosen, shown=_MISSING_SHOWN,
            choices=[(code, words.category(code)) for code in categories()], code=words.language,
            waiting=waiting,
        )  # fmt: skip

    return router
