"""The language that somebody chooses at the top of a page: for their account, or before they sign in."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import Request, Response
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from desk.access import LOGIN, signed_in
from desk.models import User
from desk.pages import LANGUAGE_COOKIE
from gateway.words import LANGUAGES

_CHOSEN_COOKIE = "dalil_desk_chosen"
"""What was chosen on the pages of signing in, until somebody has signed in."""
_CHOSEN_LASTS = 60 * 60
"""Seconds. A choice of long ago on a shared computer is not that of who signs in now."""
_YEAR = 365 * 24 * 60 * 60
"""Seconds."""


def keep_choice(request: Request, response: Response, language: str, page: str) -> None:
    """Somebody chose a language on `page`: for their account, else for this browser and who signs in there next."""
    person = signed_in(request)
    if person:
        _store(request.app.state.desk.database, person.user_id, language)
    elif page.startswith(LOGIN):
        _set_cookie(request, response, _CHOSEN_COOKIE, language, _CHOSEN_LASTS)
    _set_cookie(request, response, LANGUAGE_COOKIE, language, _YEAR)


def take_choice(request: Request, response: Response, database: Engine, user_id: int) -> None:
    """Somebody has signed in: what they chose on the way is their account's language; else that stays as it is."""
    chosen = request.cookies.get(_CHOSEN_COOKIE)
    if chosen in LANGUAGES:
        _store(database, user_id, chosen)
        _set_cookie(request, response, _CHOSEN_COOKIE, "", 0)


def without_language(page: str) -> str:
    """A path without `?lang=`, which is for one page only and would win over what is chosen now."""
    parts = urlsplit(page)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "lang"]
    return parts._replace(query=urlencode(kept)).geturl()


def _store(database: Engine, user_id: int, language: str) -> None:
    with Session(database) as session, session.begin():
        session.execute(update(User).where(User.id == user_id).values(language=language))


def _set_cookie(request: Request, response: Response, name: str, value: str, lasts: int) -> None:
    is_secure = request.url.scheme == "https"
    response.set_cookie(name, value, lasts, path="/desk", httponly=True, samesite="lax", secure=is_secure)
