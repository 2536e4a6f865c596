"""Who has a conversation, and what somebody at the desk may do in it now."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from desk.inbox.hours import DeskOpening
from desk.models import now
from gateway.due import aware
from gateway.handoff.overview import Card, card_of
from gateway.handoff.staff import is_invited
from gateway.models import HUMAN_THERE, HUMAN_WANTED, Conversation
from gateway.whatsapp import CHANNEL as WHATSAPP

MINE = "mine"
COLLEAGUES = "colleagues"
WANTED = "wanted"
ASSISTANTS = "assistants"

SENDS = (WHATSAPP,)
"""The channels that take our messages only for a time after the person's last one."""


@dataclass(frozen=True)
class Situation:
    """How it is for one user at one moment."""

    card: Card
    whose: str
    """`MINE`, `COLLEAGUES`, `WANTED` or `ASSISTANTS`."""
    ends_at: datetime | None
    """When the assistant comes back if the one who has it does nothing."""
    has_window: bool
    is_over: bool
    """True when the channel takes nothing but an invitation."""
    is_invited: bool


def situation(session: Session, number: int, user_id: int) -> Situation | None:
    """None for a conversation that is gone."""
    card = card_of(session, number)
    if card is None:
        return None
    has_window = card.channel in SENDS
    is_over = has_window and (card.writable_until is None or card.writable_until <= now())
    return Situation(
        card=card,
        whose=_whose(card, user_id),
        ends_at=_ends_at(session, card),
        has_window=has_window,
        is_over=is_over,
        is_invited=is_over and is_invited(session, number),
    )


def _whose(card: Card, user_id: int) -> str:
    if card.handoff == HUMAN_THERE:
        return MINE if card.staff_id == user_id else COLLEAGUES
    return WANTED if card.handoff == HUMAN_WANTED else ASSISTANTS


def _ends_at(session: Session, card: Card) -> datetime | None:
    if card.handoff != HUMAN_THERE:
        return None
    staff_at = session.get_one(Conversation, card.number).staff_at
    return aware(staff_at) + DeskOpening().patience(session) if staff_at else None
