"""What the desk's pages say when something cannot be done."""

from fastapi import Request, Response

from desk.pages import show

_SAID = (401, 403, 404, 413, 422, 503)


def is_of_desk(request: Request) -> bool:
    """True for the addresses whose errors are pages of the desk."""
    return request.url.path == "/desk" or request.url.path.startswith("/desk/")


def error_page(request: Request, status: int, detail: object = None) -> Response:
    """The page for an HTTP status. With a status of 503 the database is not asked who is signed in."""
    if status == 503:
        request.state.signed_in = None
    key = "error_form" if detail == "form" else f"error_{status}" if status in _SAID else "error_other"
    return show(request, "look/error.html", status, key=key)
