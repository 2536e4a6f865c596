"""The time in Morocco."""

from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo


@lru_cache(maxsize=1)
def _zone() -> ZoneInfo:
    """Read from the package `tzdata`, never from the system: most systems miss the change of 20 September 2026."""
    with files("tzdata.zoneinfo.Africa").joinpath("Casablanca").open("rb") as file:
        return ZoneInfo.from_file(file, key="Africa/Casablanca")


def moroccan_time(moment: datetime | None = None) -> datetime:
    """What clocks in Morocco show at a moment with a time zone (None: now), without a time zone."""
    return (moment or datetime.now(UTC)).astimezone(_zone()).replace(tzinfo=None)
