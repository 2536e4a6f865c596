"""All addresses of the API."""

from fastapi import APIRouter
from sqlalchemy import Engine

from knowledge.api.articles import article_routes
from knowledge.api.organizations import organization_routes
from knowledge.api.problems import PROBLEMS
from knowledge.api.service_at_locations import service_at_location_routes
from knowledge.api.services import service_routes
from knowledge.api.start import start_routes
from knowledge.api.taxonomies import taxonomy_routes, term_routes

ARTICLES = "Articles"
DIRECTORY = "Directory (HSDS)"


def api_routes(engine: Engine) -> APIRouter:
    """Articles and directory; they only read."""
    router = APIRouter(responses=PROBLEMS)
    router.include_router(start_routes(), tags=[DIRECTORY])
    router.include_router(service_routes(engine), tags=[DIRECTORY])
    router.include_router(organization_routes(engine), tags=[DIRECTORY])
    router.include_router(service_at_location_routes(engine), tags=[DIRECTORY])
    router.include_router(taxonomy_routes(engine), tags=[DIRECTORY])
    router.include_router(term_routes(engine), tags=[DIRECTORY])
    router.include_router(article_routes(engine), tags=[ARTICLES])
    return router
