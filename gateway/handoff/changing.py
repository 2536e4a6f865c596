"""Changing who has a conversation: only if it still is as the change expects, whoever else is at it."""

from datetime import timedelta

from sqlalchemy import ColumnElement, or_, update
from sqlalchemy.orm import Session

from gateway.models import Conversation, now


def change(
    session: Session, conversation_id: int, *conditions: ColumnElement[bool], **values: object
) -> Conversation | None:
    """The conversation with its new values, locked until the transaction ends; None when a condition does not hold."""
    changed = (
        update(Conversation)
        .where(Conversation.id == conversation_id, *conditions)
        .values(**values)
        .returning(Conversation.id)
        .execution_options(synchronize_session=False)
    )
    if session.execute(changed).scalar() is None:
        return None
    return session.get_one(Conversation, conversation_id, populate_existing=True)


def is_long_ago(patience: timedelta) -> ColumnElement[bool]:
    """A condition: nobody at the desk did anything in the conversation for so long.

    A clock that was set back makes it true, too: nobody waits for hours because of it.
    """
    return or_(
        Conversation.staff_at.is_(None),
        Conversation.staff_at < now() - patience,
        Conversation.staff_at > now() + patience,
    )
