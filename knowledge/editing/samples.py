"""Putting a question that somebody asked into the article that answers it."""

from copy import deepcopy

from sqlalchemy.orm import Session

from knowledge.content_check.problems import Problem
from knowledge.editing.checking import sample_problems
from knowledge.editing.content import Content
from knowledge.editing.drafts import begin, change
from knowledge.editing.refusals import Refused
from knowledge.editing.versions import content_to_edit, open_version
from knowledge.models import ArticleVersion
from knowledge.models.article_version import IN_REVIEW
from knowledge.models.base import now


def add_sample(session: Session, user_name: str, article_key: str, language: str, text: str) -> ArticleVersion:
    """Put a sample question into the open version of an article, or into a new one that is handed in at once.

    It is published like any other change. Raises Refused: "no_article"; "sample_empty"; "sample_twice" when the
    article has it already; "sample_elsewhere" with the key of the `article` that has it.
    """
    found = content_to_edit(session, article_key)
    if found is None:
        raise Refused("no_article", article=article_key)
    content = deepcopy(found)
    _put(session, content, language, text.strip())
    if version := open_version(session, article_key):
        change(version, user_name, content)
    else:
        version = begin(session, user_name, content)
        version.state, version.submitted_by, version.submitted_at = IN_REVIEW, user_name, now()
    session.flush()
    return version


def _put(session: Session, content: Content, language: str, text: str) -> None:
    if not text:
        raise Refused("sample_empty")
    samples: list[str] = content["languages"][language]["samples"]
    samples.append(text)
    where = ("languages", language, "samples", len(samples) - 1)
    for found in sample_problems(session, content):
        if found.steps == where:
            raise _refused(found.problem)


def _refused(problem: Problem) -> Refused:
    return Refused(problem.code, **{name: str(value) for name, value in problem.values.items()})
