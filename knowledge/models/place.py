"""Regions, towns, communes and quarters of Morocco with all their spellings."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.models.base import Base


class Place(Base):
    """A region, town, commune or quarter (`type`: region, city, town, commune, quarter).

    Coordinates are its centre (GeoNames, CC BY 4.0); most communes and quarters have none. `town_key` is the town a
    quarter is in. `population` is that of the census of 2024 (HCP, CC BY 4.0) and only known for communes and towns.
    """

    __tablename__ = "place"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    type: Mapped[str] = mapped_column(String(20))
    region_key: Mapped[str] = mapped_column(String(20), index=True)
    town_key: Mapped[str | None] = mapped_column(String(60))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    population: Mapped[int | None]

    names: Mapped[list["PlaceName"]] = relationship(cascade="all, delete-orphan", lazy="selectin")


class PlaceName(Base):
    """One spelling. The three official names carry their language; all other spellings carry none."""

    __tablename__ = "place_name"

    id: Mapped[int] = mapped_column(primary_key=True)
    place_key: Mapped[str] = mapped_column(ForeignKey("place.key"), index=True)
    spelling: Mapped[str] = mapped_column(String(80))
    language: Mapped[str | None] = mapped_column(String(8))
