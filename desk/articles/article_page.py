"""The page of one article: what is live, what is being written, and what can be done with it."""

from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from sqlalchemy.orm import Session

from desk.access import Staff
from desk.articles.forms import article_titles
from desk.articles.paths import ONE
from desk.articles.preview import article_preview
from desk.context import Desk
from desk.pages import show, words_of
from gateway.words import LANGUAGES
from knowledge.content_check.values import as_date
from knowledge.editing import versions
from knowledge.editing.checking import version_problems
from knowledge.editing.comparing import changes
from knowledge.editing.content import Content, languages_behind, title_of, with_every_language
from knowledge.editing.publishing import needs_second_person
from knowledge.models import Article


def article_routes(desk: Desk) -> APIRouter:
    """Looking at an article."""
    router = APIRouter()

    @router.get(ONE)
    def article(request: Request, user: Staff, key: str) -> Response:
        return article_page(desk, request, key)

    return router


def article_page(desk: Desk, request: Request, key: str, problem: str = "") -> Response:
    """Everything about an article; `problem` says why a step was not taken."""
    words = words_of(request)
    with Session(desk.database) as session:
        row, history = versions.article_row(session, key), versions.history(session, key)
        if row is None and not history:
            raise HTTPException(404)
        content = versions.content_to_edit(session, key) or with_every_language(history[-1].content)
        asked = request.query_params.get("in")
        shown = asked if asked in LANGUAGES else words.language
        return show(
            request, "articles/article.html", 409 if problem else 200,
            key=key, row=row, state=row.state if row else "draft", content=content, problem=problem,
            token=versions.token_of(session, key), title=title_of(content, words.language),
            dates={field: as_date(content.get(field)) for field in ("review_by", "verified_on")},
            titles=article_titles(session, words.language), shown=shown,
            preview=article_preview(desk, content, shown), **_work(session, key, row, content),
        )  # fmt: skip


def _work(session: Session, key: str, row: Article | None, content: Content) -> dict[str, Any]:
    """What the page says of the open version."""
    version, current = versions.open_version(session, key), versions.current_of(versions.history(session, key))
    live = versions.current_content(session, key)
    if version is None:
        return {"version": None, "current": current}
    return {
        "version": version,
        "current": current,
        "changes": changes(live, content) if live else [],
        "behind": languages_behind(live, content) if live else [],
        "is_outdated": current is not None and version.based_on != current.number,
        "problems": version_problems(session, content),
        "two_people": needs_second_person(version, row),
    }
