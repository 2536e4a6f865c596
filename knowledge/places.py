"""Finding towns, regions, communes and quarters in free text: "à Oujda", "طنجة", "f casa", "Tanja", "hay nahda"."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.geo import distance_km, km_to_town_abroad
from knowledge.models import Place
from knowledge.place_context import Message
from knowledge.place_journeys import without_mentioned
from knowledge.place_names import Names, Spelling
from knowledge.place_reading import Span, read_names
from language.normalise import words

_TOWNS = ("city", "town")
_FARTHEST_KM = 150.0
"""Nobody in Morocco is farther from the nearest place with coordinates."""


@dataclass(frozen=True)
class FoundPlace:
    """A place somebody named: a region, city, town, commune or quarter (`type`).

    `latitude` and `longitude` are its centre, or that of its town for a quarter whose own no source gives; None for a
    commune without. `town_key` is the town that the place is, or is in. `canonical_name` is the French name by which
    places are compared and reported: for a quarter that of its town.
    """

    key: str
    type: str
    region_key: str
    latitude: float | None
    longitude: float | None
    names: dict[str, str]
    town_key: str
    canonical_name: str


class Gazetteer:
    """All spellings of all places, held in memory."""

    def __init__(self, places: Iterable[Place]) -> None:
        """Where a town shares a spelling with another place, the town has it; a region comes second."""
        self._places: dict[str, FoundPlace] = {}
        rows = {place.key: place for place in places}
        official = {key: {n.language: n.spelling for n in row.names if n.language} for key, row in rows.items()}
        for key, row in rows.items():
            town = rows[row.town_key or key]
            located = row if row.latitude is not None else town
            centre = located.latitude, located.longitude
            reported = official[town.key]["fr"]
            self._places[key] = FoundPlace(key, row.type, row.region_key, *centre, official[key], town.key, reported)
        self._names = Names(
            [
                Spelling(" ".join(words(name.spelling)), key, row.type, row.population or 0, bool(name.language))
                for key, row in rows.items()
                for name in row.names
            ]
        )
        self._centres = [
            (place.latitude, place.longitude, place)
            for place in self._places.values()
            if place.type != "region" and place.latitude is not None and place.longitude is not None
        ]

    @classmethod
    def from_database(cls, session: Session) -> "Gazetteer":
        """Read the places of the database."""
        return cls(session.scalars(select(Place)))

    def by_key(self, key: str) -> FoundPlace | None:
        """The place with that key."""
        return self._places.get(key)

    def by_name(self, name: str) -> FoundPlace | None:
        """The place with exactly that spelling; None when several places have it."""
        keys = self._names.keys(" ".join(words(name)))
        return self._places[keys[0]] if len(keys) == 1 else None

    def towns(self) -> list[FoundPlace]:
        """The cities and towns."""
        return [place for place in self._places.values() if place.type in _TOWNS]

    def find(self, text: str) -> list[FoundPlace]:
        """All places a text names, in its order, each once; exact spellings first, else a misspelling."""
        named = self._chosen(read_names(self._names, Message(text)))
        return [self._places[key] for key in dict.fromkeys(span.keys[0] for span in named)]

    def read(self, text: str) -> tuple[list[FoundPlace], str]:
        """Where somebody looks for something, and the words that are left without the names of all places.

        Several places are several answers: ask which is meant. A town and its quarter, or its region, are one place:
        the one that is named first, but never the region. Where somebody comes from is left out if another place is
        named, and so is a town that only tells where the other is ("Martil, near Tetouan").
        """
        message = Message(text)
        named = self._chosen(read_names(self._names, message))
        inside = {index for span in named for index in range(span.start, span.start + span.length)}
        rest = [token for index, token in enumerate(message.tokens) if index not in inside]
        wanted = [self._places[span.keys[0]] for span in without_mentioned(named, message.tokens)]
        return _different(wanted), " ".join(rest)

    def nearest(self, latitude: float, longitude: float) -> tuple[FoundPlace, float] | None:
        """The town nearest to a point and its distance in kilometres; None outside Morocco.

        Outside is what is nearer to a town of another country than to any place of ours, or 150 km away from all.
        """
        away = [(distance_km(latitude, longitude, lat, lon), place) for lat, lon, place in self._centres]
        limit = min(_FARTHEST_KM, km_to_town_abroad(latitude, longitude))
        if all(kilometres > limit for kilometres, _ in away):
            return None
        towns = ((place, kilometres) for kilometres, place in away if place.type in _TOWNS)
        return min(towns, key=lambda found: found[1], default=None)

    def _chosen(self, spans: list[Span]) -> list[Span]:
        """The spans with one place each; the text may have to tell whether and which place is meant."""
        chosen: list[Span] = []
        for span in spans:
            others = [other for other in spans if other is not span and (span.certain or span.is_beside(other))]
            keys = span.keys if span.certain and len(span.keys) == 1 else self._told_apart(span, others)
            if len(keys) == 1:
                chosen.append(replace(span, keys=keys))
        return chosen

    def _told_apart(self, span: Span, others: list[Span]) -> tuple[str, ...]:
        """The places of a name that another name of the text speaks for: its town, its region, or a quarter of it."""
        known = [(self._places[other.keys[0]], other.certain) for other in others if len(other.keys) == 1]
        towns = {place.key for place, _ in known if place.type in _TOWNS}
        towns_of_quarters = {place.town_key for place, _ in known if place.type == "quarter"}
        regions = {place.region_key for place, certain in known if certain and span.certain}
        told = [key for key in span.keys if self._places[key].town_key in towns or key in towns_of_quarters]
        return tuple(told or [key for key in span.keys if self._places[key].region_key in regions])


def _different(places: list[FoundPlace]) -> list[FoundPlace]:
    """The first place of each town; a region only if no place in it is named."""
    inside = {place.region_key for place in places if place.type != "region"}
    return list({place.town_key: place for place in reversed(places) if place.key not in inside}.values())[::-1]
