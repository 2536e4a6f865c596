"""Full-text search over articles and services, alike on SQLite (FTS5) and PostgreSQL (tsvector, pg_trgm).

The database finds which documents and which similar terms come into question; how good they are is computed here,
because the two databases weigh differently.
"""

import hashlib
import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from knowledge.models.search import SearchDocument, SearchTerm
from language.analyser import terms
from language.program import language_fingerprint

ARTICLE = "article"
SERVICE = "service"
_SATURATION = 1.2
_LENGTH_WEIGHT = 0.75
"""The usual constants of BM25."""
_MOST_TERMS = 40
_LONGEST_TERM = 80
_SHORTEST_MISSPELLED = 4
_SIMILAR = 0.35
"""Least share of common groups of three letters for a misspelled term; pg_trgm's own 0.3 picks the candidates."""
_MOST_SIMILAR = 3
_AT_ONCE = 500
_MOST_KEPT = 5_000
_kept_counts: dict[str, Mapping[str, int]] = {}


@dataclass(frozen=True)
class Found:
    """A document with its score; scores of one query can be compared, those of two queries cannot."""

    owner: str
    score: float


def find(session: Session, kind: str, query: str, limit: int = 10) -> list[Found]:
    """The documents of a kind that fit a query best, the best first. Empty when no term of the query occurs."""
    asked = {term: 1.0 for term in dict.fromkeys(terms(query)) if len(term) <= _LONGEST_TERM}
    asked = dict(list(asked.items())[:_MOST_TERMS])
    candidates = _candidates(session, kind, asked)
    occurring = {term for counts, _ in candidates.values() for term in asked if term in counts}
    meant = _meant(session, [term for term in asked if term not in occurring])
    if meant:
        asked |= meant
        candidates = _candidates(session, kind, asked)
    return _ranked(session, kind, asked, candidates)[:limit]


def index(session: Session, kind: str, texts: Mapping[str, Iterable[str]]) -> None:
    """Make the documents of a kind what `texts` says (owner → its texts), in the caller's transaction.

    Only documents whose texts have changed are analysed. Owners that are not in `texts` keep their documents: see
    `forget`.
    """
    known = {row.owner: row for row in session.scalars(select(SearchDocument).where(SearchDocument.kind == kind))}
    new_terms: set[str] = set()
    for owner, parts in texts.items():
        whole = "\n".join(parts)
        fingerprint = hashlib.sha256(f"{language_fingerprint()}{whole}".encode()).hexdigest()
        document = known.get(owner)
        if document and document.fingerprint == fingerprint:
            continue
        found = [term for line in whole.splitlines() for term in terms(line) if len(term) <= _LONGEST_TERM]
        new_terms |= set(found)
        if document is None:
            document = SearchDocument(kind=kind, owner=owner)
            session.add(document)
        document.fingerprint, document.terms, document.length = fingerprint, " ".join(found), len(found)
    session.flush()
    _add_terms(session, new_terms)


def is_empty(session: Session, kind: str) -> bool:
    """True when nothing of a kind can be found, as in a database of an earlier version."""
    return session.scalar(select(SearchDocument.id).where(SearchDocument.kind == kind).limit(1)) is None


def forget(session: Session, kind: str, but: Collection[str]) -> None:
    """Delete the documents of a kind whose owners are not among `but`."""
    gone = [
        document_id
        for document_id, owner in session.execute(
            select(SearchDocument.id, SearchDocument.owner).where(SearchDocument.kind == kind)
        )
        if owner not in but
    ]
    for start in range(0, len(gone), _AT_ONCE):
        session.execute(delete(SearchDocument).where(SearchDocument.id.in_(gone[start : start + _AT_ONCE])))


def _add_terms(session: Session, new: set[str]) -> None:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    ordered = sorted(new)
    for start in range(0, len(ordered), _AT_ONCE):
        rows = [{"term": term, "padded": _padded(term)} for term in ordered[start : start + _AT_ONCE]]
        session.execute(insert(SearchTerm).values(rows).on_conflict_do_nothing())


