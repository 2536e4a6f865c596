"""The account of the person who is signed in: password, language, where they are signed in."""

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from desk.access import Staff
from desk.accounts.cookies import session_token
from desk.accounts.forms import ChangePasswordForm, blame_attempt, blame_password
from desk.accounts.passwords import SHORTEST, PasswordRefused, set_password
from desk.accounts.sessions import close_all, sessions_of
from desk.accounts.signing_in import NotSignedIn, confirm_password
from desk.accounts.tokens import digest
from desk.audit import note
from desk.context import Desk
from desk.models import User, now
from desk.pages import see, show
from desk.posted import Posted

ACCOUNT = "/desk/account"
_PASSWORD = f"{ACCOUNT}/password"


def own_routes(desk: Desk) -> APIRouter:
    """Everybody has these pages."""
    router = APIRouter()

    @router.get(ACCOUNT)
    def account(request: Request, user: Staff) -> Response:
        with Session(desk.database) as session:
            sessions = sessions_of(session, user.id, now())
        here = digest(session_token(request))
        return show(request, "accounts/account.html", sessions=sessions, here=here, has_second=bool(user.totp_secret))

    @router.get(_PASSWORD)
    def password(request: Request, user: Staff) -> Response:
        form = ChangePasswordForm.of(request)
        return show(request, "accounts/password.html", form=form, shortest=SHORTEST)

    @router.post(_PASSWORD)
    def password_sent(request: Request, user: Staff, posted: Posted) -> Response:
        form = ChangePasswordForm.of(request, posted)
        status = 422
        if form.is_same_twice(request):
            try:
                confirm_password(desk.database, user.id, str(form.current.data), now())
                _change_password(desk, user.id, str(form.password.data), session_token(request))
                return see(ACCOUNT, "accounts.password_changed")
            except PasswordRefused as refused:
                blame_password(request, form, refused)
            except NotSignedIn as refused:
                status = blame_attempt(request, form.current, refused)
        return show(request, "accounts/password.html", status, form=form, shortest=SHORTEST)

    @router.post(f"{ACCOUNT}/sign-out-elsewhere")
    def sign_out_elsewhere(request: Request, user: Staff) -> Response:
        with Session(desk.database) as session, session.begin():
            close_all(session, user.id, but=session_token(request))
            note(session, user, "account.signed_out_elsewhere", user.name)
        return see(ACCOUNT, "accounts.signed_out_elsewhere")

    return router


def _change_password(desk: Desk, user_id: int, password: str, token: str) -> None:
    """And sign out everywhere else: somebody who knew the old password may be there."""
    with Session(desk.database) as session, session.begin():
        user = session.get_one(User, user_id)
        set_password(user, password)
        close_all(session, user_id, but=token)
        note(session, user, "account.password_changed", user.name)
