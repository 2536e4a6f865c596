"""What staff say of an answer: it was right, or what should have been answered instead."""

from dataclasses import replace

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from desk.audit import note
from desk.models import User
from desk.test_bench.models import BENCH, RegressionQuestion
from desk.test_bench.questions import SAME, keep
from desk.test_bench.trial import Trial
from knowledge.editing.refusals import Refused
from knowledge.editing.samples import add_sample
from knowledge.review import masked
from reply.gold import Gold
from reply.judging import judged

RIGHT = "right"
_MASK = "…"
_BUSY = "busy"


def as_answered(trial: Trial) -> Gold:
    """What is right when the answer was. Of articles to choose from, each is."""
    trace = trial.reply.trace
    offered = judged(trial.reply)["choices"]
    if trace.kind == "question" and not trace.article and offered:
        return replace(_about(trial), article=offered[0], also=tuple(offered[1:]))
    return replace(_about(trial), kind=trace.kind, article=trace.article, category=trace.category, place=trace.place)


def article_instead(trial: Trial, key: str) -> Gold:
    """What is right when another article should have been answered."""
    return replace(_about(trial), kind="question", article=key)


def kind_instead(trial: Trial, kind: str, category: str, place: str) -> Gold:
    """What is right when the message asks for no article. Only a service has a category and a place."""
    if kind != "service":
        return replace(_about(trial), kind=kind)
    return replace(_about(trial), kind=kind, category=category or None, place=place or None)


def judge(session: Session, user: User, gold: Gold) -> RegressionQuestion:
    """Keep what is right for a message in the regression set. Raises NotRight."""
    question, what = keep(session, user.name, gold, BENCH)
    if what != SAME:
        note(session, user, f"regression.{what}", str(question.id), kind=gold.kind, article=gold.article)
    return question


def propose_sample(session: Session, user: User, gold: Gold) -> str:
    """Propose the message as a sample question of its article, for review; empty, or the code of what forbids it."""
    try:
        with session.begin_nested():
            add_sample(session, user.name, str(gold.article), gold.language or "fr", gold.text)
    except Refused as refusal:
        return refusal.code
    except (StaleDataError, IntegrityError):  # somebody is writing the article at this moment
        return _BUSY
    note(session, user, "article.sample_added", str(gold.article), language=gold.language)
    return ""


def is_masked(trial: Trial) -> bool:
    """True when something of the message is not kept."""
    return masked(trial.said).count(_MASK) > trial.said.count(_MASK)


def _about(trial: Trial) -> Gold:
    """Without addresses and long numbers: the set is kept, and others read it."""
    return Gold("", masked(trial.said), "question", language=trial.reply.language)
