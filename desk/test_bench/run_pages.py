"""The pages of the runs of the regression set."""

import asyncio

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session

from desk.access import Administrator, Staff
from desk.audit import note
from desk.context import Desk
from desk.models import User
from desk.pages import see, show
from desk.posted import Posted
from desk.test_bench import runs
from desk.test_bench.bench_pages import BENCH
from desk.test_bench.downloads import download
from desk.test_bench.models import RUNNING, RegressionRun
from desk.test_bench.question_files import as_csv
from desk.test_bench.question_list import number_of_questions
from desk.test_bench.run_view import COLUMNS, compared, run_page, table_rows
from desk.test_bench.running import Running
from desk.test_bench.transaction import in_transaction

RUNS = f"{BENCH}/runs"
_ONE = f"{RUNS}/{{run_id:int}}"


def run_routes(desk: Desk) -> APIRouter:
    """The list, one run, and what can be done with it."""
    router = APIRouter()
    for routes in (_reading_routes, _changing_routes):
        router.include_router(routes(desk))
    return router


def _reading_routes(desk: Desk) -> APIRouter:
    router = APIRouter()

    @router.get(RUNS)
    def list_runs(request: Request, user: Staff) -> Response:
        with Session(desk.database) as session, session.begin():
            listed = [(run, runs.progress(session, run)) for run in runs.last_runs(session)]
            number = number_of_questions(session)
            return show(request, "test_bench/runs.html", listed=listed, questions=number, seconds=runs.seconds)

    @router.get(_ONE)
    def one(request: Request, user: Staff, run_id: int) -> Response:
        with Session(desk.database) as session, session.begin():
            runs.end_silent(session)
            return run_page(session, request, _found(session, run_id))

    @router.get(f"{_ONE}/progress")
    def progress(request: Request, user: Staff, run_id: int) -> Response:
        with Session(desk.database) as session, session.begin():
            runs.end_silent(session)
            run = _found(session, run_id)
            counts = runs.progress(session, run)
            shown = {"running": run.state == RUNNING, "total": run.total}
        state = {**shown, "done": sum(counts.values()), "counts": counts}
        return JSONResponse(state, headers={"Cache-Control": "no-store"})

    @router.get(f"{_ONE}.csv")
    def table(request: Request, user: Staff, run_id: int) -> Response:
        with Session(desk.database) as session:
            run = _found(session, run_id)
            rows = table_rows(compared(session, request, run)[0])
        return download(as_csv(rows, COLUMNS), f"dalil-run-{run_id}.csv", "text/csv")

    return router


def _changing_routes(desk: Desk) -> APIRouter:
    router = APIRouter()
    running = Running(desk)

    @router.post(RUNS)
    async def start(user: Staff, posted: Posted) -> Response:
        run_id = await asyncio.to_thread(in_transaction, desk.database, _start, user)
        if run_id is None:
            return see(RUNS, "test_bench.run_not_started")
        running.begin(run_id)
        return see(f"{RUNS}/{run_id}")

    @router.post(f"{_ONE}/stop")
    def stop(user: Staff, run_id: int, posted: Posted) -> Response:
        stops = in_transaction(desk.database, _stop, user, run_id)
        return see(f"{RUNS}/{run_id}", "test_bench.run_stopping" if stops else "test_bench.run_over_already")

    @router.post(f"{_ONE}/delete")
    def delete(user: Administrator, run_id: int, posted: Posted) -> Response:
        deleted = in_transaction(desk.database, _delete, user, run_id)
        return see(RUNS, "test_bench.run_deleted" if deleted else "test_bench.run_goes_on")

    return router


def _start(session: Session, user: User) -> int | None:
    run = runs.start(session, user.name)
    if run is None:
        return None
    note(session, user, "regression.run_started", str(run.id), questions=run.total)
    return run.id


def _stop(session: Session, user: User, run_id: int) -> bool:
    stops = runs.want_stop(session, run_id)
    if stops:
        note(session, user, "regression.run_stopped", str(run_id))
    return stops


def _delete(session: Session, user: User, run_id: int) -> bool:
    """False for a run that still goes on."""
    runs.end_silent(session)
    run = _found(session, run_id)
    if run.state == RUNNING:
        return False
    note(session, user, "regression.run_deleted", str(run_id))
    session.delete(run)
    return True


def _found(session: Session, run_id: int) -> RegressionRun:
    run = session.get(RegressionRun, run_id)
    if run is None:
        raise HTTPException(404)
    return run
