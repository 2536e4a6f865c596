"""Prepared answers: read, written, found."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.audit import note
from desk.inbox.models import CannedAnswer
from desk.models import User, now


class NameTaken(Exception):
    """Another prepared answer is called so."""


def canned_answers(session: Session) -> Sequence[CannedAnswer]:
    """All of them, by name."""
    found = session.scalars(select(CannedAnswer)).all()
    session.expunge_all()
    return sorted(found, key=lambda each: each.name.casefold())


def save_canned(session: Session, user: User, answer: CannedAnswer | None, name: str, texts: Mapping[str, str]) -> None:
    """Write a new one or change one, in the caller's transaction. Raises NameTaken."""
    same = session.scalar(select(CannedAnswer).where(CannedAnswer.name == name))
    if same and same is not answer:
        raise NameTaken
    if answer is None:
        session.add(CannedAnswer(name=name, texts=dict(texts), changed_by=user.name))
    else:
        answer.name, answer.texts, answer.version = name, dict(texts), answer.version + 1
        answer.changed_by, answer.changed_at = user.name, now()
    note(session, user, "inbox.canned_saved", name)


def delete_canned(session: Session, user: User, answer: CannedAnswer) -> None:
    """Delete one, in the caller's transaction."""
    session.delete(answer)
    note(session, user, "inbox.canned_deleted", answer.name)
