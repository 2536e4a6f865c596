"""Where each field of the directory was read (HSDS: metadata)."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import Base


class FieldSource(Base):
    """One field of one organisation or service: the value as the source gives it, the source, what it is worth."""

    __tablename__ = "field_source"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    organization_id: Mapped[str | None] = mapped_column(ForeignKey("organization.id"), index=True)
    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id"), index=True)
    field: Mapped[str] = mapped_column(String(40))
    value: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    confidence: Mapped[str] = mapped_column(String(30), default="")
    """See `Service.confidence`; "editorial" for what the makers of the directory decided themselves."""
    last_action_date: Mapped[str] = mapped_column(String(10), default="")
    """The day on which the value came into the directory, as YYYY-MM-DD; empty when nobody wrote it down."""
