"""What administrators decided about public holidays."""

import datetime

from sqlalchemy import JSON, Enum
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import Base

CONFIRMED = "confirmed"
NOT_A_HOLIDAY = "not_a_holiday"


class PublicHoliday(Base):
    """A decision about one day; it overrides what is calculated. Days without a row are as calculated."""

    __tablename__ = "public_holiday"

    date: Mapped[datetime.date] = mapped_column(primary_key=True)
    decision: Mapped[str] = mapped_column(
        Enum(CONFIRMED, NOT_A_HOLIDAY, name="public_holiday_decision", native_enum=False)
    )
    names: Mapped[dict[str, str]] = mapped_column(JSON)
    """The holiday's name by language."""
