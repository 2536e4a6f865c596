"""All pages of the articles."""

from fastapi import APIRouter

from desk.articles.article_page import article_routes
from desk.articles.editor_pages import editor_routes, fragment_routes
from desk.articles.hand_in_page import hand_in_routes
from desk.articles.history_page import history_routes
from desk.articles.list_page import list_routes
from desk.articles.step_pages import deciding_routes, writing_routes
from desk.context import Desk


def articles_routes(desk: Desk) -> APIRouter:
    """List, editor, one article, its history, and the steps from a draft to what is live."""
    router = APIRouter()
    for routes in (
        list_routes,
        editor_routes,
        fragment_routes,
        article_routes,
        hand_in_routes,
        writing_routes,
        deciding_routes,
        history_routes,
    ):
        router.include_router(routes(desk))
    return router
