"""The pages of the review queue."""

from collections.abc import Callable
from math import ceil
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request, Response
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from desk.access import Editor, Staff
from desk.articles.refused import refusal
from desk.audit import note
from desk.context import Desk
from desk.forms import EditedElsewhere, Form
from desk.models import User
from desk.pages import see, show, words_of
from desk.posted import Posted
from desk.review import actions
from desk.review.actions import NotPossible, last_action
from desk.review.forms import GroupForm, article_form, blame, dismiss_form, draft_form, has_question
from desk.review.group_page import Said, group_or_404, may_undo, show_group
from desk.review.queue import PER_PAGE, Filters, count_groups, lines, titles
from gateway.words import LANGUAGES
from knowledge.editing.refusals import Refused
from knowledge.models import ReviewGroup
from knowledge.models.base import now
from knowledge.models.review import OPEN, REASONS, STATES
from knowledge.topics import topics

PAGE = "/desk/review"

Step = Callable[[Session, ReviewGroup], str]
"""Changes a group; gives the key of the sentence that says so."""


def review_routes(desk: Desk) -> APIRouter:
    """The pages of this part."""
    router = APIRouter()
    _add_reading(router, desk)
    _add_articles(router, desk)
    _add_closing(router, desk)
    return router


def _add_reading(router: APIRouter, desk: Desk) -> None:
    @router.get(PAGE)
    def queue(
        request: Request,
        user: Staff,
        state: str = OPEN,
        reason: str = "",
        language: str = "",
        topic: str = "",
        near: str = "",
        page: int = 1,
    ) -> Response:
        filters = Filters(state if state in STATES else OPEN, reason, language, topic, near)
        with Session(desk.database) as session:
            count = count_groups(session, filters)
            pages = max(1, ceil(count / PER_PAGE))
            page = min(max(page, 1), pages)
            found = lines(session, filters, page)
            named = titles(
                session, [near, *(line.article_key or line.near for line in found)], words_of(request).language
            )
        query = urlencode({name: value for name, value in vars(filters).items() if value})
        return show(
            request, "review/list.html", lines=found, filters=filters, count=count, page=page, pages=pages,
            query=f"{query}&", titles=named, reasons=REASONS, states=STATES, all_topics=list(topics()),
            all_languages=LANGUAGES,
        )  # fmt: skip

    @router.get(f"{PAGE}/{{number}}")
    def group(request: Request, user: Staff, number: int, find: str = "") -> Response:
        with Session(desk.database) as session:
            return show_group(request, session, user, group_or_404(session, number), find)


def _add_articles(router: APIRouter, desk: Desk) -> None:
    @router.post(f"{PAGE}/{{number}}/assign")
    def assign(request: Request, user: Editor, form: Posted, number: int) -> Response:
        sent = article_form(request, form)

        def step(session: Session, group: ReviewGroup) -> str:
            key = str(sent.article_key.data)
            actions.assign(session, user.name, group, key)
            note(session, user, "review.assigned", subject=key, group=group.id)
            return "review.done_assign"

        return _take(request, desk, user, number, "article", sent, step, lambda: _has_article(request, sent))

    @router.post(f"{PAGE}/{{number}}/sample")
    def sample(request: Request, user: Editor, form: Posted, number: int) -> Response:
        sent = article_form(request, form)

        def is_right() -> bool:
            right = (sent.validate(), _has_article(request, sent), has_question(request, sent.text))
            return all(right)

        def step(session: Session, group: ReviewGroup) -> str:
            key, language, text = str(sent.article_key.data), str(sent.language.data), str(sent.text.data).strip()
            actions.make_sample(session, user.name, group, key, language, text)
            note(session, user, "review.sample_added", subject=key, group=group.id, language=language)
            return "review.done_sample"

        return _take(request, desk, user, number, "article", sent, step, is_right)

    @router.post(f"{PAGE}/{{number}}/draft")
    def draft(request: Request, user: Editor, form: Posted, number: int) -> Response:
        sent = draft_form(request, form)

        def step(session: Session, group: ReviewGroup) -> str:
            topic, language, text = str(sent.topic.data), str(sent.language.data), str(sent.text.data).strip()
            key = actions.make_draft(session, user.name, group, topic, language, text)
            note(session, user, "review.draft_started", subject=key, group=group.id)
            return "review.done_draft"

        def is_right() -> bool:
            return sent.validate() and has_question(request, sent.text)

        return _take(request, desk, user, number, "draft", sent, step, is_right)


def _add_closing(router: APIRouter, desk: Desk) -> None:
    @router.post(f"{PAGE}/{{number}}/dismiss")
    def dismiss(request: Request, user: Staff, form: Posted, number: int) -> Response:
        sent = dismiss_form(request, form)

        def step(session: Session, group: ReviewGroup) -> str:
            actions.dismiss(group, user.name, str(sent.why.data), str(sent.note.data or "").strip())
            note(session, user, "review.dismissed", subject=str(group.id), why=sent.why.data)
            return "review.done_dismiss"

        return _take(request, desk, user, number, "dismiss", sent, step, sent.validate)

    @router.post(f"{PAGE}/{{number}}/undo")
    def undo(request: Request, user: Staff, form: Posted, number: int) -> Response:
        sent = GroupForm.of(request, form)

        def step(session: Session, group: ReviewGroup) -> str:
            if (last := last_action(group)) and not may_undo(user, last):
                raise HTTPException(403)
            undone = actions.undo(session, user.name, group)
            note(session, user, "review.undone", subject=undone.article_key or str(group.id), undone=undone.action)
            return "review.done_undo"

        return _take(request, desk, user, number, "undo", sent, step, lambda: True)


def _take(
    request: Request,
    desk: Desk,
    user: User,
    number: int,
    name: str,
    sent: GroupForm,
    step: Step,
    is_right: Callable[[], bool],
) -> Response:
    """Take a step and lead back to the group; what is wrong is said there, beside what was typed."""
    find = str(request.query_params.get("find") or "")
    with Session(desk.database) as session:
        group = group_or_404(session, number)
        if str(group.edition) != sent.edition.data:
            return show_group(request, session, user, group, find, _overtaken(name, sent, group))
        if not is_right():
            return show_group(request, session, user, group, find, Said({name: sent}, status=422))
        try:
            done = step(session, group)
            session.commit()
        except (Refused, NotPossible, StaleDataError) as error:
            session.rollback()
            problem = _problem(request, error)
            group = group_or_404(session, number)
            return show_group(request, session, user, group, find, Said({name: sent}, problem, status=409))
    return see(f"{PAGE}/{number}", done)


def _problem(request: Request, error: Exception) -> str:
    if isinstance(error, Refused):
        return refusal(request, error)
    code = error.code if isinstance(error, NotPossible) else "overtaken"
    return words_of(request)(f"review.problem_{code}")


def _overtaken(name: str, sent: Form, group: ReviewGroup) -> Said:
    """Somebody did something with the group since the page was shown: nothing is done, what was typed stays."""
    happened = [(action.at, action.user_name) for action in group.actions]
    happened += [(action.undone_at, action.undone_by or "") for action in group.actions if action.undone_at]
    when, who = max(happened, default=(now(), ""))
    sent.process(data={**sent.data, "edition": str(group.edition)})
    return Said({name: sent}, conflict=EditedElsewhere(who, when), status=409)


def _has_article(request: Request, sent: Form) -> bool:
    if sent["article_key"].data:
        return True
    blame(request, sent["article_key"], "article_missing")
    return False
