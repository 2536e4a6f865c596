"""Signing in and out."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from desk.access import LOGIN, Staff, signed_in
from desk.accounts.cookies import browser_of, forget_session, keep_mark, keep_session, session_token
from desk.accounts.forms import CodeForm, LoginForm, blame_attempt
from desk.accounts.known_browsers import browser_mark
from desk.accounts.sessions import close_session, find_waiting
from desk.accounts.signing_in import NotSignedIn, Opened, give_code, sign_in
from desk.audit import note
from desk.context import Desk
from desk.language_choice import take_choice
from desk.models import now
from desk.pages import own_path, see, show
from desk.posted import Posted
from desk.wording import counted

_SECOND = f"{LOGIN}/second"
_LOGOUT = "/desk/logout"
_FEW_CODES = 3
"""With so many recovery codes left, or fewer, it is time for new ones."""


def login_routes(desk: Desk) -> APIRouter:
    """The pages with name and password, and with the code."""
    router = APIRouter()

    @router.get(LOGIN)
    def login(request: Request, next: str = "") -> Response:
        if signed_in(request):
            return see(_wanted(next))
        return _login_page(request, LoginForm.of(request, data={"next": _wanted(next)}), 200)

    @router.post(LOGIN)
    def login_sent(request: Request, posted: Posted) -> Response:
        return _login_sent(desk, request, LoginForm.of(request, posted))

    @router.get(_SECOND)
    def second(request: Request, next: str = "") -> Response:
        with Session(desk.database) as session:
            waiting = find_waiting(session, session_token(request), now())
        if waiting is None:
            return see(_with_next(LOGIN, _wanted(next)))
        return show(request, "accounts/second.html", form=CodeForm.of(request, data={"next": _wanted(next)}))

    @router.post(_SECOND)
    def second_sent(request: Request, posted: Posted) -> Response:
        return _second_sent(desk, request, CodeForm.of(request, posted))

    return router


def logout_routes(desk: Desk) -> APIRouter:
    """Signing out."""
    router = APIRouter()

    @router.post(_LOGOUT)
    def logout(request: Request, user: Staff) -> Response:
        with Session(desk.database) as session, session.begin():
            close_session(session, session_token(request))
            note(session, user, "account.signed_out", user.name)
        response = see(LOGIN, "accounts.signed_out")
        forget_session(response)
        return response

    return router


def _login_sent(desk: Desk, request: Request, form: LoginForm) -> Response:
    status = 422
    if form.validate():
        name, password = str(form.name.data), str(form.password.data)
        try:
            opened = sign_in(desk.database, desk.addresses, name, password, browser_of(request), now())
            return _go_on(desk, request, opened, _wanted(form.next.data))
        except NotSignedIn as refused:
            status = blame_attempt(request, form.password, refused)
    return _login_page(request, form, status)


def _login_page(request: Request, form: LoginForm, status: int) -> Response:
    form.begin_typing()
    return show(request, "accounts/login.html", status, form=form)


def _second_sent(desk: Desk, request: Request, form: CodeForm) -> Response:
    status = 422
    if form.validate():
        token, code = session_token(request), str(form.code.data)
        try:
            opened = give_code(desk.database, desk.addresses, token, code, browser_of(request), now())
            return _go_on(desk, request, opened, _wanted(form.next.data))
        except NotSignedIn as refused:
            if refused.key == "too_late":
                return see(_with_next(LOGIN, _wanted(form.next.data)), "accounts.too_late")
            status = blame_attempt(request, form.code, refused)
    return show(request, "accounts/second.html", status, form=form)


def _with_next(path: str, wanted: str) -> str:
    return f"{path}?{urlencode({'next': wanted})}"


def _wanted(path: str | None) -> str:
    """Where to go after signing in: never back to here."""
    ours = own_path(path)
    return own_path("") if ours.startswith((LOGIN, _LOGOUT)) else ours


def _go_on(desk: Desk, request: Request, opened: Opened, wanted: str) -> Response:
    """To the page somebody wanted, or to the one that asks for the code; the session before, if any, has ended."""
    with Session(desk.database) as session, session.begin():
        close_session(session, session_token(request))
    if opened.waits_for_code:
        response = see(_with_next(_SECOND, wanted))
    else:
        response = _welcome(opened, wanted)
        keep_mark(request, response, browser_mark(desk.addresses, opened.user_id))
        take_choice(request, response, desk.database, opened.user_id)
    keep_session(request, response, opened.token)
    return response


def _welcome(opened: Opened, wanted: str) -> Response:
    """To the page somebody wanted; after a recovery code it says how many are left, and when to make new ones."""
    left = opened.codes_left
    if left is None:
        return see(wanted)
    key = "accounts.codes_low" if left <= _FEW_CODES else "accounts.codes_left"
    return see(wanted, counted(key, left), count=left)
