"""Saying of an answer that it was right, or what should have been answered."""

from dataclasses import replace

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from desk.access import Staff
from desk.context import Desk
from desk.models import User
from desk.pages import see, words_of
from desk.posted import Posted
from desk.test_bench.answerable import NotRight
from desk.test_bench.bench_pages import BENCH
from desk.test_bench.bench_view import Shown, bench_page
from desk.test_bench.judgement import RIGHT, article_instead, as_answered, judge, kind_instead, propose_sample
from desk.test_bench.trial import Trial, read_trial
from desk.test_bench.why import titles_of
from reply.gold import KINDS, Gold

_REFUSALS = {"sample_twice": "test_bench.sample_twice", "sample_elsewhere": "test_bench.sample_elsewhere"}


def judge_routes(desk: Desk) -> APIRouter:
    """One address for all that can be said."""
    router = APIRouter()

    @router.post(f"{BENCH}/judge")
    def judge_answer(request: Request, user: Staff, form: Posted) -> Response:
        trial = read_trial(form)
        if trial is None or trial.by_tap:
            return bench_page(desk, request, Shown(problem="test_bench.nothing_to_judge"), 422)
        shown = Shown(trial, **{name: str(form.get(name, "")) for name in ("query", "category", "place")})
        if "find" in form:
            return bench_page(desk, request, shown)
        try:
            return _judge(desk, request, user, form, trial)
        except NotRight as error:
            problem = next(iter(error.problems.values()))
            return bench_page(desk, request, replace(shown, judgement_problem=problem), 422)

    return router


def _judge(desk: Desk, request: Request, user: User, form: FormData, trial: Trial) -> Response:
    """Keep what is right, and lead back. Raises NotRight."""
    gold = _gold(form, trial)
    language = words_of(request).language
    with Session(desk.database) as session, session.begin():
        judge(session, user, gold)
        if not form.get("article"):
            return see(BENCH, "test_bench.kept")
        refused = propose_sample(session, user, gold)
        title = titles_of(session, [str(gold.article)], language)[str(gold.article)]
    key = _REFUSALS.get(refused, "test_bench.sample_refused") if refused else "test_bench.kept_with_sample"
    return see(BENCH, key, title=title)


def _gold(form: FormData, trial: Trial) -> Gold:
    if form.get("verdict") == RIGHT:
        return as_answered(trial)
    if form.get("article"):
        return article_instead(trial, str(form["article"]))
    kind = str(form.get("kind", ""))
    category, place = str(form.get("category", "")), str(form.get("place", "")).strip()
    if kind not in KINDS:
        raise NotRight({"kind": "test_bench.problem_nothing_chosen"})
    if kind == "service" and not category:
        raise NotRight({"category": "test_bench.problem_category_missing"})
    return kind_instead(trial, kind, category, place)
