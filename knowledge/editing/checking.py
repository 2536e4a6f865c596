"""What is wrong with a version: the rules of content files, told where its fields are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.categories import categories
from knowledge.content_check.article_file import ArticleFile
from knowledge.content_check.article_rules import OPTIONAL_FIELDS, article_findings
from knowledge.content_check.marked_yaml import Finding, MarkedFile
from knowledge.content_check.problems import Problem
from knowledge.content_check.reference_rules import reference_findings, sample_findings
from knowledge.content_check.shared_rules import Known
from knowledge.editing.content import Content
from knowledge.editing.facts import facts
from knowledge.editing.other_samples import alike_articles
from knowledge.models import Article, ArticleSample
from knowledge.topics import topics

Steps = tuple[str | int, ...]


@dataclass(frozen=True)
class FieldProblem:
    """A problem of one field: ("risk",), ("sources", 2, "year"), ("languages", "fr", "title"), …"""

    steps: Steps
    problem: Problem


def version_problems(session: Session, content: Content, today: date | None = None) -> list[FieldProblem]:
    """Everything that keeps a content from being published; a file with it would be refused for the same."""
    file = as_file(content)
    found = [*article_findings(file, today or date.today()), *reference_findings(file, _known(session))]
    found += _sample_findings(session, file)
    return [_told(finding, content) for finding in found]


def sample_problems(session: Session, content: Content) -> list[FieldProblem]:
    """Sample questions that stand in the article twice or are those of another article, however incomplete the rest."""
    return [_told(finding, content) for finding in _sample_findings(session, as_file(content))]


def as_file(content: Content) -> MarkedFile:
    """A content as its file would be, with the facts of its sources listed as such and every source as its own."""
    sources = [{name: value for name, value in source.items() if value} for source in content["sources"]]
    form: dict[str, Any] = {name: value for name, value in content.items() if value or name not in OPTIONAL_FIELDS}
    form |= {"sources": sources, "facts": [source["fact"] for source in sources if source.get("fact")]}
    return MarkedFile(Path(str(content["topic"])) / f"{_slug(content)}.yml", "", form, None)


def _slug(content: Content) -> str:
    return str(content["key"]).partition(".")[2]


def _known(session: Session) -> Known:
    return Known(
        risks={fact.id: fact.risk for fact in facts().values()},
        topics=frozenset(topics()),
        categories=frozenset(categories()),
        articles=frozenset(session.scalars(select(Article.key))),
    )


def _sample_findings(session: Session, file: MarkedFile) -> Iterator[Finding]:
    """What is live already was compared with the others when it was published."""
    own = ArticleFile(file, None)
    live = set(session.scalars(select(ArticleSample.text).join(Article).where(Article.key == own.key)))
    others = alike_articles(session, own.key, [sample.text for sample in own.samples() if sample.text not in live])
    return (finding for finding in sample_findings([*others, own]) if finding.path == file.path)


def _told(finding: Finding, content: Content) -> FieldProblem:
    """A finding with the place of the field in the content, which has no list of facts."""
    if finding.problem is None:
        raise ValueError(f"a finding that only files can have: {finding.message}")
    if finding.steps[:1] != ("facts",):
        return FieldProblem(finding.steps, finding.problem)
    rows = [position for position, source in enumerate(content["sources"]) if source.get("fact")]
    positions = [rows[int(position)] for position in finding.steps[1:]]
    return FieldProblem(("sources", positions[0], "fact") if positions else ("sources",), finding.problem)
