"""HSDS: /, which says what this API is; and the profile it names."""

from pathlib import Path
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from knowledge.api.addresses import address
from knowledge.api.caching import CachedRoute
from knowledge.exchange.hsds_part_documents import Document

_PROFILE = Path(__file__).parent / "profile.md"


class StartDocument(Document):
    """What this API is."""

    version: Literal["3.0"] = "3.0"
    """The version of HSDS."""
    profile: str
    """Address of a text that says in what this API differs from HSDS, and what it adds."""
    openapi_url: str
    """Address of this API's OpenAPI document."""


def start_routes() -> APIRouter:
    """What this API is."""
    router = APIRouter(route_class=CachedRoute)

    @router.get("/")
    def start(request: Request) -> StartDocument:
        """What this API is."""
        return StartDocument(profile=address(request, "/profile"), openapi_url=address(request, "/openapi.json"))

    @router.get("/profile", include_in_schema=False)
    def profile() -> PlainTextResponse:
        """In what this API differs from HSDS, and what it adds."""
        return PlainTextResponse(_PROFILE.read_text(encoding="utf-8"))

    return router
