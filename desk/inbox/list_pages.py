"""Who waits, who has which conversation, and what was said last."""

import hashlib
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.access import Staff
from desk.context import Desk
from desk.inbox.hours import DeskOpening
from desk.inbox.live import if_changed, page, part
from desk.models import User
from desk.pages import words_of
from gateway.handoff.overview import Card, held, recent, waiting
from gateway.models import Message

INBOX = "/desk/inbox"
_MOST_RECENT = 30


@dataclass(frozen=True)
class Lists:
    """The conversations as one user sees them."""

    waiting: list[Card]
    mine: list[Card]
    colleagues: list[Card]

    @property
    def unread(self) -> int:
        """Messages that this user has to read: of those who wait, and of those they have."""
        return sum(card.unread for card in (*self.waiting, *self.mine))

    @property
    def danger(self) -> bool:
        """True when one of them speaks of danger."""
        return any(card.danger for card in (*self.waiting, *self.mine, *self.colleagues))


def list_routes(desk: Desk) -> APIRouter:
    """The list, what a script asks of it, and how much is new."""
    router = APIRouter()

    @router.get(INBOX)
    def whole(request: Request, user: Staff) -> Response:
        with Session(desk.database) as session:
            return page(request, "inbox/list.html", **_context(session, request, user))

    @router.get(f"{INBOX}/list")
    def only_list(request: Request, user: Staff) -> Response:
        with Session(desk.database) as session:
            return part(request, "inbox/cards.html", **_context(session, request, user))

    @router.get(f"{INBOX}/news")
    def news(request: Request, user: Staff) -> Response:
        with Session(desk.database) as session:
            lists = _lists(session, user)
            last = session.scalar(select(func.max(Message.id)))
        stamp = hashlib.sha256(repr((lists, last)).encode()).hexdigest()[:16]
        content = {"waiting": len(lists.waiting), "unread": lists.unread, "danger": lists.danger, "stamp": stamp}
        return if_changed(request, JSONResponse(content))

    return router


def _lists(session: Session, user: User) -> Lists:
    humans = held(session)
    mine = [card for card in humans if card.staff_id == user.id]
    return Lists(waiting(session), mine, [card for card in humans if card not in mine])


def _context(session: Session, request: Request, user: User) -> dict[str, Any]:
    language = words_of(request).language
    return {
        "lists": _lists(session, user),
        "recent": recent(session, _MOST_RECENT),
        "reception": DeskOpening().reception(session, language),
    }
