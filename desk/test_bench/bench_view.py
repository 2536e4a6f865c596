"""What the page of the test bench shows."""

from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response
from sqlalchemy.orm import Session

from desk.context import Desk
from desk.pages import show, words_of
from desk.test_bench.judgement import is_masked
from desk.test_bench.preview import previews
from desk.test_bench.trial import Trial
from desk.test_bench.why import find_articles, why
from gateway.engine import LONGEST_TEXT
from knowledge.categories import categories


@dataclass(frozen=True)
class Shown:
    """What was tried, and what is in the fields of the page."""

    trial: Trial | None = None
    text: str = ""
    """What was written and not answered."""
    problem: str = ""
    """The key of the word that says why not."""
    judgement_problem: str = ""
    query: str = ""
    """What an article is looked for with."""
    category: str = ""
    place: str = ""


def bench_page(desk: Desk, request: Request, shown: Shown, status: int = 200) -> Response:
    """The page."""
    answer = _answer(desk, request, shown.trial, shown.query) if shown.trial else {}
    return show(
        request, "test_bench/bench.html", status, shown=shown, longest=LONGEST_TEXT, trial=shown.trial, **answer
    )


def _answer(desk: Desk, request: Request, trial: Trial, query: str) -> dict[str, Any]:
    language = words_of(request).language
    with Session(desk.database) as session:
        return {
            "why": why(session, trial.reply, language),
            "previews": previews(trial.reply),
            "results": find_articles(session, query, language) if query else None,
            "categories": categories(),
            "is_masked": is_masked(trial),
        }
