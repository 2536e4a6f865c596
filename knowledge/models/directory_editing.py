"""Who confirmed services, and what associations say about their own entries."""

from datetime import date, datetime

from sqlalchemy import DateTime, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import Base, now

WAITING = "waiting"
APPROVED = "approved"
REFUSED = "refused"


class Confirmation(Base):
    """Somebody said that a service is as it stands in the directory. Never exported."""

    __tablename__ = "confirmation"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    day: Mapped[date]
    confirmed_by: Mapped[str] = mapped_column(String(120))
    """A user's name; for an association whatever name it gave, which may be empty."""
    link_id: Mapped[int | None] = mapped_column(ForeignKey("association_link.id", ondelete="SET NULL"))
    """The link through which an association confirmed; None for a user of the desk."""
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)


class AssociationLink(Base):
    """An address with a token, with which an organisation sees, confirms and corrects its own entry."""

    __tablename__ = "association_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[str] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256: the token itself is shown once and stored nowhere."""
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    created_by: Mapped[str] = mapped_column(String(60))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    last_used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Correction(Base):
    """What an association says that one field should be; somebody at the desk decides."""

    __tablename__ = "correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("association_link.id", ondelete="CASCADE"), index=True)
    organization_id: Mapped[str] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"), index=True)
    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    """None for a field of the organisation."""
    field: Mapped[str] = mapped_column(String(40))
    """As in `knowledge.exchange.facts`; empty when the comment alone says something."""
    language: Mapped[str] = mapped_column(String(8))
    """In which the entry was read and the text was written."""
    old: Mapped[str] = mapped_column(Text)
    """What the association saw."""
    new: Mapped[str] = mapped_column(Text)
    comment: Mapped[str] = mapped_column(Text, default="")
    said_by: Mapped[str] = mapped_column(String(120), default="")
    """The name that the association gave, which may be empty."""
    state: Mapped[str] = mapped_column(String(10), default=WAITING, index=True)
    """WAITING, APPROVED or REFUSED."""
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    decided_by: Mapped[str | None] = mapped_column(String(60))
