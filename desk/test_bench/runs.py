"""Runs of the regression set, as the database keeps them: only one at a time, whichever process is at it.

All functions work in the caller's transaction.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from desk.models import now
from desk.test_bench.models import LOST, RUNNING, RegressionQuestion, RegressionResult, RegressionRun
from desk.test_bench.questions import gold_of
from gateway.due import aware
from reply.gold import Gold
from reply.judging import Answer, verdict

SILENT = timedelta(seconds=60)
"""A run whose process has not said for so long that it lives is over."""
NO_ANSWER = "failed"
"""In the place of a verdict."""


def start(session: Session, user_name: str) -> RegressionRun | None:
    """Begin a run; None while another one is going on, or when there is nothing to ask."""
    end_silent(session)
    total = session.scalar(select(func.count()).select_from(RegressionQuestion)) or 0
    if total == 0:
        return None
    run = RegressionRun(started_by=user_name, active=True, total=total)
    try:
        with session.begin_nested():
            session.add(run)
    except IntegrityError:
        return None
    return run


def end_silent(session: Session, moment: datetime | None = None) -> None:
    """Mark runs whose process has ended."""
    silent = RegressionRun.active.is_(True) & (RegressionRun.beat_at < (moment or now()) - SILENT)
    lost = update(RegressionRun).where(silent).values(state=LOST, active=None, ended_at=RegressionRun.beat_at)
    session.execute(lost)


def beat(session: Session, run_id: int) -> bool:
    """Say that the run's process lives; False when it shall stop, or was given up for lost."""
    alive = update(RegressionRun).where(RegressionRun.id == run_id, RegressionRun.active.is_(True))
    session.execute(alive.values(beat_at=now()))
    wanted = select(RegressionRun.stop_wanted, RegressionRun.active).where(RegressionRun.id == run_id)
    row = session.execute(wanted).one_or_none()
    return row is not None and bool(row.active) and not row.stop_wanted


def want_stop(session: Session, run_id: int) -> bool:
    """Ask a run to stop; False when it is over."""
    wanted = update(RegressionRun).where(RegressionRun.id == run_id, RegressionRun.active.is_(True))
    return bool(session.execute(wanted.values(stop_wanted=True)).rowcount)  # type: ignore[attr-defined]


def end(session: Session, run_id: int, state: str) -> None:
    """The run is over, unless it was given up for lost before."""
    over = update(RegressionRun).where(RegressionRun.id == run_id, RegressionRun.active.is_(True))
    session.execute(over.values(state=state, active=None, ended_at=now()))


def to_ask(session: Session) -> list[tuple[int, Gold]]:
    """Every question of the set with its id."""
    questions = session.scalars(select(RegressionQuestion).order_by(RegressionQuestion.id))
    return [(question.id, gold_of(question)) for question in questions]


def store(session: Session, run_id: int, question_id: int, gold: Gold, got: Answer | None) -> None:
    """Keep what a question got; None: no answer."""
    result = RegressionResult(
        run_id=run_id,
        question_id=question_id,
        verdict=NO_ANSWER if got is None else verdict(gold, got),
        expected=gold.to_row(),
        got={name: value for name, value in (got or {}).items() if name != "reply"},
    )
    session.add(result)


def progress(session: Session, run: RegressionRun) -> dict[str, int]:
    """How many results of each verdict there are."""
    counts = select(RegressionResult.verdict, func.count()).where(RegressionResult.run_id == run.id)
    return {name: count for name, count in session.execute(counts.group_by(RegressionResult.verdict))}


def last_runs(session: Session, most: int = 30) -> list[RegressionRun]:
    """The newest first."""
    end_silent(session)
    return list(session.scalars(select(RegressionRun).order_by(RegressionRun.id.desc()).limit(most)))


def last_with_results(session: Session) -> RegressionRun | None:
    """The newest run that is over and has results."""
    return next(iter(_with_results(session)), None)


def before(session: Session, run: RegressionRun) -> list[RegressionRun]:
    """The runs with which one can be compared, the newest first."""
    return [earlier for earlier in _with_results(session) if earlier.id < run.id]


def _with_results(session: Session) -> list[RegressionRun]:
    over = select(RegressionRun).where(
        RegressionRun.state != RUNNING, RegressionRun.id.in_(select(RegressionResult.run_id))
    )
    return list(session.scalars(over.order_by(RegressionRun.id.desc())))


def seconds(run: RegressionRun) -> float:
    """How long it took, or takes so far."""
    return (aware(run.ended_at or now()) - aware(run.started_at)).total_seconds()
