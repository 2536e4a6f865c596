"""The list of all articles."""

import math
from collections.abc import Container
from datetime import date
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from desk.access import Staff
from desk.articles.paths import ARTICLES
from desk.context import Desk
from desk.pages import show, words_of
from desk.wording import Words
from gateway.words import LANGUAGES
from knowledge.editing.listing import Wanted, list_articles
from knowledge.topics import topics

PER_PAGE = 50
_STATES = ("published", "draft", "archived")
_OPEN = ("any", "draft", "in_review")


def list_routes(desk: Desk) -> APIRouter:
    """Search and filters; the filters stand in the address, so that a list can be kept as a bookmark."""
    router = APIRouter()

    @router.get(ARTICLES)
    def articles(request: Request, user: Staff) -> Response:
        wanted = _wanted(request)
        with Session(desk.database) as session:
            found = list_articles(session, wanted, date.today())
            pages = max(1, math.ceil(len(found) / PER_PAGE))
            page = min(max(1, _number(request.query_params.get("page"))), pages)
            return show(
                request, "articles/list.html", wanted=wanted, count=len(found), page=page, pages=pages,
                articles=found[(page - 1) * PER_PAGE : page * PER_PAGE], query=_query(request),
                choices=_choices(words_of(request)),
            )  # fmt: skip

    return router


def _choices(words: Words) -> dict[str, list[tuple[str, str]]]:
    """Filter → its values in words."""
    return {
        "topic": [(key, words.topic(key)) for key in topics()],
        "state": [(state, words(f"articles.row_{state}")) for state in _STATES],
        "open": [(state, words(f"articles.open_{state}")) for state in _OPEN],
        "lacks": [(code, words(f"language_{code}")) for code in LANGUAGES],
    }


def _wanted(request: Request) -> Wanted:
    asked = request.query_params
    return Wanted(
        text=asked.get("text", "")[:200],
        topic=_one_of(asked.get("topic"), topics()),
        state=_one_of(asked.get("state"), _STATES),
        lacks=_one_of(asked.get("lacks"), LANGUAGES),
        open=_one_of(asked.get("open"), _OPEN),
        due=asked.get("due") == "1",
    )


def _one_of(asked: str | None, known: Container[str]) -> str:
    return asked if asked and asked in known else ""


def _number(asked: str | None) -> int:
    return int(asked) if asked and asked.isdecimal() else 1


def _query(request: Request) -> str:
    """The filters as the beginning of a query, for links to other pages."""
    kept = {name: value for name, value in request.query_params.items() if name not in ("page", "done") and value}
    return f"{urlencode(kept)}&" if kept else ""
