"""Which place of GeoNames is which commune: by name first, then checked by distance."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from knowledge.geo import distance_km
from language.normalise import words

_REACH_KM = {"08": 120.0, "09": 120.0, "10": 120.0, "11": 250.0, "12": 250.0}
_USUAL_REACH_KM = 75.0
_ALONE_REACH_KM = 30.0
"""For the first place of a province: how near another place of its region must be."""
_OLD_REGIONS = {
    "01.405": {"04"},  # Ouezzane
    "02.265": {"03"},  # Guercif
    "08.363": {"05"},  # Midelt
    "10.473": {"09"},  # Sidi Ifni
}
"""Province → regions GeoNames still has for it."""
_SAHARA = {"10", "11", "12"}
_SAHARA_CODES = {"", "00", "CE"}
"""What GeoNames has instead of a region where its country is EH."""
_ARTICLES = frozenset("al el l ad ar as at az an ach ech es ess er err et en ed ez aj ej des de du d".split())
MARKET_DAYS = frozenset(
    "souk souq had tnine tnin tlet tleta tlat arba arbaa larba larbaa khemis khmis jemaa jemat sebt zaouia zaouiat "
    "zawyat zawya ville centre douar".split()
)
_SOUNDS = (
    ("tch", "ch"), ("dj", "j"), ("sh", "ch"), ("kh", "x"), ("rh", "g"), ("gh", "g"), ("gu", "g"), ("ch", "#"),
    ("ph", "f"), ("th", "t"), ("dh", "d"), ("ouled", "wld"), ("oulad", "wld"), ("ou", "w"), ("q", "k"), ("c", "k"),
    ("#", "ch"), ("v", "f"), ("z", "s"),
)  # fmt: skip
_FEWEST_CONSONANTS = 3
_LIKENESS = 0.7


@dataclass(frozen=True)
class Spot:
    """A populated place of GeoNames."""

    geonameid: int
    names: tuple[str, ...]
    latitude: float
    longitude: float
    region: str
    population: int


@dataclass(frozen=True)
class Wanted:
    """A commune that may get coordinates."""

    code: str
    names: tuple[str, ...]
    province: str
    region: str


Key = Callable[[str], str]
Pair = tuple[Wanted, Spot]
Known = dict[str, list[Spot]]
"""Province → its places with known coordinates."""


def same_letters(name: str) -> str:
    """A name without case, accents, hyphens and spaces."""
    return "".join(words(name))


def same_consonants(name: str) -> str:
    """What is left of a name without articles and vowels; "" when that is too little."""
    text = "".join(re.sub(r"^(beni|bani)$", "bni", word) for word in words(name) if word not in _ARTICLES)
    for written, sound in _SOUNDS:
        text = text.replace(written, sound)
    text = re.sub(r"[aeiouyhw]", "", re.sub(r"(.)\1+", r"\1", text))
    return text if len(text) >= _FEWEST_CONSONANTS else ""


def without_market_day(name: str) -> str:
    """ "Had Oulad Zbair" is "Oulad Zbair": GeoNames often names the market where the census names the commune."""
    return " ".join(word for word in words(name) if word not in MARKET_DAYS)


LEVELS: tuple[tuple[str, Key], ...] = (("name", same_letters), ("spelling", same_consonants))


def match(communes: Iterable[Wanted], spots: Iterable[Spot], known: Known) -> dict[str, tuple[Spot, str]]:
    """Code → place and how it was recognised, for communes where exactly one place fits.

    `known` are the places of each province that are sure (its towns). A stronger kind of likeness goes first; a place
    is given to one commune only.
    """
    matched: dict[str, tuple[Spot, str]] = {}
    known = defaultdict(list, {province: list(places) for province, places in known.items()})
    free, wanted = list(spots), list(communes)
    for how, key in LEVELS:
        near = list(_unambiguous(_near(_fitting(wanted, free, key), known)))
        for commune, spot in near:
            matched[commune.code] = (spot, how)
            known[commune.province].append(spot)
        taken = {spot.geonameid for _, spot in near}
        free = [spot for spot in free if spot.geonameid not in taken]
        wanted = [commune for commune in wanted if commune.code not in matched]
    return matched


def _fitting(communes: list[Wanted], spots: list[Spot], key: Key) -> list[Pair]:
    """Pairs of the same name and region."""
    by_name: dict[str, list[Spot]] = defaultdict(list)
    for spot in spots:
        for same in {key(form) for name in spot.names for form in (name, without_market_day(name))} - {""}:
            by_name[same].append(spot)
    return [
        (commune, spot)
        for commune in communes
        for spot in {s.geonameid: s for name in commune.names for s in by_name.get(key(name), [])}.values()
        if _may_be_in(spot, commune) and _alike(spot, commune)
    ]


def _unambiguous(pairs: list[Pair]) -> Iterator[Pair]:
    communes, spots = Counter(c.code for c, _ in pairs), Counter(s.geonameid for _, s in pairs)
    return (pair for pair in pairs if communes[pair[0].code] == spots[pair[1].geonameid] == 1)


def _alike(spot: Spot, commune: Wanted) -> bool:
    """Guards against names that share only their consonants, such as "Mezraoua" and "Imouzzer"."""
    forms = [same_letters(form) for name in spot.names for form in (name, without_market_day(name))]
    return any(
        SequenceMatcher(None, form, same_letters(name)).ratio() >= _LIKENESS for form in forms for name in commune.names
    )


def _may_be_in(spot: Spot, commune: Wanted) -> bool:
    regions = {commune.region} | _OLD_REGIONS.get(commune.province, set())
    return spot.region in regions or (commune.region in _SAHARA and spot.region in _SAHARA_CODES)


def _near(pairs: list[Pair], known: Known) -> list[Pair]:
    """The pairs whose place lies where the other places of the province lie."""
    together: Known = defaultdict(list, {province: list(places) for province, places in known.items()})
    for commune, spot in pairs:
        together[commune.province].append(spot)
    return [(commune, spot) for commune, spot in pairs if _plausible(commune, spot, together)]


def _plausible(commune: Wanted, spot: Spot, together: Known) -> bool:
    others = [other for other in together[commune.province] if other is not spot]
    if others:
        return min(_between(spot, other) for other in others) <= _REACH_KM.get(commune.region, _USUAL_REACH_KM)
    region = [
        other
        for province, places in together.items()
        for other in places
        if province.startswith(commune.region) and other is not spot
    ]
    return min((_between(spot, other) for other in region), default=float("inf")) <= _ALONE_REACH_KM


def _between(one: Spot, other: Spot) -> float:
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude)
