"""One conversation: what was said, who has it, and what can be done."""

from collections.abc import Mapping

from fastapi import APIRouter, HTTPException, Request, Response
from sqlalchemy.orm import Session

from desk.access import Staff
from desk.audit import note
from desk.context import Desk
from desk.inbox.canned import canned_answers
from desk.inbox.list_pages import INBOX
from desk.inbox.live import page, part
from desk.inbox.people import member_of
from desk.inbox.situation import MINE, Situation, situation
from desk.inbox.talk import lines
from desk.models import User
from gateway.handoff.staff import StaffWork
from gateway.models import new_key
from gateway.transcript import Transcript

ONE = f"{INBOX}/{{number:int}}"
LONGEST_TEXT = 4000
"""Characters of one message; WhatsApp takes 4096, and marks of direction count."""
_LARGEST_NUMBER = 2**31 - 1


def conversation_routes(desk: Desk, work: StaffWork) -> APIRouter:
    """The page, and its part that changes by itself."""
    router = APIRouter()

    @router.get(ONE)
    def whole(request: Request, user: Staff, number: int) -> Response:
        shown = conversation_page(desk, work, request, user, number, text=_canned_text(desk, request))
        _note_reader(desk, user, number)
        return shown

    @router.get(f"{ONE}/talk")
    def only_talk(request: Request, user: Staff, number: int) -> Response:
        found = _read(desk, work, user, number)
        if found is None:
            return page(request, "inbox/gone_part.html", 410)
        return part(request, "inbox/talk.html", **found)

    return router


def conversation_page(
    desk: Desk,
    work: StaffWork,
    request: Request,
    user: User,
    number: int,
    status: int = 200,
    *,
    text: str = "",
    key: str = "",
    error: str = "",
    refused: str = "",
) -> Response:
    """The page with what was typed. `error` belongs to the text, `refused` says why something was not done."""
    found = _read(desk, work, user, number)
    if found is None:
        return page(request, "inbox/gone.html", 410, text=text)
    with Session(desk.database) as session:
        prepared = canned_answers(session)
    return page(
        request, "inbox/conversation.html", status, **found, text=text, key=key or new_key(), error=error,
        refused=refused, prepared=prepared, longest=LONGEST_TEXT,
    )  # fmt: skip


def _read(desk: Desk, work: StaffWork, user: User, number: int) -> Mapping[str, object] | None:
    """What the templates show; who has the conversation has read it then."""
    if number > _LARGEST_NUMBER:
        raise HTTPException(404)
    messages = Transcript(desk.database, desk.addresses).messages(number)
    with Session(desk.database) as session, session.begin():
        found = situation(session, number, user.id)
        if found and found.whose == MINE and messages:
            work.read(session, number, member_of(session, user), messages[-1].id)
    return None if found is None else {**_shown(found, desk), "lines": lines(messages)}


def _note_reader(desk: Desk, user: User, number: int) -> None:
    """Who reads a conversation of somebody else or of nobody is written down; that it was taken is noted anyway."""
    with Session(desk.database) as session, session.begin():
        found = situation(session, number, user.id)
        if found and found.whose != MINE:
            note(session, user, "inbox.opened", f"conversation {number}")


def _shown(found: Situation, desk: Desk) -> dict[str, object]:
    may_invite = found.is_over and not found.is_invited and desk.has_template
    return {"situation": found, "card": found.card, "may_invite": may_invite, "has_template": desk.has_template}


def _canned_text(desk: Desk, request: Request) -> str:
    """The prepared answer that the address names, such as "?canned=3-fr"."""
    number, _, language = request.query_params.get("canned", "").partition("-")
    if not number.isdecimal() or len(number) > 9:
        return ""
    with Session(desk.database) as session:
        chosen = [each for each in canned_answers(session) if each.id == int(number)]
    return next((each.texts.get(language, "") for each in chosen), "")
