"""Rights articles: one question, answered in three languages from named sources."""

from datetime import date

from sqlalchemy import JSON, Enum, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.models.base import Base

STATES = ("draft", "in_review", "published", "archived")
RISKS = ("normal", "medium", "high")


class Article(Base):
    """What is the same in every language. `key` ("schooling.no_papers") is permanent."""

    __tablename__ = "article"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    topic: Mapped[str] = mapped_column(String(40), index=True)
    risk: Mapped[str] = mapped_column(Enum(*RISKS, name="article_risk", native_enum=False))
    state: Mapped[str] = mapped_column(Enum(*STATES, name="article_state", native_enum=False), index=True)
    as_of: Mapped[str] = mapped_column(String(40))
    verified_on: Mapped[date | None]
    verified_by: Mapped[str | None] = mapped_column(String(120))
    review_by: Mapped[date]
    services: Mapped[list[str]] = mapped_column(JSON, default=list)
    related: Mapped[list[str]] = mapped_column(JSON, default=list)
    file_fingerprint: Mapped[str | None] = mapped_column(String(64))
    """SHA-256 of the content of the file the row was last loaded from; None for articles made in the database."""
    loaded_fingerprint: Mapped[str | None] = mapped_column(String(64))
    """SHA-256 of the article as the load or the export left it: another one now means that somebody edited it since."""

    texts: Mapped[list["ArticleText"]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    samples: Mapped[list["ArticleSample"]] = relationship(cascade="all, delete-orphan", order_by="ArticleSample.id")
    sources: Mapped[list["ArticleSource"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="ArticleSource.position"
    )

    def text_in(self, language: str) -> "ArticleText":
        """The article's text in that language. Raises KeyError when it has none."""
        for text in self.texts:
            if text.language == language:
                return text
        raise KeyError(f"article {self.key} has no text in {language}")


class ArticleText(Base):
    """The words of an article in one language."""

    __tablename__ = "article_text"
    __table_args__ = (UniqueConstraint("article_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), index=True)
    language: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(120))
    label: Mapped[str] = mapped_column(String(24))
    """For buttons: at most 24 characters, WhatsApp's limit for a row's title."""
    short: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    steps: Mapped[list[str]] = mapped_column(JSON, default=list)
    papers: Mapped[list[str]] = mapped_column(JSON, default=list)
    cost: Mapped[str] = mapped_column(Text, default="")
    next: Mapped[str] = mapped_column(Text, default="")


class ArticleSample(Base):
    """One way in which people ask the article's question."""

    __tablename__ = "article_sample"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), index=True)
    language: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)


class ArticleSource(Base):
    """Where the facts of an article were read: document, place in it, year."""

    __tablename__ = "article_source"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    year: Mapped[str] = mapped_column(String(40))
    locator: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str | None] = mapped_column(String(500))
    fact: Mapped[str | None] = mapped_column(String(80))
    """Id of the fact in `knowledge/content/facts.yml` that the source supports."""
