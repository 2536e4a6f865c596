"""The page of a one-time link, where somebody sets a password."""

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from desk.access import LOGIN
from desk.accounts.forms import NewPasswordForm, blame_password
from desk.accounts.links import LinkGone, person_of_link, use_link
from desk.accounts.passwords import SHORTEST, PasswordRefused
from desk.context import Desk
from desk.models import now
from desk.pages import see, show
from desk.posted import Posted

_PATH = "/desk/password/{token}"


def link_routes(desk: Desk) -> APIRouter:
    """Looking at the page uses nothing up: messengers do that before the person does."""
    router = APIRouter()

    @router.get(_PATH)
    def link(request: Request, token: str) -> Response:
        return _page(desk, request, token, NewPasswordForm.of(request))

    @router.post(_PATH)
    def link_sent(request: Request, token: str, posted: Posted) -> Response:
        form = NewPasswordForm.of(request, posted)
        if form.is_same_twice(request):
            try:
                with Session(desk.database) as session, session.begin():
                    use_link(session, token, str(form.password.data), now())
                return see(LOGIN, "accounts.password_set")
            except PasswordRefused as refused:
                blame_password(request, form, refused)
            except LinkGone:
                pass  # the page says so
        return _page(desk, request, token, form, 422)

    return router


def _page(desk: Desk, request: Request, token: str, form: NewPasswordForm, status: int = 200) -> Response:
    with Session(desk.database) as session:
        try:
            name = person_of_link(session, token, now()).name
        except LinkGone:
            return show(request, "accounts/link_gone.html", 410)
    return show(request, "accounts/link.html", status, form=form, name=name, shortest=SHORTEST)
