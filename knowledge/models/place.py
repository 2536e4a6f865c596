"""Towns and regions of Morocco with all their spellings."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.models.base import Base


class Place(Base):
    """A town, quarter or region; coordinates are its centre (GeoNames, CC BY 4.0)."""

    __tablename__ = "place"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    type: Mapped[str] = mapped_column(String(20))
    region_key: Mapped[str] = mapped_column(String(20), index=True)
    latitude: Mapped[float]
    longitude: Mapped[float]

    names: Mapped[list["PlaceName"]] = relationship(cascade="all, delete-orphan", lazy="selectin")


class PlaceName(Base):
    """One spelling. The three official names carry their language; all other spellings carry none."""

    __tablename__ = "place_name"

    id: Mapped[int] = mapped_column(primary_key=True)
    place_key: Mapped[str] = mapped_column(ForeignKey("place.key"), index=True)
    spelling: Mapped[str] = mapped_column(String(80))
    language: Mapped[str | None] = mapped_column(String(8))