def _candidates(session: Session, kind: str, asked: Collection[str]) -> dict[str, tuple[Mapping[str, int], int]]:
    """Owner → how often it has each term, and its length, for every document with at least one of the terms."""
    if not asked:
        return {}
    columns = select(SearchDocument.owner, SearchDocument.fingerprint, SearchDocument.length)
    if session.get_bind().dialect.name == "postgresql":
        condition = text("search_document.vector @@ CAST(:query AS tsquery)")
        query = " | ".join(f"'{term}'" for term in asked)
    else:
        condition = text(
            "search_document.id IN (SELECT rowid FROM search_document_index WHERE search_document_index MATCH :query)"
        )
        query = " OR ".join(f'"{term}"' for term in asked)
    rows = session.execute(columns.where(SearchDocument.kind == kind, condition).params(query=query)).all()
    counts = _counts(session, [fingerprint for _, fingerprint, _ in rows])
    return {owner: (counts[fingerprint], length) for owner, fingerprint, length in rows if fingerprint in counts}


def _counts(session: Session, fingerprints: Collection[str]) -> dict[str, Mapping[str, int]]:
    """How often each term stands in documents; read from the database once per version of a document.

    A version that somebody has replaced a moment ago is missing. Several threads may ask at once.
    """
    counts = {each: kept for each in fingerprints if (kept := _kept_counts.get(each)) is not None}
    missing = [each for each in fingerprints if each not in counts]
    for start in range(0, len(missing), _AT_ONCE):
        wanted = SearchDocument.fingerprint.in_(missing[start : start + _AT_ONCE])
        for fingerprint, found in session.execute(
            select(SearchDocument.fingerprint, SearchDocument.terms).where(wanted)
        ):
            counts[fingerprint] = Counter(found.split(" "))
    if len(_kept_counts) + len(missing) > _MOST_KEPT:
        _kept_counts.clear()
    _kept_counts.update((each, counts[each]) for each in missing if each in counts)
    return counts


def _meant(session: Session, unknown: Iterable[str]) -> dict[str, float]:
    """The terms that misspelled ones probably mean, with how alike they are (0 to 1)."""
    meant: dict[str, float] = {}
    for term in unknown:
        if len(term) < _SHORTEST_MISSPELLED:
            continue
        groups = _groups(term)
        alike = sorted(((_alike(groups, _groups(other)), other) for other in _similar(session, term)), reverse=True)
        for likeness, other in alike[:_MOST_SIMILAR]:
            if likeness >= _SIMILAR:
                meant[other] = max(likeness, meant.get(other, 0.0))
    return meant


def _similar(session: Session, term: str) -> list[str]:
    if session.get_bind().dialect.name == "postgresql":
        return list(session.scalars(select(SearchTerm.term).where(SearchTerm.term.op("%")(term))))
    condition = text("search_term.id IN (SELECT rowid FROM search_term_index WHERE search_term_index MATCH :query)")
    query = " OR ".join(f'"{group}"' for group in sorted(_groups(term)))
    return list(session.scalars(select(SearchTerm.term).where(condition).params(query=query)))


def _padded(term: str) -> str:
    return f"  {term} "


@lru_cache(maxsize=50_000)
def _groups(term: str) -> frozenset[str]:
    padded = _padded(term)
    return frozenset(padded[start : start + 3] for start in range(len(padded) - 2))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def _ranked(
    session: Session,
    kind: str,
    asked: Mapping[str, float],
    candidates: Mapping[str, tuple[Mapping[str, int], int]],
) -> list[Found]:
    """BM25. Of equal documents the one with the smaller owner comes first: the order never depends on chance."""
    number, mean_length = session.execute(
        select(func.count(), func.avg(SearchDocument.length)).where(SearchDocument.kind == kind)
    ).one()
    rarity = {}
    for term in asked:
        frequency = sum(term in counts for counts, _ in candidates.values())
        rarity[term] = math.log(1 + (number - frequency + 0.5) / (frequency + 0.5))
    found = []
    for owner, (counts, length) in candidates.items():
        stretch = _SATURATION * (1 - _LENGTH_WEIGHT + _LENGTH_WEIGHT * length / float(mean_length or length))
        score = sum(
            weight * rarity[term] * counts[term] * (_SATURATION + 1) / (counts[term] + stretch)
            for term, weight in asked.items()
            if term in counts
        )
        found.append(Found(owner, score))
    return sorted(found, key=lambda document: (-document.score, document.owner))
