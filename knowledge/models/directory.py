"""The directory of services, named as in Open Referral HSDS 3, with our translations and sources beside it."""

from datetime import date

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.models.base import Base


class Organization(Base):
    """Who offers services: an association, a public body, a UN agency, a consulate, a university."""

    __tablename__ = "organization"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    type: Mapped[str] = mapped_column(String(30))
    website: Mapped[str | None] = mapped_column(String(300))
    email: Mapped[str | None] = mapped_column(String(200))

    services: Mapped[list["Service"]] = relationship(back_populates="organization")


class Service(Base):
    """One thing an organisation does for people, in one place or in the whole country."""

    __tablename__ = "service"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    organization_id: Mapped[str] = mapped_column(ForeignKey("organization.id"), index=True)
    category: Mapped[str] = mapped_column(String(40), index=True)
    """Empty when the source does not say what the organisation does."""
    description: Mapped[str] = mapped_column(Text, default="")
    eligibility_description: Mapped[str] = mapped_column(Text, default="")
    fees_description: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(String(20), default="active")
    confidence: Mapped[str] = mapped_column(String(30))
    """verified_in_source, partially, or name_and_city_only (stored, never recommended)."""
    assured_date: Mapped[date | None]
    source: Mapped[str] = mapped_column(Text)
    source_date: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text, default="")

    organization: Mapped[Organization] = relationship(back_populates="services")
    locations: Mapped[list["ServiceAtLocation"]] = relationship(back_populates="service")
    phones: Mapped[list["Phone"]] = relationship()


class Location(Base):
    """Where a service is. `precision` says what the coordinates are worth."""

    __tablename__ = "location"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    location_type: Mapped[str] = mapped_column(String(20), default="physical")
    place_key: Mapped[str | None] = mapped_column(ForeignKey("place.key"), index=True)
    """The town or region; None for services of the whole country."""
    address: Mapped[str | None] = mapped_column(String(300))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    precision: Mapped[str] = mapped_column(String(20), default="")
    """address or district: a real point; city: the town's centre, never to be shown as an address; empty: none."""


class ServiceAtLocation(Base):
    """A service at a location, with its opening hours there."""

    __tablename__ = "service_at_location"
    __table_args__ = (UniqueConstraint("service_id", "location_id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"), index=True)
    location_id: Mapped[str] = mapped_column(ForeignKey("location.id"), index=True)

    service: Mapped[Service] = relationship(back_populates="locations")
    location: Mapped[Location] = relationship()
    schedules: Mapped[list["Schedule"]] = relationship()


class Phone(Base):
    """A phone of a service, as its source writes it and as people dial it in Morocco."""

    __tablename__ = "phone"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"), index=True)
    number: Mapped[str] = mapped_column(String(40))
    dialled: Mapped[str] = mapped_column(String(40))


class Schedule(Base):
    """Opening hours. `description` keeps the source's words; the other columns are empty when it is not clear."""

    __tablename__ = "schedule"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    service_at_location_id: Mapped[str] = mapped_column(ForeignKey("service_at_location.id"), index=True)
    byday: Mapped[str | None] = mapped_column(String(40))
    """iCalendar days, "MO,TU,WE"."""
    opens_at: Mapped[str | None] = mapped_column(String(5))
    closes_at: Mapped[str | None] = mapped_column(String(5))
    description: Mapped[str] = mapped_column(Text, default="")


class Translation(Base):
    """A directory text in another language than its source; HSDS has no columns for that."""

    __tablename__ = "translation"
    __table_args__ = (UniqueConstraint("resource_id", "field", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[str] = mapped_column(String(36), index=True)
    field: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)


class FieldSource(Base):
    """Where one field of one directory row was read (HSDS: metadata)."""

    __tablename__ = "field_source"

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[str] = mapped_column(String(36), index=True)
    field: Mapped[str] = mapped_column(String(40))
    value: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
