"""The regression set: messages of which it is known what is right.

All functions work in the caller's transaction.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.models import now
from desk.test_bench.answerable import Answerable, NotRight
from desk.test_bench.models import RegressionQuestion
from reply.gold import Gold

ADDED, CHANGED, SAME = "added", "changed", "same"
_FIELDS = ("variety", "language", "kind", "article", "category", "place", "look_alike", "danger")


def keep(session: Session, user_name: str, gold: Gold, source: str) -> tuple[RegressionQuestion, str]:
    """Put a message into the set, or change what is said of it there; ADDED, CHANGED or SAME. Raises NotRight."""
    gold = Answerable(session).checked(gold)
    known = session.scalars(select(RegressionQuestion).where(RegressionQuestion.digest == digest(gold.text))).first()
    question = known or _new(user_name, source)
    changed = _fill(question, user_name, gold)
    session.add(question)
    session.flush()
    return question, ADDED if known is None else CHANGED if changed else SAME


def keep_all(session: Session, user_name: str, golds: Iterable[Gold], source: str) -> Counter[str]:
    """The same for many that are checked already; how many were ADDED, CHANGED and SAME.

    All is written at the end: whoever else writes has to wait for that only.
    """
    counts: Counter[str] = Counter()
    with session.no_autoflush:
        known = {question.digest: question for question in session.scalars(select(RegressionQuestion))}
        for gold in golds:
            question = known.get(digest(gold.text)) or _new(user_name, source)
            changed = _fill(question, user_name, gold)
            counts[CHANGED if question.digest in known and changed else SAME if not changed else ADDED] += 1
            known[question.digest] = question
            session.add(question)
    session.flush()
    return counts


def change(session: Session, user_name: str, question: RegressionQuestion, gold: Gold) -> None:
    """Say something else of a message, or say it in other words. Raises NotRight."""
    gold = Answerable(session).checked(gold)
    twin = select(RegressionQuestion.id).where(
        RegressionQuestion.digest == digest(gold.text), RegressionQuestion.id != question.id
    )
    if session.scalar(twin):
        raise NotRight({"text": "test_bench.problem_text_known"})
    _fill(question, user_name, gold)


def gold_of(question: RegressionQuestion) -> Gold:
    """What is right for a message of the set."""
    return Gold(
        id=question.name or f"desk-{question.id}",
        text=question.text,
        also=tuple(question.also),
        **{name: getattr(question, name) for name in _FIELDS},
    )


def digest(text: str) -> str:
    """The same for texts that differ in spaces and capitals only."""
    return hashlib.sha256(" ".join(text.split()).casefold().encode()).hexdigest()


def _new(user_name: str, source: str) -> RegressionQuestion:
    return RegressionQuestion(source=source, added_by=user_name, version=0)


def _fill(question: RegressionQuestion, user_name: str, gold: Gold) -> bool:
    """Write what is known now; False when that was known already."""
    values = {name: getattr(gold, name) for name in _FIELDS} | {"text": gold.text, "also": list(gold.also)}
    if question.version and all(getattr(question, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(question, name, value)
    question.digest = digest(gold.text)
    question.name = question.name or str(gold.id or "")[:80]
    question.changed_by, question.changed_at = user_name, now()
    question.version += 1
    return True
