"""Phones and languages: small HSDS tables that several others share."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.models.base import Base


class SpokenLanguage(Base):
    """A language that people are served in (HSDS: language). `code` is ISO 639-1 or 639-3, in small letters."""

    __tablename__ = "language"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id"), index=True)
    location_id: Mapped[str | None] = mapped_column(ForeignKey("location.id"), index=True)
    phone_id: Mapped[str | None] = mapped_column(ForeignKey("phone.id"), index=True)
    code: Mapped[str] = mapped_column(String(8), default="")
    name: Mapped[str] = mapped_column(String(80), default="")
    note: Mapped[str] = mapped_column(Text, default="")


class Phone(Base):
    """A phone of exactly one service, organisation, location, or service at a location."""

    __tablename__ = "phone"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id"), index=True)
    organization_id: Mapped[str | None] = mapped_column(ForeignKey("organization.id"), index=True)
    location_id: Mapped[str | None] = mapped_column(ForeignKey("location.id"), index=True)
    service_at_location_id: Mapped[str | None] = mapped_column(ForeignKey("service_at_location.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    number: Mapped[str] = mapped_column(String(60))
    """As the source writes it."""
    dialled: Mapped[str] = mapped_column(String(40))
    """As people dial it inside Morocco."""
    type: Mapped[str] = mapped_column(String(20), default="voice")
    description: Mapped[str] = mapped_column(Text, default="")

    languages: Mapped[list[SpokenLanguage]] = relationship(
        cascade="all, delete-orphan", order_by=SpokenLanguage.id, foreign_keys=SpokenLanguage.phone_id
    )
