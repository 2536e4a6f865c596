"""Spellings that sound or look the same: "wjda" and "oujda", "مكناص" and "مكناس", "كازابلنكا" and "كازابلانكا"."""

import re
from collections import defaultdict

from rapidfuzz.distance import OSA

from language.normalise import has_arabic_letter

_SOUNDS = (
    ("tch", "#"), ("sch", "#"), ("ch", "#"), ("sh", "#"), ("dj", "j"), ("kh", "x"), ("5", "x"), ("gh", "G"),
    ("rh", "G"), ("8", "G"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("7", "h"), ("3", ""), ("2", ""), ("ck", "k"),
    ("q", "k"), ("9", "k"), ("6", "t"), ("ou", "u"), ("w", "u"), ("o", "u"), ("y", "i"), ("e", "i"),
)  # fmt: skip
_SOFT = str.maketrans({"g": "j", "c": "s"})
_SCRIPT = str.maketrans("تطثضظدذصسقكياو", "ttttt" + "dd" + "sskk" + "iau")
_VOWELS = str.maketrans("", "", "aiu")
_SHORTEST, _SHORTEST_IN_SCRIPT = 5, 4
_FEWEST_CONSONANTS = 4
_ARTICLES = ("al", "el")
_LONG = 7
"""In words of so many letters two vowels may be missing, added or changed, in shorter ones one."""


def sound(word: str) -> str:
    """The word with one letter for all that sound or look alike; vowels stay, doubled letters and the article go."""
    if has_arabic_letter(word):
        text = re.sub("ه$", "ا", word.removeprefix("ال")).translate(_SCRIPT)
    else:
        text = re.sub(r"gu(?=[ei])", "G", word)
        text = re.sub(r"[gc](?=[eiy])", lambda soft: soft[0].translate(_SOFT), text)
        text = re.sub(r"(?<=[^aeiou])(e|h)$", "", text)
        for written, heard in _SOUNDS:
            text = text.replace(written, heard)
        text = text.replace("c", "k").replace("G", "g")
    return re.sub(r"(.)\1+", r"\1", text)


def _consonants(heard: str) -> str:
    return re.sub(r"(.)\1+", r"\1", heard.translate(_VOWELS))


class SameSound:
    """Spellings that sound as a word does, or have its consonants and first letter and differ by a vowel or two."""

    def __init__(self) -> None:
        """Without spellings; see `add`."""
        self._keys: dict[str, set[str]] = defaultdict(set)
        self._several: set[str] = set()
        self._by_consonants: dict[str, set[str]] = defaultdict(set)

    def add(self, spelling: str, keys: tuple[str, ...], vowels_may_differ: bool) -> None:
        """Listen for this spelling of the places with those keys too; words are compared without spaces."""
        article, space, rest = spelling.partition(" ")
        if space and article in _ARTICLES:
            self.add("l" + rest, keys, vowels_may_differ)
        heard = sound(spelling.replace(" ", ""))
        if len(heard) < (_SHORTEST_IN_SCRIPT if has_arabic_letter(spelling) else _SHORTEST):
            return
        self._keys[heard] |= set(keys)
        self._several |= {heard} if " " in spelling else set()
        if vowels_may_differ and len(consonants := _consonants(heard)) >= _FEWEST_CONSONANTS:
            self._by_consonants[consonants].add(heard)

    def only_key(self, word: str, several: bool = False) -> str | None:
        """The place, if no other sounds so. `several`: only names of several words."""
        heard = sound(word)
        alike = [heard] if heard in self._keys else self._with_other_vowels(heard)
        keys = {key for other in alike if other in self._several or not several for key in self._keys[other]}
        return keys.pop() if len(keys) == 1 else None

    def _with_other_vowels(self, heard: str) -> list[str]:
        return [
            other
            for other in self._by_consonants.get(_consonants(heard), ())
            if other[0] == heard[0] and OSA.distance(heard, other) <= (2 if min(len(heard), len(other)) >= _LONG else 1)
        ]
