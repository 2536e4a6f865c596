"""Who may do what: every route of the desk has a user that is `Staff`, `Editor` or `Administrator`.

`PUBLIC` lists the few that need no account.
"""

import hmac
import secrets
from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlencode, urlsplit

from fastapi import Depends, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.orm import Session

from desk.accounts.sessions import SignedIn, find_session
from desk.context import Desk
from desk.models import ADMINISTRATOR, EDITOR, ROLES, STAFF, User, now
from desk.posted import read_form

SESSION_COOKIE = "dalil_desk"
FORM_COOKIE = "dalil_desk_form"
"""In the place of a session's token, in forms of people who are not signed in."""
LOGIN = "/desk/login"
_OWN = ("same-origin", "none")
"""What browsers call a form of this site, and somebody who reloads."""
PUBLIC = (
    "/desk/static/{name}",
    "/desk/language",
    "/desk/login",
    "/desk/login/second",
    "/desk/password/{token}",
    "/desk/associations/{token}",
)


def desk_of(request: Request) -> Desk:
    """What the application gave the desk."""
    desk: Desk = request.app.state.desk
    return desk


def signed_in(request: Request) -> SignedIn | None:
    """Whose session the request belongs to; read once per request."""
    if not hasattr(request.state, "signed_in"):
        token = request.cookies.get(SESSION_COOKIE, "")
        found = user = None
        if token:
            with Session(desk_of(request).database, expire_on_commit=False) as session, session.begin():
                found = find_session(session, token, now())
                user = session.get(User, found.user_id) if found else None  # read by find_session already
        request.state.signed_in, request.state.user = found, user
    person: SignedIn | None = request.state.signed_in
    return person


def _needs(role: str) -> Callable[[Request], User]:
    allowed = ROLES[ROLES.index(role) :]

    def user_of(request: Request) -> User:
        person = signed_in(request)
        if person is None:
            raise _sign_in_first(request)
        if person.role not in allowed:
            raise HTTPException(403)
        user: User = request.state.user
        return user

    return user_of


Staff = Annotated[User, Depends(_needs(STAFF))]
"""The user of a route that everybody who is signed in may use: `def page(request: Request, user: Staff)`."""
Editor = Annotated[User, Depends(_needs(EDITOR))]
Administrator = Annotated[User, Depends(_needs(ADMINISTRATOR))]


def _sign_in_first(request: Request) -> HTTPException:
    """A page leads to the login and back; what is posted cannot be kept, so that is an error."""
    if request.method != "GET":
        return HTTPException(401)
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return HTTPException(303, headers={"Location": f"{LOGIN}?{urlencode({'next': wanted})}"})


def form_token(request: Request) -> str:
    """What forms of this page carry, so that no other site can send them."""
    person = signed_in(request)
    if person:
        return person.csrf
    if not hasattr(request.state, "form_token"):
        request.state.form_token = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(32)
    token: str = request.state.form_token
    return token


async def check_form(request: Request) -> None:
    """Dependency of all routes: what changes something must come from a page of ours. Raises HTTPException 403."""
    if request.method in ("GET", "HEAD"):
        return
    wanted = await run_in_threadpool(_wanted_token, request)
    shown = request.headers.get("x-csrf-token") or str((await read_form(request)).get("csrf") or "")
    if not wanted or not hmac.compare_digest(shown.encode(), wanted.encode()) or not _is_own_page(request):
        raise HTTPException(403, detail="form")


def _wanted_token(request: Request) -> str:
    person = signed_in(request)
    return person.csrf if person else request.cookies.get(FORM_COOKIE, "")


def _is_own_page(request: Request) -> bool:
    """What browsers say of where a form was: by https how near that page is, else its site, unless that is secret."""
    near = request.headers.get("sec-fetch-site")
    if near:
        return near in _OWN
    origin = request.headers.get("origin", "null")
    return origin == "null" or urlsplit(origin).netloc == request.headers.get("host")
