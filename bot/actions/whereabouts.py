"""Where somebody looks for a service: a place they named, tapped or said before, or their position."""

from dataclasses import dataclass, replace

from bot.actions.base import Slots
from bot.actions.shelf import library
from bot.actions.turn import Turn
from knowledge.places import FoundPlace
from reply import Reply


@dataclass(frozen=True)
class Whereabouts:
    """`places` are several when it is not clear which is meant.

    `point` is the person's position, as latitude and longitude in degrees; the place is then the town nearest to it. It
    is used for this one search and kept nowhere.
    """

    places: tuple[FoundPlace, ...] = ()
    point: tuple[float, float] | None = None

    @property
    def place(self) -> FoundPlace | None:
        """The place; None when none is known, or not which."""
        return self.places[0] if len(self.places) == 1 else None


def whereabouts(turn: Turn, named: list[FoundPlace]) -> Whereabouts:
    """What the turn says, `named` being the places in its text; else the place that was said before."""
    gazetteer = library().gazetteer
    if position := turn.entities.get("position"):
        return _at(position)
    if named:
        return Whereabouts(tuple(named))
    place = gazetteer.by_key(turn.entities.get("place") or turn.slots.get("place") or "")
    return Whereabouts((place,) if place else ())


def with_named_place(turn: Turn, reply: Reply, slots: Slots) -> tuple[Reply, Slots]:
    """A place that somebody names beside what they say is kept for the search of a service that may follow."""
    places, _ = library().gazetteer.read(turn.text)
    if not places:
        return reply, slots
    trace = replace(reply.trace, place=places[0].canonical_name)
    return replace(reply, trace=trace), {**slots, "place": places[0].key}


def _at(position: str) -> Whereabouts:
    """The town nearest to a position such as "34.0209,-6.8416"; nowhere when it is outside Morocco or broken."""
    try:
        latitude, longitude = map(float, position.split(","))
    except ValueError:
        return Whereabouts()
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):  # also false for "nan"
        return Whereabouts()
    nearest = library().gazetteer.nearest(latitude, longitude)
    return Whereabouts((nearest[0],), (latitude, longitude)) if nearest else Whereabouts()
