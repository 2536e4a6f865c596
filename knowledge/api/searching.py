"""What `search=` finds."""

from collections.abc import Iterable, Sequence
from typing import Annotated

from fastapi import Query
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge import full_text
from language.normalise import words

MOST_FOUND = 1000
"""More than these are not given: they fit the words less and less."""
_LONGEST = 200

Search = Annotated[
    str, Query(max_length=_LONGEST, description=f"Full text search: the best first, at most {MOST_FOUND}")
]


def found(engine: Engine, kind: str, text: str) -> Sequence[str] | None:
    """The owners of the documents that fit a text, the best first; None for no text, which asks for all."""
    if not text.strip():
        return None
    with Session(engine) as session:
        return [hit.owner for hit in full_text.find(session, kind, text, MOST_FOUND)]


def named(rows: Iterable[tuple[str, Iterable[str]]], text: str) -> Sequence[str] | None:
    """The ids of rows (id, names in all languages) in whose names each word of a text begins a word.

    None for no text, which asks for all.
    """
    if not text.strip():
        return None
    asked = words(text)
    return [row_id for row_id, names in rows if asked and _fits(asked, words(" ".join(names)))]


def _fits(asked: Iterable[str], have: Iterable[str]) -> bool:
    return all(any(word.startswith(begin) for word in have) for begin in asked)
