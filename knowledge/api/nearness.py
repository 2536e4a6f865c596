"""Services at locations near a point; only those count of which it is known where they are."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.api.problems import WrongParameter
from knowledge.geo import distance_km
from knowledge.models import Location, ServiceAtLocation
from knowledge.models.location import REAL_POINTS

_DEGREES = r"-?\d{1,3}(\.\d{1,12})?"
_HALF_ROUND_THE_EARTH = 20_100_000


@dataclass(frozen=True)
class Near:
    """A point, and how many metres from it are still near; None: any number."""

    latitude: float
    longitude: float
    proximity: int | None

    def distances(self, session: Session) -> dict[str, int]:
        """Id of a service at a location → metres from the point, the nearest first."""
        points = select(ServiceAtLocation.id, Location.latitude, Location.longitude).join(ServiceAtLocation.location)
        metres = [
            (round(1000 * distance_km(self.latitude, self.longitude, latitude, longitude)), link_id)
            for link_id, latitude, longitude in session.execute(points.where(Location.precision.in_(REAL_POINTS)))
            if latitude is not None and longitude is not None
        ]
        return {link_id: each for each, link_id in sorted(metres) if self.proximity is None or each <= self.proximity}


def near(
    near: Annotated[
        str | None,
        Query(
            pattern=f"^{_DEGREES},{_DEGREES}$",
            description="LAT,LON in degrees: only services of which it is known where they are, the nearest first",
        ),
    ] = None,
    proximity: Annotated[
        int | None, Query(ge=1, le=_HALF_ROUND_THE_EARTH, description="With `near`: not further away, in metres")
    ] = None,
) -> Near | None:
    """The point that is asked for. Raises WrongParameter for one that is not on earth, and for a distance from none."""
    if near is None:
        if proximity is not None:
            raise WrongParameter("near")
        return None
    latitude, longitude = (float(part) for part in near.split(","))
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise WrongParameter("near")
    return Near(latitude, longitude, proximity)


NearAsked = Annotated[Near | None, Depends(near)]
