"""All pages of the accounts."""

from fastapi import APIRouter

from desk.accounts.audit_pages import audit_routes
from desk.accounts.link_pages import link_routes
from desk.accounts.login_pages import login_routes, logout_routes
from desk.accounts.own_pages import own_routes
from desk.accounts.second_factor_pages import second_factor_routes
from desk.accounts.user_pages import one_user_routes, user_routes
from desk.context import Desk


def accounts_routes(desk: Desk) -> APIRouter:
    """Signing in and out, one-time links, one's own account, users, audit log."""
    router = APIRouter()
    for routes in (
        login_routes,
        logout_routes,
        link_routes,
        own_routes,
        second_factor_routes,
        user_routes,
        one_user_routes,
        audit_routes,
    ):
        router.include_router(routes(desk))
    return router
