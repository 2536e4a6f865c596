"""Putting new entries of the review queue to those that ask the same."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.models import ReviewEntry, ReviewGroup
from knowledge.models.review import HANDLED, WRONG_ANSWER
from knowledge.review.alike import Leaders

_MOST = 100
"""New entries at a time."""
_AT_ONCE = 500
"""Entries that are read in one query."""


def has_ungrouped(session: Session) -> bool:
    """True when there is something to do."""
    return session.scalar(select(ReviewEntry.id).where(ReviewEntry.group_id.is_(None)).limit(1)) is not None


@dataclass(frozen=True)
class _Group:
    id: int
    is_handled: bool


class Groups:
    """Gives entries their group. It keeps the letters of each group's oldest question in memory, and what it needs to
    know of groups it reads anew each time: others may have changed or deleted them."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._leaders: defaultdict[str, Leaders[int]] = defaultdict(Leaders)
        """Language → the oldest entries of its groups, by id."""
        self._known: set[int] = set()

    def learn(self, session: Session) -> Mapping[int, _Group]:
        """Read the groups there are; gives that of each oldest entry. Only what is new takes time."""
        oldest = (
            select(func.min(ReviewEntry.id)).where(ReviewEntry.group_id.is_not(None)).group_by(ReviewEntry.group_id)
        )
        query = (
            select(ReviewEntry.id, ReviewGroup.id, ReviewGroup.state)
            .join(ReviewGroup, ReviewEntry.group_id == ReviewGroup.id)
            .where(ReviewEntry.id.in_(oldest))
            .order_by(ReviewEntry.id)
        )
        groups = {entry: _Group(group, state == HANDLED) for entry, group, state in session.execute(query)}
        if len(self._known) > 2 * len(groups):  # most of what is known was deleted: its letters must go, too
            self._leaders.clear()
            self._known.clear()
        self._add(session, [entry for entry in groups if entry not in self._known])
        return groups

    def give(self, session: Session) -> None:
        """Give new entries the open or dismissed group that asks the same, else a new one.

        Only one process may do this at a time. What somebody called wrong twice in a row is kept once.
        """
        query = select(ReviewEntry).where(ReviewEntry.group_id.is_(None)).order_by(ReviewEntry.id).limit(_MOST)
        new = session.scalars(query).all()
        finder = _Finder(self._leaders, self.learn(session)) if new else None
        said: set[tuple[str, str | None]] = set()
        for entry in new:
            words = (entry.question, entry.article_key)
            if entry.reason == WRONG_ANSWER and words in said:
                session.delete(entry)
            elif finder:
                entry.group_id = finder.group_of(entry) or finder.begin(session, entry)
            if entry.reason == WRONG_ANSWER:
                said.add(words)

    def _add(self, session: Session, entries: Sequence[int]) -> None:
        for start in range(0, len(entries), _AT_ONCE):
            query = select(ReviewEntry.id, ReviewEntry.language, ReviewEntry.question).order_by(ReviewEntry.id)
            for number, language, question in session.execute(
                query.where(ReviewEntry.id.in_(entries[start : start + _AT_ONCE]))
            ):
                self._leaders[language].add(number, question)
                self._known.add(number)


class _Finder:
    """Finds groups within one transaction; what it begins itself nobody else knows before that has ended."""

    def __init__(self, leaders: Mapping[str, Leaders[int]], groups: Mapping[int, _Group]) -> None:
        self._leaders = leaders
        self._groups = groups
        self._live = {entry for entry, group in groups.items() if not group.is_handled}
        self._begun: defaultdict[str, Leaders[int]] = defaultdict(Leaders)

    def group_of(self, entry: ReviewEntry) -> int | None:
        """The group that an entry belongs to."""
        found = self._most_like(entry, self._live)
        return self._groups[found].id if found else self._begun[entry.language].most_like(entry.question)

    def begin(self, session: Session, entry: ReviewEntry) -> int:
        """A new group for an entry."""
        before = self._most_like(entry, self._groups.keys() - self._live)
        group = ReviewGroup(language=entry.language, before_id=self._groups[before].id if before else None)
        session.add(group)
        session.flush()
        self._begun[entry.language].add(group.id, entry.question)
        return group.id

    def _most_like(self, entry: ReviewEntry, among: Set[int]) -> int | None:
        leaders = self._leaders.get(entry.language)
        return leaders.most_like(entry.question, among) if leaders else None
