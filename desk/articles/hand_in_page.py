"""The page before a draft is handed in: what is left to do, and what is answered already."""

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from desk.access import Editor
from desk.articles.answered import ask, new_questions
from desk.articles.paths import ONE, path_of
from desk.context import Desk
from desk.pages import see, show, words_of
from knowledge.editing.checking import version_problems
from knowledge.editing.content import languages_behind, title_of
from knowledge.editing.versions import current_content, open_version, token_of
from knowledge.models.article_version import DRAFT


def hand_in_routes(desk: Desk) -> APIRouter:
    """The assistant is asked when the page is opened."""
    router = APIRouter()

    @router.get(f"{ONE}/hand-in")
    def page(request: Request, user: Editor, key: str) -> Response:
        language = words_of(request).language
        with Session(desk.database) as session:
            version = open_version(session, key)
            if version is None or version.state != DRAFT:
                return see(path_of(key))
            content, live = version.content, current_content(session, key)
            token, problems = token_of(session, key), version_problems(session, content)
        return show(
            request, "articles/hand_in.html", key=key, title=title_of(content, language), token=token,
            problems=problems, behind=languages_behind(live, content) if live else [],
            asked=ask(desk, key, new_questions(content, live), language),
        )  # fmt: skip

    return router
