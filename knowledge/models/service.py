"""What organisations do for people, named as in Open Referral HSDS 3, with our sources and translations beside it."""

from datetime import date, datetime

from sqlalchemy import JSON, DateTime, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.models.base import Base, now
from knowledge.models.location import ServiceAtLocation
from knowledge.models.organization import Organization
from knowledge.models.phone import Phone, SpokenLanguage
from knowledge.models.provenance import FieldSource
from knowledge.models.schedule import Schedule
from knowledge.models.taxonomy import Attribute
from knowledge.models.translations import Translations

STATUSES = ("active", "inactive", "defunct", "temporarily closed")
NOT_RECOMMENDED = "name_and_city_only"
"""Confidence of rows whose source does not say what the service does: stored, never recommended."""


class CostOption(Base):
    """What a service costs. `amount` is in `currency` (ISO 4217); 0 means that a source says it is free."""

    __tablename__ = "cost_option"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"), index=True)
    option: Mapped[str] = mapped_column(String(200), default="")
    amount: Mapped[float | None]
    currency: Mapped[str] = mapped_column(String(3), default="MAD")
    amount_description: Mapped[str] = mapped_column(Text, default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class RequiredDocument(Base):
    """A paper to bring."""

    __tablename__ = "required_document"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"), index=True)
    document: Mapped[str] = mapped_column(Text)
    uri: Mapped[str | None] = mapped_column(String(300))
    translations: Mapped[Translations] = mapped_column(JSON, default=dict)


class Service(Base):
    """One thing an organisation does for people, in some places or in the whole country."""

    __tablename__ = "service"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    organization_id: Mapped[str] = mapped_column(ForeignKey("organization.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str | None] = mapped_column(String(300))
    email: Mapped[str | None] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(20), default="active")
    """One of `STATUSES`; only active services are recommended."""
    alert: Mapped[str] = mapped_column(Text, default="")
    """What to know before going there, such as that the programme may have ended."""
    application_process: Mapped[str] = mapped_column(Text, default="")
    eligibility_description: Mapped[str] = mapped_column(Text, default="")
    minimum_age: Mapped[int | None]
    maximum_age: Mapped[int | None]
    fees_description: Mapped[str] = mapped_column(Text, default="")
    assured_date: Mapped[date | None]
    """The day on which somebody who knows the service last confirmed it."""
    confidence: Mapped[str] = mapped_column(String(30), default="partially")
    """verified_in_source, partially, or `NOT_RECOMMENDED`."""
    source: Mapped[str] = mapped_column(Text, default="")
    """Addresses of pages and names of documents, separated by " | "."""
    source_date: Mapped[str] = mapped_column(String(300), default="")
    """The dates of the sources in the same order; "s.d." for a page without one."""
    note: Mapped[str] = mapped_column(Text, default="")
    """For administrators, never shown."""
    translations: Mapped[Translations] = mapped_column(JSON, default=dict)
    origin: Mapped[str] = mapped_column(String(300), default="")
    """See `Organization.origin`."""
    loaded_fingerprint: Mapped[str | None] = mapped_column(String(64))
    """See `Organization.loaded_fingerprint`."""
    last_modified: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now, onupdate=now)

    organization: Mapped[Organization] = relationship()
    service_at_locations: Mapped[list[ServiceAtLocation]] = relationship(
        cascade="all, delete-orphan", back_populates="service", order_by=ServiceAtLocation.id
    )
    phones: Mapped[list[Phone]] = relationship(cascade="all, delete-orphan", order_by=Phone.position)
    schedules: Mapped[list[Schedule]] = relationship(cascade="all, delete-orphan", order_by=Schedule.position)
    languages: Mapped[list[SpokenLanguage]] = relationship(cascade="all, delete-orphan", order_by=SpokenLanguage.id)
    cost_options: Mapped[list[CostOption]] = relationship(cascade="all, delete-orphan", order_by=CostOption.id)
    required_documents: Mapped[list[RequiredDocument]] = relationship(
        cascade="all, delete-orphan", order_by=RequiredDocument.id
    )
    attributes: Mapped[list[Attribute]] = relationship(cascade="all, delete-orphan", order_by=Attribute.id)
    field_sources: Mapped[list[FieldSource]] = relationship(cascade="all, delete-orphan", order_by=FieldSource.id)
