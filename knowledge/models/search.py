"""Full-text search: analysed texts, with the index of whichever database it is."""

from sqlalchemy import DDL, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import Base


class SearchDocument(Base):
    """Everything an article or a service says, in all languages, as terms of `language.analyser`."""

    __tablename__ = "search_document"
    __table_args__ = (UniqueConstraint("kind", "owner"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    """article or service."""
    owner: Mapped[str] = mapped_column(String(80))
    """The article's key or the service's id."""
    fingerprint: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the texts, so that only what changed is analysed again."""
    terms: Mapped[str] = mapped_column(Text)
    """Separated by spaces."""
    length: Mapped[int]
    """How many terms."""


class SearchTerm(Base):
    """A term that occurs in documents, so that a misspelled word finds the one that was meant."""

    __tablename__ = "search_term"

    id: Mapped[int] = mapped_column(primary_key=True)
    term: Mapped[str] = mapped_column(String(80), unique=True)
    padded: Mapped[str] = mapped_column(String(84))
    """The term with two spaces before and one behind: its groups of three letters are then those of pg_trgm."""


INDEX_STATEMENTS = {
    "sqlite": (
        "CREATE VIRTUAL TABLE search_document_index USING fts5(terms, content='search_document', content_rowid='id', "
        "tokenize='unicode61 remove_diacritics 0')",
        "CREATE TRIGGER search_document_inserted AFTER INSERT ON search_document BEGIN "
        "INSERT INTO search_document_index(rowid, terms) VALUES (new.id, new.terms); END",
        "CREATE TRIGGER search_document_deleted AFTER DELETE ON search_document BEGIN "
        "INSERT INTO search_document_index(search_document_index, rowid, terms) "
        "VALUES ('delete', old.id, old.terms); END",
        "CREATE TRIGGER search_document_updated AFTER UPDATE ON search_document BEGIN "
        "INSERT INTO search_document_index(search_document_index, rowid, terms) "
        "VALUES ('delete', old.id, old.terms); "
        "INSERT INTO search_document_index(rowid, terms) VALUES (new.id, new.terms); END",
        "CREATE VIRTUAL TABLE search_term_index USING fts5(padded, content='search_term', content_rowid='id', "
        "tokenize='trigram')",
        "CREATE TRIGGER search_term_inserted AFTER INSERT ON search_term BEGIN "
        "INSERT INTO search_term_index(rowid, padded) VALUES (new.id, new.padded); END",
    ),
    "postgresql": (
        # The analyser has already cut the words: the database's own parser would cut "7na" or "139-18" again.
        "ALTER TABLE search_document ADD COLUMN vector tsvector "
        "GENERATED ALWAYS AS (array_to_tsvector(string_to_array(terms, ' '))) STORED",
        "CREATE INDEX ix_search_document_vector ON search_document USING gin (vector)",
        "CREATE EXTENSION IF NOT EXISTS pg_trgm",
        "CREATE INDEX ix_search_term_trigrams ON search_term USING gin (term gin_trgm_ops)",
    ),
}
"""What SQLAlchemy has no words for: FTS5 tables kept by triggers, tsvector and pg_trgm."""


def _create_indexes() -> None:
    for dialect, statements in INDEX_STATEMENTS.items():
        for statement in statements:
            table = SearchTerm.__table__ if "search_term" in statement else SearchDocument.__table__
            create = DDL(statement)  # type: ignore[no-untyped-call]
            event.listen(table, "after_create", create.execute_if(dialect=dialect))


_create_indexes()
