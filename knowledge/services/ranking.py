"""The order of services for one search: how near, whether open, whether for this person, how far."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy
from sqlalchemy.orm import Session

from knowledge.audiences import STATUS, audiences
from knowledge.geo import EARTH_RADIUS_KM
from knowledge.hours import OpenState, openness
from knowledge.places import Gazetteer
from knowledge.public_holidays import PublicHolidays
from knowledge.services.table import ServiceTable, audience_bits
from knowledge.services.wanted import Nearness, Ranked, Wanted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[numpy.int64]
    Kilometres = NDArray[numpy.float64]

_NEARBY_KM = 80.0
_SAME_TOWN_KM = 15.0
"""So near to a person, a real point is "in town", whatever town it is filed under."""
_FAR_KM = 1e6


class _Fit(IntEnum):
    """Whether something suits a person, best first."""

    NAMED = 0
    """A source says so."""
    OPEN_TO_ALL = 1
    """No source says anything else."""
    OTHERS = 2
    """It is for people of whom the person has not said to be one."""
    NEVER = 3
    """Not for this person, not in this language, not at this time."""


@dataclass(frozen=True)
class Ranking:
    """Ranks the services of a table."""

    table: ServiceTable
    gazetteer: Gazetteer
    holidays: PublicHolidays

    @classmethod
    def from_database(cls, session: Session, gazetteer: Gazetteer) -> "Ranking":
        """Read the directory and the public holidays as they are now."""
        return cls(ServiceTable(session, gazetteer), gazetteer, PublicHolidays.from_database(session))

    def best(self, wanted: Wanted) -> Iterator[Ranked]:
        """All services that suit, the best first, each organisation once per town, region, and whole country.

        Order: the town (from a point: the nearest real points, then those of which only the town is known), towns
        within 80 km, the region, lines for the whole country, elsewhere; a region's towns are all "the town". Within
        each: open before unknown hours, the language spoken before unknown ones, people who are named before everybody
        before others, the nearer, those that can be reached, better sources.
        """
        rows = self.table.by_category.get(wanted.category)
        if rows is None:
            return
        away = self._kilometres(rows, wanted)
        nearness = self._nearness(rows, wanted, away)
        fits = [
            self._hours_fit(rows, wanted.open_at),
            self._spoken_fit(rows, wanted.spoken),
            self._audience_fit(rows, wanted),
        ]
        suits = numpy.all([fit < _Fit.NEVER for fit in fits], axis=0)
        far = _order_of_distance(wanted, nearness, away, self.table.real[rows])
        seen: set[tuple[int, int, int]] = set()
        for step in Nearness:
            for number in self._in_order(rows, numpy.flatnonzero(suits & (nearness == step)), [*fits, far]):
                row = rows[number]
                area = (int(self.table.organization[row]), int(self.table.region[row]), int(self.table.town[row]))
                if area in seen:
                    continue
                seen.add(area)
                known = wanted.point is not None and self.table.real[row]
                yield Ranked(
                    self.table.ids[row],
                    step,
                    float(away[number]) if known else None,
                    is_open=bool(fits[0][number] == _Fit.NAMED),
                    is_spoken=bool(fits[1][number] == _Fit.NAMED),
                )

    def _in_order(self, rows: "Numbers", at: "Numbers", first: Sequence["Numbers | Kilometres"]) -> "Numbers":
        """Some of the rows, the best first: by the columns `first`, then by what the table knows of them."""
        there = rows[at]
        least = (there, self.table.weak[there], self.table.unreachable[there])
        return at[numpy.lexsort((*least, *(column[at] for column in reversed(first))))]

    def _kilometres(self, rows: "Numbers", wanted: Wanted) -> "Kilometres":
        """From the person, or the centre of their town, to each row; not a number where either is unknown."""
        centre = (wanted.place.latitude, wanted.place.longitude) if wanted.place else (None, None)
        origin = numpy.array(wanted.point or centre, dtype=numpy.float64)
        (latitude, longitude), points = numpy.radians(origin), numpy.radians(self.table.point[rows])
        half = (
            numpy.sin((points[:, 0] - latitude) / 2) ** 2
            + numpy.cos(latitude) * numpy.cos(points[:, 0]) * numpy.sin((points[:, 1] - longitude) / 2) ** 2
        )
        kilometres: Kilometres = 2 * EARTH_RADIUS_KM * numpy.arcsin(numpy.sqrt(half))
        return kilometres

    def _nearness(self, rows: "Numbers", wanted: Wanted, away: "Kilometres") -> "Numbers":
        table, place = self.table, wanted.place
        nearness = numpy.full(len(rows), int(Nearness.ELSEWHERE))
        placed, in_town, real = table.region[rows] >= 0, table.town[rows] >= 0, table.real[rows]
        if place is not None:
            in_region = placed & (table.region[rows] == table.regions.known(place.region_key))
            nearness[in_region] = Nearness.REGION
            if place.type == "region":
                nearness[in_region & in_town] = Nearness.TOWN
            else:
                nearness[(in_town | real) & (away <= _NEARBY_KM)] = Nearness.NEXT_TOWN
                nearness[in_town & (table.town[rows] == table.towns.known(place.town_key))] = Nearness.TOWN
        if wanted.point is not None:
            near = real & (away <= _NEARBY_KM)
            nearness[near] = numpy.minimum(nearness[near], Nearness.NEXT_TOWN)
            nearness[real & (away <= _SAME_TOWN_KM)] = Nearness.TOWN
        nearness[~placed & ~real] = Nearness.COUNTRY
        return nearness

    def _audience_fit(self, rows: "Numbers", wanted: Wanted) -> "Numbers":
        only, named = self.table.only[rows], self.table.only[rows] | self.table.welcome[rows]
        mine = audience_bits(wanted.audiences)
        status = audience_bits(frozenset(key for key, audience in audiences().items() if audience.kind == STATUS))
        fit = numpy.where(only != 0, int(_Fit.OTHERS), int(_Fit.OPEN_TO_ALL))
        fit[(named & mine) != 0] = _Fit.NAMED
        if mine & status:
            fit[((only & status) != 0) & ((named & mine & status) == 0)] = _Fit.NEVER
        return fit

    def _spoken_fit(self, rows: "Numbers", code: str | None) -> "Numbers":
        if code is None:
            return numpy.full(len(rows), int(_Fit.OPEN_TO_ALL))
        fits = [
            _Fit.NAMED if code in spoken else _Fit.NEVER if spoken else _Fit.OPEN_TO_ALL
            for spoken in self.table.languages.words()
        ]
        return numpy.array(fits, dtype=numpy.int64)[self.table.spoken[rows]]

    def _hours_fit(self, rows: "Numbers", moment: datetime | None) -> "Numbers":
        if moment is None:
            return numpy.full(len(rows), int(_Fit.OPEN_TO_ALL))
        fits = {OpenState.OPEN: _Fit.NAMED, OpenState.CLOSED: _Fit.NEVER}
        used, position = numpy.unique(self.table.hour[rows], return_inverse=True)
        hours = self.table.hours.words()
        states = [openness(hours[number], moment, self.holidays).state for number in used]
        return numpy.array([int(fits.get(state, _Fit.OPEN_TO_ALL)) for state in states], dtype=numpy.int64)[position]


def _order_of_distance(
    wanted: Wanted, nearness: "Numbers", away: "Kilometres", real: "NDArray[numpy.bool_]"
) -> "Kilometres":
    """What the distance counts: nothing within a town whose centre is all that is known of where the person is."""
    order = numpy.where(numpy.isnan(away), _FAR_KM, numpy.round(away, 1 if wanted.point else 0))
    in_town = nearness == Nearness.TOWN
    if wanted.point is None:
        order[in_town] = 0.0
    else:
        order[in_town & ~real] = _FAR_KM
    return order
