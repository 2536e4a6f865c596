"""What became of the questions in a run, as page and as table."""

from collections.abc import Iterator
from typing import Any

from fastapi import Request, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.pages import show, words_of
from desk.test_bench import runs
from desk.test_bench.comparison import LISTS, Comparison, compare
from desk.test_bench.models import RUNNING, RegressionQuestion, RegressionResult, RegressionRun
from desk.test_bench.why import titles_of
from reply.judging import first_article

_SIDES = ("kind", "article", "category", "place")
"""What is compared of expectation and answer."""
COLUMNS = (
    *("change", "verdict", "verdict_before", "text", "language"),
    *(f"expected_{name}" for name in _SIDES),
    *(f"got_{name}" for name in (*_SIDES, "choices", "language", "confidence")),
)
MOST_SHOWN = 100
"""Questions of each list on the page; all are in the file."""
_ASKED_FOR = "with"
"""The parameter of the page that names the run to compare with."""


def run_page(session: Session, request: Request, run: RegressionRun) -> Response:
    """Progress while it runs, then what got better and worse."""
    comparison, against = compared(session, request, run)
    counts = runs.progress(session, run)
    return show(
        request,
        "test_bench/run.html",
        run=run,
        is_running=run.state == RUNNING,
        counts=counts,
        asked=sum(counts.values()),
        comparison=vars(comparison),
        lists=LISTS,
        most_shown=MOST_SHOWN,
        against=against,
        others=runs.before(session, run),
        known=set(session.scalars(select(RegressionQuestion.id))),
        titles=titles_of(session, _keys(comparison), words_of(request).language),
        seconds=runs.seconds(run),
    )


def compared(session: Session, request: Request, run: RegressionRun) -> tuple[Comparison, RegressionRun | None]:
    """A run beside the one that the page asks for, else beside the one before; None when there is none."""
    others = runs.before(session, run)
    wished = request.query_params.get(_ASKED_FOR, "")
    against = next((other for other in others if str(other.id) == wished), next(iter(others), None))
    return compare(_results(session, run), _results(session, against) if against else ()), against


def table_rows(comparison: Comparison) -> Iterator[dict[str, Any]]:
    """Every question of the run, for `COLUMNS`."""
    for change in (*LISTS, "unchanged"):
        for each in getattr(comparison, change):
            expected, got = each.later.expected, each.later.got
            yield {
                "change": change,
                "verdict": each.later.verdict,
                "verdict_before": each.earlier.verdict if each.earlier else "",
                "text": expected["text"],
                "language": expected["language"],
                **{f"expected_{name}": expected[name] for name in _SIDES},
                **{f"got_{name}": value for name, value in got.items()},
            }


def _results(session: Session, run: RegressionRun) -> list[RegressionResult]:
    found = select(RegressionResult).where(RegressionResult.run_id == run.id)
    return list(session.scalars(found.order_by(RegressionResult.question_id)))


def _keys(comparison: Comparison) -> set[str]:
    """The articles that the page names."""
    shown = [each.later for name in LISTS for each in getattr(comparison, name)]
    got = (first_article(result.got) for result in shown if result.got)
    return {key for key in (*(result.expected["article"] for result in shown), *got) if key}
