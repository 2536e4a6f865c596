"""Opening hours (HSDS: schedule)."""

from datetime import date

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import Base
from knowledge.models.translations import Translations


class Schedule(Base):
    """One row of opening hours of a service, a location, or a service at a location.

    `description` keeps the source's own words. A row with nothing else is such words only: the hours are then not
    known to the machine. What dates, days and missing times mean is said in `knowledge.hours`.
    """

    __tablename__ = "schedule"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id"), index=True)
    location_id: Mapped[str | None] = mapped_column(ForeignKey("location.id"), index=True)
    service_at_location_id: Mapped[str | None] = mapped_column(ForeignKey("service_at_location.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    freq: Mapped[str | None] = mapped_column(String(10))
    """WEEKLY or MONTHLY."""
    byday: Mapped[str | None] = mapped_column(String(40))
    """iCalendar days, "MO,TU,WE"."""
    opens_at: Mapped[str | None] = mapped_column(String(5))
    closes_at: Mapped[str | None] = mapped_column(String(5))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    description: Mapped[str] = mapped_column(Text, default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    translations: Mapped[Translations] = mapped_column(JSON, default=dict)
