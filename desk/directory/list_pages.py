"""The list of services, with search and filters."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from desk.access import Staff
from desk.context import Desk
from desk.directory.paths import DIRECTORY
from desk.directory.saving import today
from desk.directory.showing import Showing, regions
from desk.directory.waiting import waiting_corrections
from desk.pages import show, words_of
from desk.wording import Words
from knowledge.categories import categories
from knowledge.directory_editing.listing import NEVER, NONE, Wished, find_services
from knowledge.exchange.facts import category_codes
from knowledge.exchange.row_check import CONFIDENCES
from knowledge.models.service import STATUSES

MONTHS = (NEVER, 6, 12, 24)
_LONGEST = 200


def list_routes(desk: Desk) -> APIRouter:
    """The filters stand in the address, so that a list can be kept as a bookmark."""
    router = APIRouter()

    @router.get(DIRECTORY)
    def services(request: Request, user: Staff) -> Response:
        wished = _wished(request)
        words = words_of(request)
        number = request.query_params.get("page", "")
        with Session(desk.database) as session:
            page = find_services(session, wished, today(), int(number[:6]) if number.isdecimal() else 1)
            showing = Showing.of(session, words)
            return show(
                request, "directory/list.html", wished=wished, found=page, showing=showing,
                regions=regions(session, showing.places), choices=_choices(words), category_codes=category_codes,
                query=_query(request), here=_here(request), waiting=waiting_corrections(session),
            )  # fmt: skip

    return router


def _wished(request: Request) -> Wished:
    asked = request.query_params
    months = asked.get("confirmed", "")
    return Wished(
        text=asked.get("text", "")[:_LONGEST].strip(),
        place=asked.get("place", "")[:60],
        category=_one_of(asked.get("category", ""), (*categories(), NONE)),
        status=_one_of(asked.get("status", ""), STATUSES),
        confidence=_one_of(asked.get("confidence", ""), CONFIDENCES),
        confirmed_before=int(months) if months in map(str, MONTHS) else None,
    )


def _one_of(asked: str, known: Iterable[str]) -> str:
    return asked if asked in known else ""


def _choices(words: Words) -> dict[str, list[tuple[Any, str]]]:
    """Filter → its values in words."""
    return {
        "category": [*((code, words.category(code)) for code in categories()), (NONE, words("directory.no_category"))],
        "status": [(one, words(f"directory.status_{one.replace(' ', '_')}")) for one in STATUSES],
        "confidence": [(one, words(f"directory.confidence_{one}")) for one in CONFIDENCES],
        "confirmed": [
            (months, words.count("directory.longer_ago", months) if months else words("directory.never_confirmed"))
            for months in MONTHS
        ],
    }


def _query(request: Request) -> str:
    """The filters as the beginning of a query, for links to other pages."""
    kept = {name: value for name, value in request.query_params.items() if name not in ("page", "done") and value}
    return f"{urlencode(kept)}&" if kept else ""


def _here(request: Request) -> str:
    """This list, to come back to."""
    kept = {name: value for name, value in request.query_params.items() if name != "done" and value}
    return f"{DIRECTORY}?{urlencode(kept)}" if kept else DIRECTORY
