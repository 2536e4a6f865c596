"""What services are about and for whom: terms of taxonomies, attached to services (HSDS: taxonomy, attribute)."""

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.models.base import Base
from knowledge.models.translations import Translations

CATEGORIES = "service_categories"
"""Key of the taxonomy of `content/categories.yml`."""
AUDIENCES = "audiences"
"""Key of the taxonomy of `content/audiences.yml`."""
ONLY = "only"
"""Value of an audience attribute: the service is for these people and for nobody else."""
WELCOME = "welcome"
"""Value of an audience attribute: the source says that these people are served, beside others."""


class Taxonomy(Base):
    """A list of terms."""

    __tablename__ = "taxonomy"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text, default="")


class TaxonomyTerm(Base):
    """A term: `code` is what our own files call it ("legal_aid", "women")."""

    __tablename__ = "taxonomy_term"
    __table_args__ = (UniqueConstraint("taxonomy_id", "code"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    taxonomy_id: Mapped[str] = mapped_column(ForeignKey("taxonomy.id"), index=True)
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text, default="")
    translations: Mapped[Translations] = mapped_column(JSON, default=dict)

    taxonomy: Mapped[Taxonomy] = relationship()


class Attribute(Base):
    """A term attached to a service. `value` is `ONLY` or `WELCOME` for audiences, else empty."""

    __tablename__ = "attribute"
    __table_args__ = (UniqueConstraint("service_id", "taxonomy_term_id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"), index=True)
    taxonomy_term_id: Mapped[str] = mapped_column(ForeignKey("taxonomy_term.id"), index=True)
    value: Mapped[str] = mapped_column(String(20), default="")

    term: Mapped[TaxonomyTerm] = relationship()
