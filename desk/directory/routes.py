"""All pages of the directory."""

from fastapi import APIRouter

from desk.context import Desk
from desk.directory.association_page import association_routes
from desk.directory.correction_pages import correction_routes
from desk.directory.edit_pages import edit_routes
from desk.directory.export_pages import export_routes
from desk.directory.hours_pages import hours_routes
from desk.directory.import_pages import import_routes
from desk.directory.list_pages import list_routes
from desk.directory.map_page import map_routes
from desk.directory.organization_pages import organization_routes
from desk.directory.place_pages import place_routes
from desk.directory.service_pages import service_routes

_PARTS = (
    list_routes,
    edit_routes,
    place_routes,
    hours_routes,
    organization_routes,
    import_routes,
    export_routes,
    map_routes,
    correction_routes,
    association_routes,
    service_routes,
)
"""Pages for something new come before those for something with an id."""


def directory_routes(desk: Desk) -> APIRouter:
    """Organisations, services, places, hours; import, export, map; links for associations."""
    router = APIRouter()
    for routes in _PARTS:
        router.include_router(routes(desk))
    return router
