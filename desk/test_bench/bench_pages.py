"""The page where staff try messages."""

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from desk.access import Staff
from desk.context import Desk
from desk.pages import see
from desk.posted import Posted
from desk.test_bench.bench_view import Shown, bench_page
from desk.test_bench.conversations import forget
from desk.test_bench.models import RegressionQuestion
from desk.test_bench.transaction import in_transaction
from desk.test_bench.trial import PositionAsked, read_said, read_trial, try_message
from gateway.engine import LONGEST_TEXT, EngineError, TurnFailed

BENCH = "/desk/test"


def bench_routes(desk: Desk) -> APIRouter:
    """The page, and what is sent from it."""
    router = APIRouter()

    @router.get(BENCH)
    def bench(request: Request, user: Staff, question: int = 0) -> Response:
        known = in_transaction(desk.database, Session.get, RegressionQuestion, question) if question else None
        return bench_page(desk, request, Shown(text=known.text if known else ""))

    @router.post(BENCH)
    async def send(request: Request, user: Staff, form: Posted) -> Response:
        shown, status = await _answer(desk, form)
        return await run_in_threadpool(bench_page, desk, request, shown, status)

    @router.post(f"{BENCH}/new")
    def start_anew(request: Request, user: Staff, form: Posted) -> Response:
        in_transaction(desk.database, forget, str(form.get("conversation", "")))
        return see(BENCH)

    return router


async def _answer(desk: Desk, form: FormData) -> tuple[Shown, int]:
    """What the page shows after a message, and its HTTP status."""
    before = read_trial(form)
    text = str(form.get("text", ""))
    if len(text) > LONGEST_TEXT:
        return Shown(before, text, "test_bench.too_long"), 422
    try:
        said = read_said(text, str(form.get("tap", "")), before)
        if said is None:
            return Shown(before, text, "test_bench.nothing_written"), 422
        return Shown(await try_message(desk, said, before)), 200
    except PositionAsked:
        return Shown(before, text, "test_bench.no_position_here"), 422
    except TurnFailed:
        return Shown(before, text, "test_bench.turn_failed"), 502
    except EngineError:
        return Shown(before, text, "test_bench.engine_down"), 503
