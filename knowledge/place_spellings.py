"""Spellings: what is glued to a name, and names that differ by one letter."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from language.normalise import has_arabic_letter

_GLUED_ARTICLE = ("وبال", "وفال", "بال", "فال", "لل", "بل", "فل")
_GLUED = ("وب", "وف", "ول", "ب", "ف", "ل")
_GLUED_OTHERWISE = ("ال", "و")
_GLUED_TO_TOWNS = ("دل", "د", "من")
_ALIKE = (
    ("bni", "beni", "bani"),
    ("ouled", "oulad", "wlad"),
    ("my", "moulay"),
    ("sid", "sidi"),
    ("ain", "3in"),
    ("اولاد", "ولاد"),
    ("ابن", "بن"),
)
_GLUED_LATIN = "fbl"
_GLUED_LATIN_TO_TOWNS = "d"
_SHORTEST_STEM = 2
_LONG = 6
"""One letter of difference is little only in words of so many letters, without the article."""


@dataclass(frozen=True)
class Stem:
    """A word without what is glued to it.

    `says_place`: what was glued says, like "à", that a place may follow. `faithful`: only a preposition was taken away,
    and no article came or went, so that "الصباح" (the morning) can be told from the commune "صباح"; else only a town
    may follow, as after "of" ("دطنجة", "dnador"): too many words begin with its letter.
    """

    word: str
    says_place: bool = False
    faithful: bool = True


def stems(word: str) -> Iterator[Stem]:
    """The word, then the word without what Arabic and Darija glue to it ("فطنجة", "fcasa")."""
    yield Stem(word)
    if not has_arabic_letter(word):
        if word[0] in _GLUED_LATIN and len(word) > _SHORTEST_STEM + 1:
            yield Stem(word[1:], says_place=True)
        if word[0] in _GLUED_LATIN_TO_TOWNS and len(word) > _SHORTEST_STEM + 1:
            yield Stem(word[1:], says_place=True, faithful=False)
        return
    for prefix in (*_GLUED_ARTICLE, *_GLUED_OTHERWISE, *_GLUED, *_GLUED_TO_TOWNS):
        if not word.startswith(prefix) or len(word) - len(prefix) < _SHORTEST_STEM:
            continue
        rest, says_place = word[len(prefix) :], prefix != "ال"
        yield Stem(rest, says_place, faithful=prefix in _GLUED)
        if prefix not in _GLUED_OTHERWISE:
            yield Stem("ال" + rest, says_place, faithful=prefix in _GLUED_ARTICLE)


def variants(name: str) -> Iterator[str]:
    """The same name with its first word in the other spellings that are in use ("Bni Drar", "Beni Drar")."""
    first, space, rest = name.partition(" ")
    for alike in _ALIKE:
        if space and first in alike:
            yield from (f"{other} {rest}" for other in alike if other != first)


class OneLetterOff:
    """Spellings that differ from a word by one letter: dropped, added, replaced or swapped with its neighbour.

    Words are compared without spaces.
    """

    def __init__(self) -> None:
        """Without spellings; see `add`."""
        self._keys: dict[str, str] = {}
        self._several: set[str] = set()
        self._similar: dict[str, set[str]] = defaultdict(set)

    def add(self, spelling: str, key: str) -> None:
        """Look for this spelling of the place with that key too."""
        joined = spelling.replace(" ", "")
        self._keys[joined] = key
        if joined != spelling:
            self._several.add(joined)
        for form in _shortened(joined):
            self._similar[form].add(joined)

    def keys(self, word: str) -> set[str]:
        """The places of all spellings of six letters or more that are so near."""
        return {self._keys[spelling] for spelling in self._near(word) if len(spelling) >= _LONG}

    def only_key(self, word: str, several: bool = False) -> str | None:
        """The place, if no other is so near, and a misspelling is likely: the first letter is right, the word is long.

        "manger" is not "Tanger". `several`: only spellings of several words.
        """
        near = self._near(word)
        likely = any(
            spelling[0] == word[0]
            and max(len(_bare(spelling)), len(_bare(word))) >= _LONG
            and (spelling in self._several or not several)
            for spelling in near
        )
        keys = {self._keys[spelling] for spelling in near}
        return keys.pop() if likely and len(keys) == 1 else None

    def _near(self, text: str) -> list[str]:
        word = text.replace(" ", "")
        similar = {spelling for form in _shortened(word) for spelling in self._similar.get(form, ())}
        return [spelling for spelling in similar if OSA.distance(spelling, word, score_cutoff=1) <= 1]


def _shortened(word: str) -> set[str]:
    """The word and the word without each of its letters: two words one letter apart have one of these in common."""
    return {word} | {word[:index] + word[index + 1 :] for index in range(len(word))}


def _bare(word: str) -> str:
    """The word without the article."""
    return word.removeprefix("ال") or word
