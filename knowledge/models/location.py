"""Where services are, named as in Open Referral HSDS 3."""

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.models.base import Base
from knowledge.models.phone import Phone, SpokenLanguage
from knowledge.models.schedule import Schedule

if TYPE_CHECKING:
    from knowledge.models.service import Service

REAL_POINTS = frozenset({"address", "district"})
"""Values of `Location.precision` with coordinates that say where the service itself is."""


class Address(Base):
    """A postal or street address. Only what a source gives; never the centre of a town."""

    __tablename__ = "address"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    location_id: Mapped[str] = mapped_column(ForeignKey("location.id"), index=True)
    address_1: Mapped[str] = mapped_column(String(300))
    city: Mapped[str] = mapped_column(String(80), default="")
    state_province: Mapped[str] = mapped_column(String(80), default="")
    postal_code: Mapped[str] = mapped_column(String(20), default="")
    country: Mapped[str] = mapped_column(String(2), default="MA")
    address_type: Mapped[str] = mapped_column(String(10), default="physical")


class Location(Base):
    """Where a service is. `precision` says what the coordinates are worth."""

    __tablename__ = "location"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    location_type: Mapped[str] = mapped_column(String(20), default="physical")
    name: Mapped[str] = mapped_column(String(200), default="")
    place_key: Mapped[str | None] = mapped_column(ForeignKey("place.key"), index=True)
    """The town, quarter or region; None for services of the whole country."""
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    precision: Mapped[str] = mapped_column(String(20), default="")
    """address or district: a real point; city: the town's centre, never to be shown as an address; empty: none."""
    origin: Mapped[str] = mapped_column(String(300), default="")
    """See `Organization.origin`."""
    loaded_fingerprint: Mapped[str | None] = mapped_column(String(64))
    """See `Organization.loaded_fingerprint`."""

    addresses: Mapped[list[Address]] = relationship(cascade="all, delete-orphan", order_by=Address.id)
    phones: Mapped[list[Phone]] = relationship(cascade="all, delete-orphan", order_by=Phone.position)
    schedules: Mapped[list[Schedule]] = relationship(cascade="all, delete-orphan", order_by=Schedule.position)
    languages: Mapped[list[SpokenLanguage]] = relationship(cascade="all, delete-orphan", order_by=SpokenLanguage.id)

    @property
    def has_real_point(self) -> bool:
        """True when the coordinates are where the service is, not the centre of its town."""
        return self.precision in REAL_POINTS and self.latitude is not None and self.longitude is not None


class ServiceAtLocation(Base):
    """A service at a location, with its phones and opening hours there."""

    __tablename__ = "service_at_location"
    __table_args__ = (UniqueConstraint("service_id", "location_id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"), index=True)
    location_id: Mapped[str] = mapped_column(ForeignKey("location.id"), index=True)
    description: Mapped[str] = mapped_column(Text, default="")

    service: Mapped["Service"] = relationship(back_populates="service_at_locations")
    location: Mapped[Location] = relationship()
    phones: Mapped[list[Phone]] = relationship(cascade="all, delete-orphan", order_by=Phone.position)
    schedules: Mapped[list[Schedule]] = relationship(cascade="all, delete-orphan", order_by=Schedule.position)
