"""What editors and administrators do with an article: sending back, giving up, restoring, publishing, archiving."""

from fastapi import APIRouter, HTTPException, Request, Response

from desk.access import Administrator, Editor
from desk.articles.article_page import article_page
from desk.articles.paths import ONE, path_of
from desk.articles.refused import overtaken, refusal
from desk.articles.steps import Step, take
from desk.context import Desk
from desk.models import User
from desk.pages import see, words_of
from desk.posted import Posted
from knowledge.editing.drafts import hand_in, restore, send_back, withdraw
from knowledge.editing.publishing import archive, publish
from knowledge.editing.refusals import EditedMeanwhile, Refused


def writing_routes(desk: Desk) -> APIRouter:
    """The steps of editors."""
    router = APIRouter()

    @router.post(f"{ONE}/hand-in")
    def hand_in_sent(request: Request, user: Editor, key: str, posted: Posted) -> Response:
        token, comment = _token(posted), _comment(posted)
        return _take(desk, request, user, key, "handed_in", lambda s: hand_in(s, user.name, key, token, comment))

    @router.post(f"{ONE}/send-back")
    def send_back_sent(request: Request, user: Editor, key: str, posted: Posted) -> Response:
        token, comment = _token(posted), _comment(posted)
        return _take(desk, request, user, key, "sent_back", lambda s: send_back(s, user.name, key, token, comment))

    @router.post(f"{ONE}/withdraw")
    def withdraw_sent(request: Request, user: Editor, key: str, posted: Posted) -> Response:
        token = _token(posted)
        return _take(desk, request, user, key, "withdrawn", lambda s: withdraw(s, user.name, key, token))

    @router.post(f"{ONE}/restore")
    def restore_sent(request: Request, user: Editor, key: str, posted: Posted) -> Response:
        number = str(posted.get("number") or "")
        if not number.isdecimal():
            raise HTTPException(422)
        return _take(desk, request, user, key, "restored", lambda s: restore(s, user.name, key, int(number)), "edit")

    return router


def deciding_routes(desk: Desk) -> APIRouter:
    """The steps of administrators."""
    router = APIRouter()

    @router.post(f"{ONE}/publish")
    def publish_sent(request: Request, user: Administrator, key: str, posted: Posted) -> Response:
        token = _token(posted)
        return _take(desk, request, user, key, "published", lambda s: publish(s, user.name, key, token))

    @router.post(f"{ONE}/archive")
    def archive_sent(request: Request, user: Administrator, key: str, posted: Posted) -> Response:
        token, comment = _token(posted), _comment(posted)
        if not comment:
            return article_page(desk, request, key, words_of(request)("articles.archive_needs_reason"))
        return _take(desk, request, user, key, "archived", lambda s: archive(s, user.name, key, token, comment))

    return router


def _take(desk: Desk, request: Request, user: User, key: str, done: str, step: Step, then: str = "") -> Response:
    """Take a step and lead on; when it is refused, the article's page says why."""
    try:
        take(desk, user, f"article.{done}", key, step)
    except Refused as refused:
        return article_page(desk, request, key, refusal(request, refused))
    except EditedMeanwhile as meanwhile:
        return article_page(desk, request, key, overtaken(request, meanwhile))
    return see(path_of(key, then), f"articles.done_{done}")


def _token(posted: Posted) -> str:
    return str(posted.get("version") or "")


def _comment(posted: Posted) -> str:
    return str(posted.get("comment") or "").strip()
