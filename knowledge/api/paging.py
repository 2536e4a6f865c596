"""Lists in pages."""

import math
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Query
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from knowledge.exchange.hsds_part_documents import Document

PER_PAGE = 25
MOST_PER_PAGE = 100
_AT_ONCE = 100
"""How many ids stand in one statement."""

D = TypeVar("D", bound=Document)


class Page(Document, Generic[D]):
    """HSDS: page."""

    total_items: int
    """How many there are on all pages."""
    total_pages: int
    page_number: int
    size: int
    """How many are on this page."""
    first_page: bool
    last_page: bool
    """True when no page after this one has anything."""
    empty: bool
    contents: list[D]


@dataclass(frozen=True)
class Listing(Generic[D]):
    """Which records a request asks for, and how they become documents."""

    page: type[Page[D]]
    ids: Select[str]
    """A statement for the ids, in no order."""
    documents: Callable[[Session, Sequence[str]], list[D]]
    """Ids → documents, in the order of the ids; ids without a record are left out."""
    ranked: Sequence[str] | None = None
    """The order to give them in, and then nothing else is given; None: all, by their ids."""

    def all_ids(self, session: Session) -> Sequence[str]:
        """The ids of all that is asked for, in order."""
        (key,) = self.ids.selected_columns
        if self.ranked is None:
            return session.scalars(self.ids.order_by(key)).all()
        wanted = {each for some in batches(self.ranked) for each in session.scalars(self.ids.where(key.in_(some)))}
        return [each for each in self.ranked if each in wanted]

    def ids_between(self, session: Session, first: int, size: int) -> tuple[int, Sequence[str]]:
        """How many are asked for in all, and the ids of `size` of them from number `first` on."""
        if self.ranked is not None:
            ids = self.all_ids(session)
            return len(ids), ids[first : first + size]
        total = session.scalar(select(func.count()).select_from(self.ids.subquery())) or 0
        if first >= total:
            return total, ()
        part = self.ids.order_by(*self.ids.selected_columns).offset(first).limit(size)
        return total, session.scalars(part).all()

    def in_batches(self, session: Session, ids: Sequence[str]) -> Iterator[D]:
        """The documents of many ids."""
        for some in batches(ids):
            yield from self.documents(session, some)


def batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """The ids in portions that a database takes in one statement."""
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


@dataclass(frozen=True)
class Paging:
    """Which page is asked for, and how many records it may have."""

    number: int
    size: int

    def of(self, session: Session, listing: Listing[D]) -> Page[D]:
        """The page; beyond the last one it is empty."""
        total, ids = listing.ids_between(session, (self.number - 1) * self.size, self.size)
        contents = list(listing.in_batches(session, ids))
        pages = math.ceil(total / self.size)
        return listing.page(
            total_items=total,
            total_pages=pages,
            page_number=self.number,
            size=len(contents),
            first_page=self.number == 1,
            last_page=self.number >= pages,
            empty=not contents,
            contents=contents,
        )


WHOLE = Paging(1, sys.maxsize)
"""Everything on one page."""


def paging(
    page: Annotated[int, Query(ge=1, description="Which page")] = 1,
    per_page: Annotated[int, Query(ge=1, le=MOST_PER_PAGE, description="How many on a page")] = PER_PAGE,
) -> Paging:
    """The page that the parameters ask for."""
    return Paging(page, per_page)


PageAsked = Annotated[Paging, Depends(paging)]
