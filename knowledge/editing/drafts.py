"""Writing an article: drafts, handing in, sending back, giving up, going back to an earlier version.

Each step happens in the caller's transaction. Who may take it is the caller's affair; whether it makes sense is
decided here. Every step that starts from what somebody saw takes the `token` they saw (`versions.token_of`) and raises
EditedMeanwhile when it is no longer right.
"""

from sqlalchemy import update
from sqlalchemy.orm import Session

from knowledge.editing.checking import version_problems
from knowledge.editing.content import Content, blank_content, changed_fields, content_of
from knowledge.editing.keys import is_taken, suggested_key
from knowledge.editing.refusals import Refused
from knowledge.editing.versions import (
    article_row,
    demand_unchanged,
    next_number,
    open_version,
    record_current,
    stored_versions,
)
from knowledge.models import ArticleVersion
from knowledge.models.article_version import DRAFT, IN_REVIEW, WITHDRAWN
from knowledge.models.base import now


def start_draft(session: Session, user_name: str, topic: str, language: str, sample: str) -> ArticleVersion:
    """The draft of a new article that shall answer a question, with that question as its first sample.

    Its key is only suggested: it can be changed until the article is published.
    """
    content = blank_content(suggested_key(session, topic, [sample]))
    content["languages"][language]["samples"] = [text for text in [sample.strip()] if text]
    return create_draft(session, user_name, content)


def create_draft(session: Session, user_name: str, content: Content) -> ArticleVersion:
    """The first draft of a new article. Raises Refused ("key_taken")."""
    if is_taken(session, content["key"]):
        raise Refused("key_taken", article=content["key"])
    return begin(session, user_name, content)


def save_draft(session: Session, user_name: str, key: str, token: str, content: Content) -> ArticleVersion:
    """Keep what somebody wrote: in the open draft, else in a new version that begins with what is live.

    The content may be incomplete; its key may be another one as long as the article was never live. Raises Refused
    ("in_review", "key_taken", "key_is_permanent") and EditedMeanwhile.
    """
    demand_unchanged(session, key, token)
    _demand_right_key(session, key, content["key"])
    version = open_version(session, key)
    if version is None:
        _demand_change(session, key, content)
        return begin(session, user_name, content)
    if version.state == IN_REVIEW:
        raise Refused("in_review", name=version.submitted_by or "")
    if content["key"] != key:
        _rename(session, key, content["key"])
    change(version, user_name, content)
    session.flush()
    return version


def hand_in(session: Session, user_name: str, key: str, token: str, comment: str) -> ArticleVersion:
    """Ask an administrator to publish the draft. Raises Refused ("no_draft", "unfinished", "nothing_changed")."""
    version = _demand_open(session, key, token, DRAFT)
    demand_finished(session, version)
    version.state, version.submitted_by, version.submitted_at = IN_REVIEW, user_name, now()
    _say(version, user_name, comment)
    session.flush()
    return version


def send_back(session: Session, user_name: str, key: str, token: str, comment: str) -> ArticleVersion:
    """Make what was handed in a draft again. Raises Refused ("no_draft")."""
    version = _demand_open(session, key, token, IN_REVIEW)
    version.state, version.submitted_by, version.submitted_at = DRAFT, None, None
    _say(version, user_name, comment)
    session.flush()
    return version


def withdraw(session: Session, user_name: str, key: str, token: str) -> ArticleVersion:
    """Give an open version up; history keeps it. Raises Refused ("no_draft")."""
    version = _demand_open(session, key, token)
    version.state, version.changed_by, version.changed_at = WITHDRAWN, user_name, now()
    session.flush()
    return version


def restore(session: Session, user_name: str, key: str, number: int) -> ArticleVersion:
    """A new draft that says what an earlier version said. Raises Refused ("open_already", "no_version")."""
    if already := open_version(session, key):
        raise Refused("open_already", name=already.changed_by)
    earlier = next((version for version in stored_versions(session, key) if version.number == number), None)
    if earlier is None:
        raise Refused("no_version", number=str(number))
    return begin(session, user_name, {**earlier.content, "key": key})


def begin(session: Session, user_name: str, content: Content) -> ArticleVersion:
    """A new draft of an article without an open version."""
    key = str(content["key"])
    article = article_row(session, key)
    base = record_current(session, article) if article else None
    moment = now()
    version = ArticleVersion(
        article_key=key,
        number=next_number(session, key),
        state=DRAFT,
        content=content,
        based_on=base.number if base else None,
        authors=[user_name],
        created_by=user_name,
        created_at=moment,
        changed_by=user_name,
        changed_at=moment,
    )
    session.add(version)
    session.flush()
    return version


def change(version: ArticleVersion, user_name: str, content: Content) -> None:
    """Put another content into an open version; whoever changes something becomes one of its authors."""
    if version.content == content:
        return
    version.content, version.changed_by, version.changed_at = content, user_name, now()
    version.authors = list(dict.fromkeys([*version.authors, user_name]))


def demand_finished(session: Session, version: ArticleVersion) -> None:
    """Raises Refused ("unfinished", "nothing_changed") for a version that cannot be published as it is."""
    if problems := version_problems(session, version.content):
        raise Refused("unfinished", count=str(len(problems)))
    _demand_change(session, version.article_key, version.content)


def _demand_open(session: Session, key: str, token: str, state: str | None = None) -> ArticleVersion:
    demand_unchanged(session, key, token)
    version = open_version(session, key)
    if version is None or (state and version.state != state):
        raise Refused("no_draft")
    return version


def _demand_change(session: Session, key: str, content: Content) -> None:
    """Publishing what is live already would change nothing; an archived article becomes live again."""
    article = article_row(session, key)
    if article and article.state == "published" and not changed_fields(content_of(article), content):
        raise Refused("nothing_changed")


def _demand_right_key(session: Session, key: str, wanted: str) -> None:
    if wanted != key and article_row(session, key):
        raise Refused("key_is_permanent")
    if wanted != key and is_taken(session, wanted):
        raise Refused("key_taken", article=wanted)


def _rename(session: Session, key: str, wanted: str) -> None:
    session.execute(update(ArticleVersion).where(ArticleVersion.article_key == key).values(article_key=wanted))


def _say(version: ArticleVersion, user_name: str, comment: str) -> None:
    version.comment, version.comment_by = comment.strip(), user_name
