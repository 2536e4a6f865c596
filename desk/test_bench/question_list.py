"""Looking through the regression set."""

from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from desk.test_bench.models import RegressionQuestion, RegressionResult, RegressionRun
from desk.test_bench.runs import last_with_results

PER_PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """Which questions somebody looks for; what is empty does not matter."""

    words: str = ""
    kind: str = ""
    article: str = ""
    verdict: str = ""
    """In the last run."""


@dataclass(frozen=True)
class Listed:
    """A question, and what the last run said of it; empty when it was not asked then."""

    question: RegressionQuestion
    verdict: str


def count(session: Session, wanted: Wanted) -> int:
    """How many there are."""
    found = _select(session, wanted).with_only_columns(func.count()).order_by(None)
    return session.scalar(found) or 0


def number_of_questions(session: Session) -> int:
    """How many are in the set."""
    return session.scalar(select(func.count()).select_from(RegressionQuestion)) or 0


def page(session: Session, wanted: Wanted, number: int) -> list[Listed]:
    """One page of them, the newest first; pages count from 1."""
    found = _select(session, wanted).limit(PER_PAGE).offset((number - 1) * PER_PAGE)
    return [Listed(question, verdict or "") for question, verdict in session.execute(found)]


def every(session: Session) -> list[RegressionQuestion]:
    """All questions, the oldest first."""
    return list(session.scalars(select(RegressionQuestion).order_by(RegressionQuestion.id)))


def _select(session: Session, wanted: Wanted) -> Select[RegressionQuestion, str]:
    run = last_with_results(session)
    same = (RegressionResult.question_id == RegressionQuestion.id) & (RegressionResult.run_id == _id(run))
    found = select(RegressionQuestion, RegressionResult.verdict).outerjoin(RegressionResult, same)
    if wanted.words:
        found = found.where(RegressionQuestion.text.icontains(wanted.words, autoescape=True))
    if wanted.kind:
        found = found.where(RegressionQuestion.kind == wanted.kind)
    if wanted.article:
        found = found.where(RegressionQuestion.article == wanted.article)
    if wanted.verdict:
        found = found.where(RegressionResult.verdict == wanted.verdict)
    return found.order_by(RegressionQuestion.id.desc())


def _id(run: RegressionRun | None) -> int:
    return run.id if run else 0
