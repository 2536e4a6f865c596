"""The pages of the inbox."""

from fastapi import APIRouter

from desk.context import Desk
from desk.inbox.canned_pages import canned_routes
from desk.inbox.conversation_acts import act_routes
from desk.inbox.conversation_page import conversation_routes
from desk.inbox.hours import DeskOpening
from desk.inbox.list_pages import list_routes
from desk.inbox.settings_pages import settings_routes
from desk.inbox.situation import SENDS
from gateway.handoff.sentences import Sentences
from gateway.handoff.speaking import Speaker
from gateway.handoff.staff import StaffWork


def inbox_routes(desk: Desk) -> APIRouter:
    """Everything."""
    work = StaffWork(Speaker(SENDS), DeskOpening(), Sentences(desk.operator))
    router = APIRouter()
    router.include_router(list_routes(desk))
    router.include_router(settings_routes(desk))
    router.include_router(canned_routes(desk))
    router.include_router(conversation_routes(desk, work))
    router.include_router(act_routes(desk, work))
    return router
