"""The pages of the test bench."""

from fastapi import APIRouter

from desk.context import Desk
from desk.test_bench.bench_pages import bench_routes
from desk.test_bench.judge_pages import judge_routes
from desk.test_bench.question_file_pages import question_file_routes
from desk.test_bench.question_pages import question_routes
from desk.test_bench.run_pages import run_routes


def test_bench_routes(desk: Desk) -> APIRouter:
    """Trying messages, the regression set, and its runs."""
    router = APIRouter()
    for routes in (bench_routes, judge_routes, question_routes, question_file_routes, run_routes):
        router.include_router(routes(desk))
    return router
