"""Reading the message log forward, step by step, as far as nothing changes in it any more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from gateway.exchanges import Exchange, disliked, exchanges_with
from gateway.human_turns import HumanTurn, human_turn
from gateway.models import HUMAN, INBOUND, OUTBOUND, REPLY, Message

SETTLES = timedelta(minutes=31)
"""So old is a reply when it is looked at: by then the person has taken a choice of it or not, and every transaction
that began before it has ended. A little longer than `exchanges.TAKEN_WITHIN`."""
_REACTION = "reaction"
"""The kind of an inbound message that is an emoji on one of ours."""


@dataclass(frozen=True)
class Step:
    """What is new in the log."""

    last_id: int
    """Where the next step begins."""
    is_full: bool
    """True when there may be more already."""
    exchanges: Sequence[Exchange] = ()
    disliked: Sequence[Exchange] = ()
    """Those whose reply got a thumb down since."""
    human_turns: Sequence[HumanTurn] = ()


def next_step(session: Session, after_id: int, most: int, now: datetime) -> Step:
    """At most so many messages of the log after a position. `now` is in UTC.

    Messages of the future are taken for settled: a clock that was set back holds nothing up.
    """
    young = select(func.min(Message.id)).where(
        Message.id > after_id, Message.created_at > now - SETTLES, Message.created_at < now + SETTLES
    )
    until = session.scalar(young)
    said = and_(Message.direction == OUTBOUND, Message.kind.in_((REPLY, HUMAN)))
    reacted = and_(Message.direction == INBOUND, Message.kind == _REACTION)
    query = select(Message.id, Message.kind).where(Message.id > after_id, or_(said, reacted))
    if until is not None:
        query = query.where(Message.id < until)
    rows = session.execute(query.order_by(Message.id).limit(most)).all()
    if not rows:
        return Step(after_id, is_full=False)
    reactions = [row.id for row in rows if row.kind == _REACTION]
    return Step(
        rows[-1].id,
        len(rows) == most,
        exchanges_with(session, [row.id for row in rows if row.kind == REPLY]),
        disliked(session, _first_reacted_to(session, reactions, after_id)),
        [turn for row in rows if row.kind == HUMAN and (turn := human_turn(session, row.id))],
    )


def _first_reacted_to(session: Session, reactions: Sequence[int], after_id: int) -> list[int]:
    """What these reactions were put on, unless an earlier step has seen one on it: it is told once."""
    targets = select(Message.answers_id).where(Message.id.in_(reactions), Message.answers_id.is_not(None))
    seen = select(Message.answers_id).where(
        Message.answers_id.in_(targets), Message.kind == _REACTION, Message.id <= after_id
    )
    known = set(session.scalars(seen))
    return [number for number in session.scalars(targets) if number is not None and number not in known]
