"""People who work at the desk, each with a browser of their own, and the desk they visit."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, cast

import httpx
from fastapi import FastAPI
from sqlalchemy import Engine as Database
from sqlalchemy.orm import Session
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from app.desk import preview
from app.errors import handle_errors
from app.limits import Limits
from app.settings import ROOT
from desk.access import SESSION_COOKIE
from desk.accounts.sessions import open_session
from desk.context import Desk
from desk.models import User, now
from desk.routes import desk_routes
from gateway.addresses import AddressBook
from gateway.engine import Engine
from gateway.web_chat.pages import page_routes

_TOKEN = re.compile(r'<meta name="csrf" content="([^"]+)">')


def desk_on(database: Database, engine_url: str = "http://127.0.0.1:9", **other: Any) -> Desk:
    """A desk on a database. The default engine is one that nobody answers for."""
    desk = Desk(
        database=database,
        engine=Engine(engine_url, "token"),
        addresses=AddressBook("the installation's secret"),
        said=lambda _: None,
        preview=preview,
        public_url="https://dalil.example.org",
        operator="",
        has_template=False,
    )
    return replace(desk, **other)


def application_of(desk: Desk) -> FastAPI:
    """The desk's pages as the web application serves them."""
    application = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    application.add_middleware(Limits)
    handle_errors(application)
    application.state.desk = desk
    application.include_router(desk_routes(desk))
    return application


class _StandIn:
    """In the place of a desk in the routes: has what the desk of the running test has."""

    def __init__(self, desk: Any) -> None:
        self.desk = desk

    def __getattr__(self, name: str) -> Any:
        return getattr(self.desk, name)


def pages_of(desk: Desk, with_chat: bool = False) -> FastAPI:
    """The same as `application_of` for tests with one desk: its routes, which take as long as ten pages, are made once.

    The next call takes the application away from the desk of the one before. `with_chat`: with the scripts of the chat
    page, which previews use.
    """
    stand_in, application = _shared_pages(desk.public_url, desk.operator, desk.has_template, with_chat)
    stand_in.desk = application.state.desk = desk
    return application


@lru_cache
def _shared_pages(public_url: str, operator: str, has_template: bool, with_chat: bool) -> tuple[_StandIn, FastAPI]:
    stand_in = _StandIn(SimpleNamespace(public_url=public_url, operator=operator, has_template=has_template))
    application = application_of(cast(Desk, stand_in))
    if with_chat:
        application.include_router(page_routes())
        application.mount("/static", StaticFiles(directory=ROOT / "gateway" / "web_chat" / "static"))
    return stand_in, application


class Visitor:
    """One browser. Redirects are not followed, so that a test sees them."""

    def __init__(self, application: FastAPI, token: str = "", language: str = "fr") -> None:
        """`token` is that of an open session."""
        self._client = TestClient(application, base_url="http://testserver", follow_redirects=False)
        self._client.headers["accept-language"] = language
        if token:
            self._client.cookies.set(SESSION_COOKIE, token, domain="testserver.local", path="/desk")

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self._client.get(path, **more)

    def post(self, path: str, data: Mapping[str, Any] | None = None, **more: Any) -> httpx.Response:
        """Send a form with the token that a page of this visitor carries."""
        return self._client.post(path, data={"csrf": self.csrf(), **(data or {})}, **more)

    def post_without_token(self, path: str, data: Mapping[str, Any] | None = None, **more: Any) -> httpx.Response:
        return self._client.post(path, data=data or {}, **more)

    def csrf(self) -> str:
        """The token of this visitor's forms."""
        page = self._client.get("/desk")
        if page.status_code != 200:
            page = self._client.get("/desk/login")
        found = _TOKEN.search(page.text)
        assert found, f"no token in a page with status {page.status_code}"
        return found[1]

    @property
    def cookies(self) -> httpx.Cookies:
        return self._client.cookies


def sign_in(desk: Desk, application: FastAPI, role: str, language: str = "fr", name: str = "") -> Visitor:
    """A visitor who is signed in, as a user of that role who is made when there is none of that name."""
    name = name or role
    with Session(desk.database) as session, session.begin():
        user = session.query(User).filter_by(name=name).one_or_none()
        if user is None:
            user = User(name=name, role=role, language=language)
            session.add(user)
            session.flush()
        user.language = language
        token = open_session(session, user, now())
    return Visitor(application, token, language)
