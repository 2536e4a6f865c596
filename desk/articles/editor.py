"""The page on which an article is written."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import Request, Response
from sqlalchemy.orm import Session

from desk.articles.answered import Asked
from desk.articles.form_content import form_content
from desk.articles.forms import ArticleForm, article_form
from desk.articles.preview import article_preview
from desk.articles.telling import blame
from desk.context import Desk
from desk.forms import EditedElsewhere
from desk.models import now
from desk.pages import show, words_of
from gateway.words import LANGUAGES
from knowledge.content_check.article_rules import KEY, LONGEST_KEY
from knowledge.editing.checking import version_problems
from knowledge.editing.comparing import Change, changes
from knowledge.editing.content import Content, languages_behind
from knowledge.editing.facts import facts
from knowledge.editing.keys import suggested_key
from knowledge.editing.refusals import EditedMeanwhile
from knowledge.editing.versions import article_row, current_content, open_version, token_of
from knowledge.topics import topics


@dataclass(frozen=True)
class Conflict:
    """Somebody else saved first. `changes` lead from their text to what was typed here."""

    notice: EditedElsewhere | None
    """None when the content files were loaded, which nobody at the desk did."""
    changes: list[Change]
    is_gone: bool


def conflict_of(meanwhile: EditedMeanwhile, typed: Content) -> Conflict:
    """What the page says of it."""
    when: datetime = meanwhile.at or now()
    notice = EditedElsewhere(meanwhile.by, when) if meanwhile.by else None
    found = changes(meanwhile.content, typed) if meanwhile.content else []
    return Conflict(notice, found, is_gone=meanwhile.content is None)


def editor_page(
    desk: Desk,
    request: Request,
    session: Session,
    form: ArticleForm,
    key: str = "",
    status: int = 200,
    conflict: Conflict | None = None,
    problem: str = "",
    is_typed: bool = True,
    asked: Asked | None = None,
) -> Response:
    """The form. `key` is empty for a new article; `is_typed` says that the form holds what nobody saved yet.

    `?check=1` in the address shows beside each field what is still wrong with the saved draft.
    """
    content = form_content(form, key or preview_key(form))
    live = current_content(session, key) if key else None
    version = open_version(session, key) if key else None
    problems = version_problems(session, version.content) if version and not is_typed else []
    checked = request.query_params.get("check") == "1"
    if checked:
        blame(form, words_of(request), problems)
    shown = str(form.preview.data)
    return show(
        request, "articles/editor.html", status, form=form, key=key, version=version,
        is_new=not key or article_row(session, key) is None, conflict=conflict, problem=problem, is_typed=is_typed,
        problems=problems, behind=languages_behind(live, content) if live else [],
        preview=article_preview(desk, content, shown), shown=shown, checked=checked, asked=asked,
        facts=list(facts().values()),
    )  # fmt: skip


def stored_form(request: Request, session: Session, key: str, content: Content) -> ArticleForm:
    """The form with what is saved."""
    form = article_form(request, session, content=content)
    form.version.data = token_of(session, key)
    return form


def wanted_key(request: Request, session: Session, form: ArticleForm) -> str:
    """The key that a new article shall have; empty when topic or name are wrong, and the form says so."""
    words = words_of(request)
    if form.topic.data not in topics():
        form.topic.errors = [words("articles.choose_topic")]
        return ""
    name = str(form["name"].data or "").strip()
    titles = {language: str(entry.form.title.data or "") for language, entry in zip(LANGUAGES, form.texts, strict=True)}
    if not name:
        return suggested_key(session, form.topic.data, [titles["en"], *titles.values()])
    key = f"{form.topic.data}.{name}"
    if not KEY.fullmatch(key) or len(key) > LONGEST_KEY:
        form["name"].errors = [words("articles.name_letters")]
        return ""
    return key


def has_question(request: Request, form: ArticleForm) -> bool:
    """True when a title or a sample question is written; else it says so beside the title in the page's language."""
    if any(str(field.data or "").strip() for entry in form.texts for field in (entry.form.title, entry.form.samples)):
        return True
    words = words_of(request)
    title = form.texts[LANGUAGES.index(words.language)].form.title
    title.errors = [words("articles.nothing_to_ask")]
    return False


def preview_key(form: ArticleForm) -> str:
    """A key for what has none yet."""
    topic = form.topic.data if form.topic.data in topics() else next(iter(topics()))
    return f"{topic}.new"
