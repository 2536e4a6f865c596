"""What somebody looks for, and how near what was found is."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from knowledge.places import FoundPlace


class Nearness(IntEnum):
    """How near a service is, best first."""

    TOWN = 0
    NEXT_TOWN = 1
    REGION = 2
    COUNTRY = 3
    ELSEWHERE = 4


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for."""

    category: str
    place: FoundPlace | None = None
    """Town, quarter or region; None: anywhere."""
    point: tuple[float, float] | None = None
    """Where the person is, as latitude and longitude in degrees; only from a point distances mean something."""
    audiences: frozenset[str] = frozenset()
    """Who the person says to be, see `knowledge.audiences`."""
    spoken: str | None = None
    """Code of the language in which the person wants to be served."""
    open_at: datetime | None = None
    """Only services that are open at this moment of `moroccan_time`, or whose hours nobody knows."""


@dataclass(frozen=True)
class Ranked:
    """One service at one location for a search. `distance_km` only from a point to a real point."""

    service_at_location_id: str
    nearness: Nearness
    distance_km: float | None
    is_open: bool
    """True when it is known to be open at the wished moment."""
    is_spoken: bool
    """True when a source says that the wished language is spoken."""
