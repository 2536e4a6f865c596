"""What the browser of somebody who signs in keeps."""

from fastapi import Request, Response

from desk.access import SESSION_COOKIE
from desk.accounts.browsers import Browser, short_agent
from desk.accounts.known_browsers import LASTS
from gateway.network import network_of

_PATH = "/desk"
_BROWSER_COOKIE = "dalil_desk_browser"


def browser_of(request: Request) -> Browser:
    """The browser that sends a request."""
    return Browser(
        network=network_of(request.client.host if request.client else ""),
        agent=short_agent(request.headers.get("user-agent", "")),
        mark=request.cookies.get(_BROWSER_COOKIE, ""),
    )


def session_token(request: Request) -> str:
    """The token of the request's session; empty for none."""
    return request.cookies.get(SESSION_COOKIE, "")


def keep_session(request: Request, response: Response, token: str) -> None:
    """Until the browser is closed, or somebody signs out."""
    _keep(request, response, SESSION_COOKIE, token, None)


def keep_mark(request: Request, response: Response, mark: str) -> None:
    """Who has signed in here; stays after signing out."""
    _keep(request, response, _BROWSER_COOKIE, mark, LASTS)


def forget_session(response: Response) -> None:
    """Signed out."""
    response.delete_cookie(SESSION_COOKIE, path=_PATH)


def _keep(request: Request, response: Response, name: str, value: str, lasts: int | None) -> None:
    is_secure = request.url.scheme == "https"
    response.set_cookie(name, value, lasts, path=_PATH, httponly=True, samesite="lax", secure=is_secure)
