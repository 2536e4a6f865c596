"""Versions of articles: what editors write before it is live, and everything that was live before."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Enum, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import Base, now

DRAFT = "draft"
IN_REVIEW = "in_review"
PUBLISHED = "published"
REPLACED = "replaced"
ARCHIVED = "archived"
WITHDRAWN = "withdrawn"
VERSION_STATES = (DRAFT, IN_REVIEW, PUBLISHED, REPLACED, ARCHIVED, WITHDRAWN)
OPEN_STATES = (DRAFT, IN_REVIEW)
"""Being worked on: an article has at most one such version."""
FROM_FILES = ""
"""In the place of a name: the version was loaded from the content files."""
_OPEN = text("state IN ('draft', 'in_review')")


class ArticleVersion(Base):
    """One version of an article. The row of `Article` is what is live; only publishing and archiving change it."""

    __tablename__ = "article_version"
    __table_args__ = (
        UniqueConstraint("article_key", "number"),
        Index("ix_article_version_open", "article_key", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_key: Mapped[str] = mapped_column(String(80), index=True)
    number: Mapped[int]
    """1 for an article's first version, and so on."""
    state: Mapped[str] = mapped_column(Enum(*VERSION_STATES, name="article_version_state", native_enum=False))
    """`PUBLISHED` is what is live, `REPLACED` what was, `ARCHIVED` what was taken off last, `WITHDRAWN` a draft that
    was given up."""
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    """In the form of `knowledge.exchange.article_content`; that of a draft may be incomplete and wrong."""
    based_on: Mapped[int | None]
    """Number of the version that was live when this one was begun."""
    edition: Mapped[int] = mapped_column(default=1)
    """Counts every change of the row, so that two people who change it at once notice each other."""
    authors: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Everybody who changed the content of this version."""
    created_by: Mapped[str] = mapped_column(String(60))
    """A user's name, or `FROM_FILES`."""
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    changed_by: Mapped[str] = mapped_column(String(60))
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    submitted_by: Mapped[str | None] = mapped_column(String(60))
    submitted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    published_by: Mapped[str | None] = mapped_column(String(60))
    """Who published the version, or archived it."""
    published_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    comment: Mapped[str] = mapped_column(Text, default="")
    """The last thing that was said about the version: what was changed, or why it was sent back."""
    comment_by: Mapped[str | None] = mapped_column(String(60))

    __mapper_args__ = {"version_id_col": edition}  # noqa: RUF012 - SQLAlchemy's own form

    @property
    def is_archiving(self) -> bool:
        """True when nobody wrote this version: it says that somebody took the article off."""
        return bool(self.created_by) and not self.authors
