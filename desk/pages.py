"""Showing a page, and leading from one to the next."""

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from desk.access import FORM_COOKIE, form_token, signed_in
from desk.navigation import navigation
from desk.wording import Words, preferred
from gateway.due import aware
from gateway.words import LANGUAGES
from knowledge.hours import moroccan_time

LANGUAGE_COOKIE = "dalil_desk_language"
_LOCALES = {"fr": "fr", "ar": "ar_MA", "en": "en_GB"}
_MOMENTS = {"fr": "d MMM y, HH:mm", "ar": "d MMM y، HH:mm", "en": "d MMM y, HH:mm"}
_LEADS = {"accounts.codes_low": ("/desk/account/second", "accounts.make_codes")}
"""How the key of a sentence about what was done begins → a page where there is more to do, and the word for that."""
_FORM_COOKIE_LASTS = 12 * 60 * 60
"""Seconds."""


def words_of(request: Request) -> Words:
    """The words in the language of the person: chosen for this page, their own, the browser's."""
    person = signed_in(request)
    wished = request.query_params.get("lang") or (person.language if person else request.cookies.get(LANGUAGE_COOKIE))
    return Words(wished if wished in LANGUAGES else preferred(request.headers.get("accept-language", "")))


def show(request: Request, template: str, status: int = 200, **context: Any) -> Response:
    """A page: `template` is part and file, such as "articles/list.html"."""
    words = words_of(request)
    token = form_token(request)
    person = signed_in(request)
    page = _templates().get_template(template).render(
        **_wording(words),
        request=request,
        path=request.url.path,
        user=person,
        csrf=token,
        csrf_field=lambda: Markup('<input type="hidden" name="csrf" value="{}">').format(token),
        navigation=navigation(person.role) if person else (),
        done=_done(request, words),
        lead=_lead(request),
        languages=LANGUAGES,
        **context,
    )  # fmt: skip
    response = HTMLResponse(page, status_code=status, headers={"Cache-Control": "no-store"})
    if person is None and request.cookies.get(FORM_COOKIE) != token:
        response.set_cookie(
            FORM_COOKIE, token, _FORM_COOKIE_LASTS, path="/desk", httponly=True, samesite="strict",
            secure=request.url.scheme == "https",
        )  # fmt: skip
    return response


def see(path: str, done: str | None = None, **values: object) -> Response:
    """Lead to a page of ours after a change; it shows the sentence `done` once, with its placeholders filled."""
    query = urlencode({"done": done, **values}) if done else ""
    joined = f"{path}{'&' if '?' in path else '?'}{query}" if query else path
    return RedirectResponse(joined, 303)


def own_path(wished: str | None, otherwise: str = "/desk") -> str:
    """A path to lead to that came from outside; only pages of the desk are taken."""
    parts = urlsplit(wished or "")
    is_ours = not parts.scheme and not parts.netloc and (parts.path == "/desk" or parts.path.startswith("/desk/"))
    return wished if wished and is_ours and "\\" not in wished else otherwise


def _wording(words: Words) -> dict[str, Any]:
    return {
        "_": words,
        "_n": words.count,
        "topic": words.topic,
        "category": words.category,
        "language": words.language,
        "direction": words.direction,
        "day": lambda when: _day(when, words.language),
        "moment": lambda when: _moment(when, words.language),
        "number": lambda value: format_decimal(value, locale=_LOCALES[words.language]),
    }


def _done(request: Request, words: Words) -> str:
    """The sentence that a redirect asked for; what fits no key, or was tampered with, is not shown."""
    key = request.query_params.get("done", "")
    if not words.has(key):
        return ""
    try:
        return words(key, **{name: value for name, value in request.query_params.items() if name != "done"})
    except (KeyError, IndexError, AttributeError):
        return ""


def _lead(request: Request) -> tuple[str, str] | None:
    key = request.query_params.get("done", "")
    return next((lead for beginning, lead in _LEADS.items() if key.startswith(beginning)), None)


def _day(when: date | datetime, language: str) -> str:
    return format_date(_local(when) if isinstance(when, datetime) else when, "d MMMM y", locale=_LOCALES[language])


def _moment(when: datetime, language: str) -> str:
    return format_datetime(_local(when), _MOMENTS[language], locale=_LOCALES[language])


def _local(when: datetime) -> datetime:
    return moroccan_time(aware(when))


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
