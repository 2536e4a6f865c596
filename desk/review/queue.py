"""Reading the review queue: groups with the most people first."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from knowledge.editing.content import title_of
from knowledge.editing.versions import open_version
from knowledge.models import Article, ArticleText, ReviewEntry, ReviewGroup
from knowledge.models.review import OPEN

PER_PAGE = 25
_NEIGHBOURS = 5


@dataclass(frozen=True)
class Filters:
    """What somebody wants to see; what is empty does not count."""

    state: str = OPEN
    reason: str = ""
    language: str = ""
    topic: str = ""
    near: str = ""
    """Key of the article that search found nearest."""


@dataclass(frozen=True)
class Line:
    """A group in the list."""

    id: int
    question: str
    """Its oldest."""
    language: str
    people: int
    """How many people asked it."""
    reasons: Sequence[str]
    """Each once, the most frequent first."""
    topic: str | None
    near: str | None
    """The article that is nearest to most of its questions."""
    last: datetime
    """When it was asked last: a day."""
    article_key: str | None
    """The article it was assigned to."""


def count_groups(session: Session, filters: Filters) -> int:
    """How many groups fit."""
    return session.scalar(select(func.count()).select_from(_groups(filters).subquery())) or 0


def lines(session: Session, filters: Filters, page: int) -> list[Line]:
    """One page of the groups that fit (1 is the first); among groups of as many people the newest first."""
    asked = func.sum(case((ReviewEntry.counts, 1), else_=0))
    query = (
        _groups(filters)
        .order_by(asked.desc(), func.max(ReviewEntry.created_at).desc(), ReviewGroup.id.desc())
        .limit(PER_PAGE)
        .offset(PER_PAGE * (page - 1))
    )
    numbers = list(session.scalars(query))
    groups = {group.id: group for group in session.scalars(select(ReviewGroup).where(ReviewGroup.id.in_(numbers)))}
    entries = _entries(session, numbers)
    return [_line(groups[number], entries[number]) for number in numbers]


def line_of(session: Session, group: ReviewGroup) -> Line:
    """One group as it is listed."""
    return _line(group, _entries(session, [group.id])[group.id])


def neighbours(session: Session, line: Line) -> list[Line]:
    """Other open groups near the same article: perhaps the same question in other words."""
    if line.near is None:
        return []
    found = lines(session, Filters(language=line.language, near=line.near), 1)
    return [each for each in found if each.id != line.id][:_NEIGHBOURS]


def titles(session: Session, keys: Iterable[str | None], language: str) -> Mapping[str, str]:
    """Key → title in a language; that of the draft where nothing was published, the key where there is nothing."""
    wanted = {key for key in keys if key}
    query = (
        select(Article.key, ArticleText.title)
        .join(ArticleText)
        .where(Article.key.in_(wanted), ArticleText.language == language)
    )
    found = {key: title for key, title in session.execute(query)}
    return {key: found.get(key) or _title_of_draft(session, key, language) for key in wanted}


def _title_of_draft(session: Session, key: str, language: str) -> str:
    version = open_version(session, key)
    return title_of(version.content, language) if version else key


def _groups(filters: Filters) -> Select[int]:
    query = select(ReviewGroup.id).join(ReviewEntry, ReviewEntry.group_id == ReviewGroup.id)
    if filters.state:
        query = query.where(ReviewGroup.state == filters.state)
    if filters.language:
        query = query.where(ReviewGroup.language == filters.language)
    having = {ReviewEntry.reason: filters.reason, ReviewEntry.topic: filters.topic, ReviewEntry.near_key: filters.near}
    for column, value in having.items():
        if value:
            query = query.where(ReviewGroup.id.in_(select(ReviewEntry.group_id).where(column == value)))
    return query.group_by(ReviewGroup.id)


def _entries(session: Session, numbers: Sequence[int]) -> Mapping[int, list[ReviewEntry]]:
    found: dict[int, list[ReviewEntry]] = {number: [] for number in numbers}
    query = select(ReviewEntry).where(ReviewEntry.group_id.in_(numbers)).order_by(ReviewEntry.id)
    for entry in session.scalars(query):
        found[entry.group_id or 0].append(entry)
    return found


def _line(group: ReviewGroup, entries: Sequence[ReviewEntry]) -> Line:
    return Line(
        group.id,
        entries[0].question,
        group.language,
        sum(entry.counts for entry in entries),
        [reason for reason, _ in Counter(entry.reason for entry in entries).most_common()],
        _usual(entry.topic for entry in entries),
        _usual(entry.near_key for entry in entries),
        max(entry.created_at for entry in entries),
        group.article_key,
    )


def _usual(values: Iterable[str | None]) -> str | None:
    """The value that most have."""
    counted = Counter(value for value in values if value).most_common(1)
    return counted[0][0] if counted else None
