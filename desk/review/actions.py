"""What is done with a group of the review queue, and undone: each in the caller's transaction."""

from copy import deepcopy

from sqlalchemy.orm import Session

from knowledge.editing.drafts import change, start_draft, withdraw
from knowledge.editing.samples import add_sample
from knowledge.editing.versions import article_row, current_content, open_version, token_of
from knowledge.models import ReviewAction, ReviewGroup
from knowledge.models.base import now
from knowledge.models.review import ASSIGN, DISMISS, DISMISSED, DRAFT, HANDLED, SAMPLE

WHYS = ("off_topic", "answered_well", "unclear", "abuse", "other")
"""Why a group is dismissed."""


class NotPossible(Exception):
    """A step that cannot be taken any more; `code` names the reason, for which the pages have words."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code


def assign(session: Session, user_name: str, group: ReviewGroup, article_key: str) -> None:
    """Say which article should answer; the group stays open until its words are brought to the article.

    Raises NotPossible ("no_article").
    """
    if article_row(session, article_key) is None and open_version(session, article_key) is None:
        raise NotPossible("no_article")
    _note(group, ReviewAction(action=ASSIGN, user_name=user_name, article_key=article_key))
    group.article_key = article_key


def make_sample(
    session: Session, user_name: str, group: ReviewGroup, article_key: str, language: str, text: str
) -> None:
    """Put a question into an article's samples. Raises `knowledge.editing.refusals.Refused` like `add_sample`."""
    add_sample(session, user_name, article_key, language, text)
    _note(
        group, ReviewAction(action=SAMPLE, user_name=user_name, article_key=article_key, language=language, text=text)
    )
    group.article_key, group.state = article_key, HANDLED


def make_draft(session: Session, user_name: str, group: ReviewGroup, topic: str, language: str, text: str) -> str:
    """Begin a new article with the question; gives its key."""
    key = start_draft(session, user_name, topic, language, text).article_key
    _note(group, ReviewAction(action=DRAFT, user_name=user_name, article_key=key, language=language, text=text))
    group.article_key, group.state = key, HANDLED
    return key


def dismiss(group: ReviewGroup, user_name: str, why: str, text: str) -> None:
    """There is nothing to do, also when it is asked again."""
    _note(group, ReviewAction(action=DISMISS, user_name=user_name, why=why, text=text))
    group.state = DISMISSED


def last_action(group: ReviewGroup) -> ReviewAction | None:
    """The last thing done that was not undone."""
    return next((action for action in reversed(group.actions) if action.undone_at is None), None)


def undo(session: Session, user_name: str, group: ReviewGroup) -> ReviewAction:
    """Take the last action back: sample and draft, too, as long as nobody went on with them.

    Raises NotPossible ("nothing_to_undo", "sample_gone", "draft_changed").
    """
    action = last_action(group)
    if action is None:
        raise NotPossible("nothing_to_undo")
    if action.action == SAMPLE:
        _take_sample_back(session, user_name, action)
    elif action.action == DRAFT:
        _give_draft_up(session, user_name, action)
    action.undone_by, action.undone_at = user_name, now()
    group.state, group.article_key = action.state_before, action.article_before
    return action


def _note(group: ReviewGroup, action: ReviewAction) -> None:
    action.state_before, action.article_before = group.state, group.article_key
    group.actions.append(action)


def _take_sample_back(session: Session, user_name: str, action: ReviewAction) -> None:
    """Out of the open version; a version with nothing else in it is given up."""
    key, language = str(action.article_key), str(action.language)
    version = open_version(session, key)
    content = deepcopy(version.content) if version else {}
    samples: list[str] = content["languages"][language]["samples"] if version else []
    if version is None or action.text not in samples:
        raise NotPossible("sample_gone")
    samples.remove(action.text)
    if content == current_content(session, key):
        withdraw(session, user_name, key, token_of(session, key))
    else:
        change(version, user_name, content)


def _give_draft_up(session: Session, user_name: str, action: ReviewAction) -> None:
    """Only a draft that nobody has worked on."""
    key = str(action.article_key)
    version = open_version(session, key)
    if version is None or version.edition > 1:
        raise NotPossible("draft_changed")
    withdraw(session, user_name, key, token_of(session, key))
