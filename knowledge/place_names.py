"""The names of all places, normalised, and which of them can be trusted."""

from collections import defaultdict
from dataclasses import dataclass

from knowledge.place_sounds import SameSound
from knowledge.place_spellings import OneLetterOff, variants
from knowledge.place_words import NOT_ALONE, OF_A_PERSON, ORDINARY, SURNAMES
from language.normalise import has_arabic_letter

_RANKS = {"city": 0, "town": 0, "region": 1}
_LAST = 2
_LARGE = 50_000
_LONG = 8
"""A commune of so many people whose name has so many letters is found when it is misspelled."""
_FAR_LARGER = 10
_DISTINCTIVE = 20_000
"""A commune of so many people is as well known as a quarter."""
_LONG_WORD = 5
"""Names of so many letters are found anywhere, and as they sound."""
_LONG_QUARTER = 7
"""Quarters whose names have so many letters are found when one letter is wrong."""
_OTHERWISE_USED = NOT_ALONE | ORDINARY | SURNAMES | OF_A_PERSON


@dataclass(frozen=True)
class Spelling:
    """One normalised spelling of a place with what decides how it may be read."""

    text: str
    key: str
    kind: str
    population: int
    official: bool


class Names:
    """Normalised spelling → places; a town has its name before a region, and both before other places.

    A spelling that is one letter off the official name of another town is not trusted: it may be that town, misspelled.
    """

    def __init__(self, spellings: list[Spelling]) -> None:
        """Read all spellings of all places."""
        by_text: dict[str, list[Spelling]] = defaultdict(list)
        for spelling in spellings:
            by_text[spelling.text].append(spelling)
        self._keys = {text: _owners(named) for text, named in by_text.items()}
        self._firm = {text for text, named in by_text.items() if any(one.kind in _RANKS for one in named)}
        for text in sorted(self._keys.keys() - self._firm):
            for variant in variants(text):
                self._keys.setdefault(variant, self._keys[text])
        self.near = OneLetterOff()
        self.first_words: set[str] = set()
        self._between = self._learn_misspellings(spellings)
        self._distinctive = {spelling.text for spelling in spellings if _is_distinctive(spelling)} - self._between
        self.sounds = SameSound()
        self.quarters = OneLetterOff()
        self._learn_sounds(spellings)
        self._longest: dict[str, int] = {}
        for text in self._keys:
            first = text.split(" ", 1)[0]
            self._longest[first] = max(self._longest.get(first, 0), text.count(" ") + 1)

    def keys(self, spelling: str) -> tuple[str, ...]:
        """The places of a spelling."""
        return self._keys.get(spelling, ())

    def is_firm(self, spelling: str) -> bool:
        """True for the name of a town or region."""
        return spelling in self._firm

    def is_between(self, spelling: str) -> bool:
        """True for the name of another place that is one letter off the official name of a town."""
        return spelling in self._between

    def is_distinctive(self, spelling: str) -> bool:
        """True for the name of a quarter or larger commune that is hardly anything else: it is found anywhere."""
        return spelling in self._distinctive

    def longest(self, first: str) -> int:
        """How many words the longest name has that begins with that word."""
        return self._longest.get(first, 0)

    def _learn_misspellings(self, spellings: list[Spelling]) -> set[str]:
        """Fill `near`: official names of towns and regions, what is one letter off them, large communes."""
        official = {
            spelling.text: spelling.key for spelling in spellings if spelling.official and spelling.kind in _RANKS
        }
        for text, key in official.items():
            self.near.add(text, key)
            self.first_words |= {text.split(" ", 1)[0]} if " " in text else set()
        others = self._keys.keys() - official.keys()
        between = {text for text in others if self.near.keys(text) - set(self._keys[text])}
        for text in between & self._firm:
            del self._keys[text]
        for text in [text for text in (self._firm & others) - between if self.near.keys(text)]:
            self.near.add(text, self._keys[text][0])
        for spelling in spellings:
            if spelling.official and spelling.population >= _LARGE and len(spelling.text) >= _LONG:
                self.near.add(spelling.text, spelling.key)
        return between

    def _learn_sounds(self, spellings: list[Spelling]) -> None:
        """Fill `sounds` and `quarters`: towns, quarters and large communes under all names that are nothing else."""
        known = [one for one in spellings if one.kind in _RANKS or one.kind == "quarter" or one.population >= _LARGE]
        firm = [one for one in known if one.kind in _RANKS]
        usual = {one.text for one in firm if one.official or has_arabic_letter(one.text)}
        for text in {one.text for one in known} & self._keys.keys() - self._between - _OTHERWISE_USED:
            if text not in self._firm and len(_bare(text)) < _LONG_WORD:
                continue
            self.sounds.add(text, self._keys[text], vowels_may_differ=text in usual)
            if text not in self._firm and len(self._keys[text]) == 1 and len(_bare(text)) >= _LONG_QUARTER:
                self.quarters.add(text, self._keys[text][0])


def _bare(text: str) -> str:
    return text.removeprefix("ال")


def _is_distinctive(spelling: Spelling) -> bool:
    known = spelling.kind == "quarter" or spelling.population >= _DISTINCTIVE
    long = " " not in spelling.text and len(_bare(spelling.text)) >= _LONG_WORD
    return known and long and spelling.text not in _OTHERWISE_USED


def _owners(spellings: list[Spelling]) -> tuple[str, ...]:
    """Who has a name: the first kind of place, and of communes one that is far larger than the others."""
    best = min(_RANKS.get(spelling.kind, _LAST) for spelling in spellings)
    population = {one.key: one.population for one in spellings if _RANKS.get(one.kind, _LAST) == best}
    largest, *others = sorted(population, key=lambda key: -population[key])
    if all(0 < _FAR_LARGER * population[other] <= population[largest] for other in others):
        return (largest,)
    return tuple(population)
