"""The page of one group: what was asked, what was done, and what can be done."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from fastapi import HTTPException, Request, Response
from sqlalchemy.orm import Session

from desk.forms import EditedElsewhere, Form
from desk.models import STAFF, User
from desk.pages import show, words_of
from desk.review.actions import last_action
from desk.review.article_search import OFFERED, find_articles, nearest_articles
from desk.review.forms import article_form, dismiss_form, draft_form
from desk.review.queue import Line, line_of, neighbours, titles
from knowledge.models import ReviewAction, ReviewGroup
from knowledge.models.review import DISMISS
from knowledge.review import MASK

_MOST_FOUND = 10
_MOST_SUGGESTED = 4


@dataclass(frozen=True)
class Said:
    """What a page says about something that was not done, beside the form it belongs to."""

    forms: Mapping[str, Form] = field(default_factory=dict)
    """By name ("article", "draft", "dismiss"): those that were sent, with what was typed."""
    problem: str = ""
    conflict: EditedElsewhere | None = None
    status: int = 200


def group_or_404(session: Session, number: int) -> ReviewGroup:
    """The group with that number; a page that does not exist for one that is gone."""
    group = session.get(ReviewGroup, number)
    if group is None or not group.entries:
        raise HTTPException(404)
    return group


def may_undo(user: User, action: ReviewAction | None) -> bool:
    """True for an action that somebody of this role could have done."""
    return action is not None and (user.role != STAFF or action.action == DISMISS)


def show_group(
    request: Request, session: Session, user: User, group: ReviewGroup, find: str = "", said: Said | None = None
) -> Response:
    """The page; `find` are words of the article that somebody looks for."""
    said = said or Said()
    line = line_of(session, group)
    suggested = _suggested(group)
    found = find_articles(session, find)
    near = [] if find.strip() else nearest_articles(session, line.question)
    keys = [group.article_key, *_filled_up(suggested, near), *found[:_MOST_FOUND]]
    named = [*keys, *(entry.article_key for entry in group.entries), *(action.article_key for action in group.actions)]
    last = last_action(group)
    return show(
        request,
        "review/group.html",
        said.status,
        group=group,
        line=line,
        titles=titles(session, named, words_of(request).language),
        candidates=list(dict.fromkeys(key for key in keys if key)),
        suggested=suggested,
        find=find,
        found=len(found),
        near_by=neighbours(session, line),
        last=last,
        can_undo=may_undo(user, last),
        is_editor=user.role != STAFF,
        problem=said.problem,
        conflict=said.conflict,
        **_forms(request, group, line, said),
    )


def _forms(request: Request, group: ReviewGroup, line: Line, said: Said) -> dict[str, Form]:
    """Those that were sent, and fresh ones."""
    edition = {"edition": str(group.edition)}
    question = {**edition, "language": group.language, "text": _without_masks(line.question)}
    article = article_form(request, data={**question, "article_key": group.article_key or ""})
    draft = draft_form(request, data={**question, "topic": line.topic or ""})
    dismissed = dismiss_form(request, data=edition)
    fresh: dict[str, Form] = {"article": article, "draft": draft, "dismiss": dismissed}
    return {f"{name}_form": said.forms.get(name, form) for name, form in fresh.items()}


def _suggested(group: ReviewGroup) -> Counter[str]:
    """Articles that were taken among choices, answered, or were nearest, the most frequent first."""
    counted: Counter[str] = Counter()
    for entry in group.entries:
        counted.update(key for key in (entry.article_key, entry.near_key) if key)
    return Counter(dict(counted.most_common(_MOST_SUGGESTED)))


def _filled_up(suggested: Collection[str], near: Iterable[str]) -> list[str]:
    """To choose from before anybody has searched: at least as many as are offered anywhere."""
    return list(dict.fromkeys([*suggested, *near]))[: max(len(suggested), OFFERED)]


def _without_masks(question: str) -> str:
    """To begin a sample question with: whoever writes it puts something general where a mask was."""
    return " ".join(question.replace(MASK, " ").split())
