"""What became of an article: its versions and the difference between any two."""

from fastapi import APIRouter, HTTPException, Request, Response
from sqlalchemy.orm import Session

from desk.access import Staff
from desk.articles.paths import ONE
from desk.context import Desk
from desk.pages import show, words_of
from knowledge.editing.comparing import changes
from knowledge.editing.content import title_of
from knowledge.editing.versions import history, open_version
from knowledge.models import ArticleVersion


def history_routes(desk: Desk) -> APIRouter:
    """`?one=2&other=3` compares two versions; without them, the last two."""
    router = APIRouter()

    @router.get(f"{ONE}/history")
    def versions(request: Request, user: Staff, key: str) -> Response:
        with Session(desk.database) as session:
            found = history(session, key)
            if not found:
                raise HTTPException(404)
            other = _chosen(found, request.query_params.get("other")) or found[-1]
            one = _chosen(found, request.query_params.get("one")) or found[max(0, found.index(other) - 1)]
            return show(
                request, "articles/history.html", key=key, versions=found[::-1], one=one, other=other,
                title=title_of(found[-1].content, words_of(request).language),
                is_open=open_version(session, key) is not None, changes=changes(one.content, other.content),
            )  # fmt: skip

    return router


def _chosen(versions: list[ArticleVersion], number: str | None) -> ArticleVersion | None:
    return next((version for version in versions if str(version.number) == number), None)
