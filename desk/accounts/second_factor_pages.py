"""Setting up the second factor, and taking it away again."""

from fastapi import APIRouter, HTTPException, Request, Response
from sqlalchemy.orm import Session

from desk.access import Staff
from desk.accounts.cookies import session_token
from desk.accounts.forms import CodeForm, ConfirmForm, blame, blame_attempt
from desk.accounts.own_pages import ACCOUNT
from desk.accounts.second_factor import (
    WrongCode,
    new_recovery_codes,
    offer,
    offered,
    picture,
    recovery_codes_left,
    turn_off,
    turn_on,
)
from desk.accounts.sessions import current
from desk.accounts.signing_in import NotSignedIn, confirm_password
from desk.audit import note
from desk.context import Desk
from desk.models import User, now
from desk.pages import see, show
from desk.posted import Posted

_SECOND = f"{ACCOUNT}/second"
_SETUP = f"{_SECOND}/setup"


def second_factor_routes(desk: Desk) -> APIRouter:
    """Each change asks for the password again: a stranger at somebody's desk could lock them out otherwise."""
    router = APIRouter()

    @router.get(_SECOND)
    def second(request: Request, user: Staff) -> Response:
        return _page(desk, request, user, ConfirmForm.of(request))

    @router.post(_SECOND)
    def second_sent(request: Request, user: Staff, posted: Posted) -> Response:
        """What to do is in `do`: "offer", "codes" or "off"."""
        form = ConfirmForm.of(request, posted)
        return _confirmed(desk, request, user, form, str(posted.get("do")))

    @router.get(f"{_SECOND}/qr.svg")
    def qr(request: Request, user: Staff) -> Response:
        secret = _offered(desk, request)
        if secret is None:
            raise HTTPException(404)
        return Response(picture(secret, user.name), media_type="image/svg+xml", headers={"Cache-Control": "no-store"})

    @router.get(_SETUP)
    def setup(request: Request, user: Staff) -> Response:
        return _setup_page(desk, request, CodeForm.of(request))

    @router.post(_SETUP)
    def setup_sent(request: Request, user: Staff, posted: Posted) -> Response:
        form = CodeForm.of(request, posted)
        if form.validate():
            try:
                codes = _turn_on(desk, request, user.id, str(form.code.data))
                return show(request, "accounts/recovery_codes.html", codes=codes, is_new=True)
            except WrongCode:
                blame(request, form.code, "wrong_code")
        return _setup_page(desk, request, form, 422)

    return router


def _confirmed(desk: Desk, request: Request, user: User, form: ConfirmForm, what: str) -> Response:
    status = 422
    if form.validate():
        try:
            confirm_password(desk.database, user.id, str(form.password.data), now())
            return _do(desk, request, user.id, what)
        except NotSignedIn as refused:
            status = blame_attempt(request, form.password, refused)
    return _page(desk, request, user, form, status)


def _page(desk: Desk, request: Request, user: User, form: ConfirmForm, status: int = 200) -> Response:
    with Session(desk.database) as session:
        left = recovery_codes_left(session, user.id)
    return show(request, "accounts/second_factor.html", status, form=form, is_on=bool(user.totp_secret), left=left)


def _setup_page(desk: Desk, request: Request, form: CodeForm, status: int = 200) -> Response:
    secret = _offered(desk, request)
    if secret is None:
        return see(_SECOND)
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return show(request, "accounts/setup.html", status, form=form, secret=groups)


def _offered(desk: Desk, request: Request) -> str | None:
    with Session(desk.database) as session:
        row = current(session, session_token(request), now())
        return offered(row, desk.addresses) if row else None


def _do(desk: Desk, request: Request, user_id: int, what: str) -> Response:
    """Raises HTTPException 422 for what cannot be done now."""
    with Session(desk.database) as session, session.begin():
        user = session.get_one(User, user_id)
        row = current(session, session_token(request), now())
        is_on = user.totp_secret is not None
        if what == "offer" and row and not is_on:
            offer(row, desk.addresses)
            return see(_SETUP)
        if what == "codes" and is_on:
            codes = new_recovery_codes(session, user)
            note(session, user, "account.recovery_codes_made", user.name)
            return show(request, "accounts/recovery_codes.html", codes=codes, is_new=False)
        if what == "off" and is_on:
            turn_off(session, user)
            note(session, user, "account.second_factor_off", user.name)
            return see(ACCOUNT, "accounts.second_factor_off")
    raise HTTPException(422)


def _turn_on(desk: Desk, request: Request, user_id: int, code: str) -> list[str]:
    """Returns the recovery codes. Raises WrongCode."""
    with Session(desk.database) as session, session.begin():
        user = session.get_one(User, user_id)
        row = current(session, session_token(request), now())
        if row is None or user.totp_secret is not None:
            raise WrongCode
        codes = turn_on(session, user, row, code, desk.addresses, now())
        note(session, user, "account.second_factor_on", user.name)
        return codes
