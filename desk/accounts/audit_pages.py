"""Where administrators read the audit log. No page changes it."""

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date
from functools import partial
from io import StringIO
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session

from desk.access import Administrator
from desk.accounts.action_words import action_name
from desk.accounts.audit_log import PER_PAGE, Wanted, count, everything, names_and_actions, page
from desk.context import Desk
from desk.models import AuditEntry
from desk.pages import show, words_of
from gateway.due import aware

AUDIT = "/desk/admin/audit"
_COLUMNS = ("at", "user", "action", "subject", "details")
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_YEARS = range(2000, 2101)


def audit_routes(desk: Desk) -> APIRouter:
    """The page and the same as a file."""
    router = APIRouter()

    @router.get(AUDIT)
    def audit(request: Request, user: Administrator) -> Response:
        asked = _asked(request)
        wanted, wrong_days = _wanted(asked)
        with Session(desk.database) as session:
            pages = max(1, -(-count(session, wanted) // PER_PAGE))
            number = min(max(1, _number(request.query_params.get("page"))), pages)
            names, actions = names_and_actions(session)
            return show(
                request, "accounts/audit.html", entries=page(session, wanted, number), page=number, pages=pages,
                asked=asked, wrong_days=wrong_days, names=names, actions=actions, query=urlencode(asked),
                action_name=partial(action_name, words_of(request)),
            )  # fmt: skip

    @router.get(f"{AUDIT}.csv")
    def audit_file(request: Request, user: Administrator) -> Response:
        wanted, _ = _wanted(_asked(request))
        headers = {"Content-Disposition": 'attachment; filename="dalil-audit.csv"', "Cache-Control": "no-store"}
        return StreamingResponse(_lines(desk, wanted), media_type="text/csv; charset=utf-8", headers=headers)

    return router


def _asked(request: Request) -> dict[str, str]:
    given = request.query_params
    return {name: given.get(name, "").strip() for name in ("user", "action", "subject", "first", "last")}


def _wanted(asked: dict[str, str]) -> tuple[Wanted, list[str]]:
    """What to look for, and the names of fields that hold no day."""
    days = {name: _day(asked[name]) for name in ("first", "last")}
    wrong = [name for name, day in days.items() if asked[name] and day is None]
    return Wanted(asked["user"], asked["action"], asked["subject"], days["first"], days["last"]), wrong


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 1


def _lines(desk: Desk, wanted: Wanted) -> Iterator[str]:
    """The file line by line. The mark at its beginning tells spreadsheets that it is UTF-8."""
    yield "\ufeff" + _line(_COLUMNS)
    with Session(desk.database) as session:
        for entry in everything(session, wanted):
            yield _line(_cells(entry))


def _cells(entry: AuditEntry) -> tuple[str, ...]:
    details = json.dumps(entry.details, ensure_ascii=False) if entry.details else ""
    at = aware(entry.at).astimezone(UTC).isoformat(timespec="seconds")
    return at, entry.user_name, entry.action, entry.subject, details


def _line(cells: Iterable[str]) -> str:
    """Spreadsheets would compute what begins like a formula."""
    written = StringIO()
    csv.writer(written).writerow(f"'{cell}" if cell.startswith(_BEGINS_A_FORMULA) else cell for cell in cells)
    return written.getvalue()
