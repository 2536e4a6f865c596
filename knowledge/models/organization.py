"""Who offers services, named as in Open Referral HSDS 3."""

from datetime import datetime

from sqlalchemy import JSON, DateTime, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.models.base import Base, now
from knowledge.models.phone import Phone
from knowledge.models.provenance import FieldSource
from knowledge.models.translations import Translations


class Organization(Base):
    """An association, a public body, a UN agency, a consulate, a university."""

    __tablename__ = "organization"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), default="")
    """Short name in the shipped directory; several organisations of one movement may share it."""
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    type: Mapped[str] = mapped_column(String(30), default="other")
    """association, public, intergovernmental, university, consular or other; HSDS has no such field."""
    website: Mapped[str | None] = mapped_column(String(300))
    email: Mapped[str | None] = mapped_column(String(200))
    translations: Mapped[Translations] = mapped_column(JSON, default=dict)
    """Field → language → text."""
    origin: Mapped[str] = mapped_column(String(300), default="")
    """Where the record was loaded from: the shipped files, an imported file or address; empty when made by hand."""
    loaded_fingerprint: Mapped[str | None] = mapped_column(String(64))
    """SHA-256 of the record as the load left it: another one now means that somebody edited it since."""
    last_modified: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now, onupdate=now)

    phones: Mapped[list[Phone]] = relationship(cascade="all, delete-orphan", order_by=Phone.position)
    field_sources: Mapped[list[FieldSource]] = relationship(cascade="all, delete-orphan", order_by=FieldSource.field)
