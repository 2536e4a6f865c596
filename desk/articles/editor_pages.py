"""Writing an article: the form, saving, and what the form asks for while somebody types."""

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from desk.access import Editor
from desk.articles.answered import Asked, ask, new_questions
from desk.articles.editor import conflict_of, editor_page, has_question, preview_key, stored_form, wanted_key
from desk.articles.form_content import form_content
from desk.articles.forms import ArticleForm, article_form
from desk.articles.paths import ANSWERED, NEW, ONE, PREVIEW, path_of
from desk.articles.preview import article_preview
from desk.articles.refused import refusal
from desk.articles.steps import take
from desk.context import Desk
from desk.models import User
from desk.pages import see, show, words_of
from desk.posted import Posted
from knowledge.editing.content import Content, blank_content
from knowledge.editing.drafts import create_draft, save_draft
from knowledge.editing.refusals import EditedMeanwhile, Refused
from knowledge.editing.versions import article_row, content_to_edit, current_content, open_version, token_of
from knowledge.models.article_version import IN_REVIEW

_ONLY_SHOWN = ("preview", "add_source", "answered")
"""Buttons that save nothing."""


def editor_routes(desk: Desk) -> APIRouter:
    """The form for a new article and for one that exists."""
    router = APIRouter()

    @router.get(NEW)
    def new(request: Request, user: Editor) -> Response:
        with Session(desk.database) as session:
            form = article_form(request, session, content=blank_content("."))
            form.topic.data = request.query_params.get("topic", "")
            return editor_page(desk, request, session, form, is_typed=False)

    @router.post(NEW)
    def new_sent(request: Request, user: Editor, posted: Posted) -> Response:
        return _posted(desk, request, user, posted, "")

    @router.get(f"{ONE}/edit")
    def edit(request: Request, user: Editor, key: str) -> Response:
        with Session(desk.database) as session:
            version, content = open_version(session, key), content_to_edit(session, key)
            if content is None or (version and version.state == IN_REVIEW):
                return see(path_of(key))
            form = stored_form(request, session, key, content)
            return editor_page(desk, request, session, form, key, is_typed=False)

    @router.post(f"{ONE}/edit")
    def edit_sent(request: Request, user: Editor, key: str, posted: Posted) -> Response:
        return _posted(desk, request, user, posted, key)

    return router


def fragment_routes(desk: Desk) -> APIRouter:
    """Parts of the form's page, for its script."""
    router = APIRouter()

    @router.post(PREVIEW)
    def preview(request: Request, user: Editor, posted: Posted) -> Response:
        with Session(desk.database) as session:
            form = article_form(request, session, posted)
        shown = str(form.preview.data)
        content = form_content(form, preview_key(form))
        return show(request, "articles/preview.html", preview=article_preview(desk, content, shown), shown=shown)

    @router.post(ANSWERED)
    def answered(request: Request, user: Editor, posted: Posted) -> Response:
        with Session(desk.database) as session:
            form = article_form(request, session, posted)
            asked = _asked(desk, request, session, form, str(posted.get("key") or ""))
        return show(request, "articles/answered.html", asked=asked)

    return router


def _asked(desk: Desk, request: Request, session: Session, form: ArticleForm, key: str) -> Asked:
    before = current_content(session, key) if key else None
    content = form_content(form, key or preview_key(form))
    return ask(desk, key, new_questions(content, before), words_of(request).language)


def _posted(desk: Desk, request: Request, user: User, posted: Posted, key: str) -> Response:
    action = str(posted.get("action") or "save")
    with Session(desk.database) as session:
        form = article_form(request, session, posted)
        if action in _ONLY_SHOWN:
            if action == "add_source":
                form.sources.append_entry()
            if action == "answered" and not has_question(request, form):
                return editor_page(desk, request, session, form, key, 422)
            asked = _asked(desk, request, session, form, key) if action == "answered" else None
            return editor_page(desk, request, session, form, key, asked=asked)
        may_be_named = not key or article_row(session, key) is None
        wanted = wanted_key(request, session, form) if may_be_named else key
        if not wanted:
            return editor_page(desk, request, session, form, key, 422, problem=words_of(request)("errors_title"))
    return _save(desk, request, user, form, key, form_content(form, wanted), action)


def _save(
    desk: Desk, request: Request, user: User, form: ArticleForm, key: str, content: Content, action: str
) -> Response:
    try:
        saved = take(desk, user, "article.saved", key or content["key"], lambda session: (
            save_draft(session, user.name, key, str(form.version.data), content)
            if key else create_draft(session, user.name, content)
        ))  # fmt: skip
    except EditedMeanwhile as meanwhile:
        with Session(desk.database) as session:
            form.version.data = token_of(session, key)
            return editor_page(desk, request, session, form, key, 409, conflict=conflict_of(meanwhile, content))
    except Refused as refused:
        with Session(desk.database) as session:
            if refused.code == "key_taken":
                form["name"].errors = [refusal(request, refused)]
            return editor_page(desk, request, session, form, key, 409, problem=refusal(request, refused))
    if action == "hand_in":
        return see(path_of(saved, "hand-in"))
    return see(path_of(saved, "edit"), "articles.saved")
