"""Taking a conversation, writing in it, giving it back."""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from desk.access import Staff
from desk.audit import note
from desk.context import Desk
from desk.inbox.conversation_page import LONGEST_TEXT, ONE, conversation_page
from desk.inbox.list_pages import INBOX
from desk.inbox.people import member_of
from desk.inbox.situation import situation
from desk.models import User
from desk.pages import see, words_of
from desk.posted import Posted
from gateway.handoff.staff import Gone, HeldByOther, NotHeld, NotNeeded, StaffMember, StaffWork
from gateway.models import new_key
from gateway.whatsapp.cutting import units

Act = Callable[[Session, StaffMember], bool | None]
"""Does something in the caller's transaction; False when there was nothing to do."""


class Acts:
    """What one user does in one conversation, with the page that follows."""

    def __init__(self, desk: Desk, work: StaffWork) -> None:
        """`work` is the gateway's."""
        self._desk = desk
        self.work = work

    def do(
        self,
        request: Request,
        user: User,
        number: int,
        what: str,
        act: Act,
        *,
        text: str = "",
        key: str = "",
        from_id: int | None = None,
    ) -> Response:
        """Do it and note it, together; when it is refused, the page says why and has what was typed.

        `from_id` is the colleague who loses the conversation by it.
        """
        try:
            with Session(self._desk.database) as session, session.begin():
                if act(session, member_of(session, user)) is not False:
                    note(session, user, f"inbox.{what}", f"conversation {number}", **_details(session, from_id))
                done = self._done(session, user, number, what)
        except (Gone, HeldByOther, NotHeld, NotNeeded) as refused:
            return self.show(request, user, number, 409, text=text, key=key, refused=_why(request, refused))
        self._desk.said(number)
        return see(INBOX if what == "closed" else f"{INBOX}/{number}", done)

    def _done(self, session: Session, user: User, number: int, what: str) -> str:
        """Key of the sentence that says what happened: what is only kept until the person writes was not sent."""
        found = situation(session, number, user.id) if what == "answered" else None
        if found is None or not found.is_over:
            return f"inbox.done_{what}"
        if found.is_invited:
            return "inbox.kept_invited"
        return "inbox.kept_to_invite" if self._desk.has_template else "inbox.kept_only"

    def show(self, request: Request, user: User, number: int, status: int, **more: str) -> Response:
        """The conversation's page."""
        return conversation_page(self._desk, self.work, request, user, number, status, **more)


def act_routes(desk: Desk, work: StaffWork) -> APIRouter:
    """All that is posted from a conversation's page."""
    router = APIRouter()
    acts = Acts(desk, work)

    @router.post(f"{ONE}/take")
    def take(request: Request, user: Staff, number: int, form: Posted) -> Response:
        from_id = _number(form.get("from"))
        return acts.do(request, user, number, "taken_over" if from_id else "taken",
                       lambda session, me: work.take(session, number, me, from_id), from_id=from_id)  # fmt: skip

    @router.post(f"{ONE}/answer")
    def answer(request: Request, user: Staff, number: int, form: Posted) -> Response:
        return _answer(acts, request, user, number, form)

    @router.post(f"{ONE}/return")
    def give_back(request: Request, user: Staff, number: int, form: Posted) -> Response:
        return acts.do(request, user, number, "given_back", lambda session, me: work.give_back(session, number, me))

    @router.post(f"{ONE}/close")
    def close(request: Request, user: Staff, number: int, form: Posted) -> Response:
        return acts.do(request, user, number, "closed", lambda session, me: work.close(session, number, me))

    @router.post(f"{ONE}/invite")
    def invite(request: Request, user: Staff, number: int, form: Posted) -> Response:
        if not desk.has_template:
            return acts.show(request, user, number, 409, refused=words_of(request)("inbox.no_template"))
        return acts.do(request, user, number, "invited", lambda session, me: work.invite(session, number, me))

    return router


def _answer(acts: Acts, request: Request, user: User, number: int, form: FormData) -> Response:
    text = _tidy(str(form.get("text") or ""))
    key = str(form.get("key") or "")[:36] or new_key()
    if error := _wrong_with(request, text):
        return acts.show(request, user, number, 422, text=text, key=key, error=error)
    act: Act = lambda session, me: acts.work.answer(session, number, me, text, key)  # noqa: E731
    return acts.do(request, user, number, "answered", act, text=text, key=key)


def _wrong_with(request: Request, text: str) -> str:
    words = words_of(request)
    if not text:
        return words("inbox.nothing_typed")
    return words("inbox.too_long", most=LONGEST_TEXT, count=units(text)) if units(text) > LONGEST_TEXT else ""


def _tidy(text: str) -> str:
    """What a database and a phone can take."""
    return text.replace("\0", "").replace("\r\n", "\n").strip()


def _why(request: Request, refused: Exception) -> str:
    words = words_of(request)
    if isinstance(refused, HeldByOther):
        return words("inbox.refused_other", name=refused.name)
    return words("inbox.refused_not_held" if isinstance(refused, NotHeld) else "inbox.refused_not_needed")


def _details(session: Session, from_id: int | None) -> dict[str, str]:
    colleague = session.get(User, from_id) if from_id else None
    return {"taken_from": colleague.name} if colleague else {}


def _number(value: object) -> int | None:
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) < 10 else None
