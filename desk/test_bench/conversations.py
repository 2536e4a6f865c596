"""Conversations of staff with the engine: nobody else's, and forgotten by the engine when they are over.

All functions work in the caller's transaction.
"""

import uuid
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desk.models import now
from desk.test_bench.models import TrialConversation
from gateway.models import ForgottenEngineId
from reply import Reply

IDLE = timedelta(hours=1)
"""A conversation that nobody has gone on with for so long is over."""

NEWCOMER = {"language": None, "language_chosen": False, "again": False}
"""What the gateway says to the engine of somebody of whom it knows nothing."""


def new_engine_id() -> str:
    """A name that no person's conversation has."""
    return f"desk-{uuid.uuid4().hex}"[:36]


def go_on(session: Session, engine_id: str) -> TrialConversation:
    """The conversation with that name, or a new one when it is over or never was one of ours."""
    forget_idle(session)
    found = session.get(TrialConversation, engine_id) if engine_id else None
    if found is None:
        found = TrialConversation(engine_id=new_engine_id(), language_chosen=False)
        session.add(found)
    found.used_at = now()
    session.flush()
    return found


def answered(session: Session, engine_id: str, reply: Reply) -> bool:
    """Remember what a person's conversation would; False when this answer was the last one."""
    if reply.forget:
        forget(session, engine_id)
        return False
    conversation = session.get(TrialConversation, engine_id)
    if conversation:
        conversation.language = reply.language
        conversation.language_chosen = conversation.language_chosen or reply.language_chosen
    return True


def forget(session: Session, engine_id: str) -> None:
    """End a conversation of ours; anybody else's is left alone."""
    if session.execute(delete(TrialConversation).where(TrialConversation.engine_id == engine_id)).rowcount:  # type: ignore[attr-defined]
        let_engine_forget(session, engine_id)


def forget_idle(session: Session) -> None:
    """End conversations that nobody goes on with."""
    idle = select(TrialConversation.engine_id).where(TrialConversation.used_at < now() - IDLE)
    for engine_id in list(session.scalars(idle)):
        forget(session, engine_id)


def let_engine_forget(session: Session, engine_id: str) -> None:
    """The gateway has the engine forget it within ten minutes."""
    session.merge(ForgottenEngineId(engine_id=engine_id))
