"""Finding towns and regions in free text: "à Oujda", "طنجة", "f casa", "Tanja"."""

from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import Place
from language.lexicon_words import DARIJA_WORDS, FOREIGN_WORDS
from language.normalise import has_arabic_letter, words

_LONGEST_NAME = 5
_BEFORE_A_PLACE = frozenset(
    "a au aux de d du en sur vers pres ville region in at near from to around city town f fe fi b l men mn 7da hda "
    "lmdina في ف ب من ل الي قرب مدينه حدا بمدينه فمدينه جهه".split()
)
_NOT_ALONE = frozenset(
    "safi sale sala tata fas souss nord sud oriental est sla azrou sofi اسفي سلا الشمال الشرق تاتا".split()
)
"""Spellings that are also ordinary words ("safi" is "enough"): they count only after a word such as "à"."""
_GLUED_PREFIXES = ("وبال", "وفال", "بال", "فال", "لل", "ال", "ب", "ف", "ل", "و")
_FUZZY_LETTERS = 5
_FUZZY_SCORE = 84.0
_FUZZY_MARGIN = 4.0


@dataclass(frozen=True)
class FoundPlace:
    """A place somebody named. `latitude` and `longitude` are its centre."""

    key: str
    type: str
    region_key: str
    latitude: float
    longitude: float
    names: dict[str, str]

    @property
    def canonical_name(self) -> str:
        """The French name, by which places are compared and reported."""
        return self.names["fr"]


class Gazetteer:
    """All spellings of all places, held in memory."""

    def __init__(self, places: list[Place]) -> None:
        """Where a town and a region share a spelling, the town has it."""
        self._places: dict[str, FoundPlace] = {}
        self._spellings: dict[str, str] = {}
        for place in sorted(places, key=lambda place: place.type == "region", reverse=True):
            official = {name.language: name.spelling for name in place.names if name.language}
            self._places[place.key] = FoundPlace(
                place.key, place.type, place.region_key, place.latitude, place.longitude, official
            )
            for name in place.names:
                self._spellings[" ".join(words(name.spelling))] = place.key

    @classmethod
    def from_database(cls, session: Session) -> "Gazetteer":
        """Read the places of the database."""
        return cls(list(session.scalars(select(Place))))

    def by_key(self, key: str) -> FoundPlace | None:
        """The place with that key."""
        return self._places.get(key)

    def by_name(self, name: str) -> FoundPlace | None:
        """The place with exactly that spelling."""
        key = self._spellings.get(" ".join(words(name)))
        return self._places[key] if key else None

    def towns(self) -> list[FoundPlace]:
        """All places but the regions."""
        return [place for place in self._places.values() if place.type != "region"]

    def find(self, text: str) -> list[FoundPlace]:
        """The places a text names, in its order, each once; exact spellings first, else a misspelling."""
        return self.read(text)[0]

    def read(self, text: str) -> tuple[list[FoundPlace], str]:
        """The places a text names and the words that are left without them."""
        tokens = words(text)
        found, rest = self._exact(tokens)
        if not found:
            found, rest = self._misspelled(tokens)
        return [self._places[key] for key in dict.fromkeys(found)], " ".join(rest)

    def _exact(self, tokens: list[str]) -> tuple[list[str], list[str]]:
        found: list[str] = []
        rest: list[str] = []
        start = 0
        while start < len(tokens):
            key, length = self._longest(tokens, start)
            if key:
                found.append(key)
            else:
                rest.append(tokens[start])
            start += length
        return found, rest

    def _longest(self, tokens: list[str], start: int) -> tuple[str | None, int]:
        for length in range(min(_LONGEST_NAME, len(tokens) - start), 0, -1):
            key = self._lookup(tokens, start, length)
            if key:
                return key, length
        return None, 1

    def _lookup(self, tokens: list[str], start: int, length: int) -> str | None:
        first, rest = tokens[start], tokens[start + 1 : start + length]
        after_preposition = start > 0 and tokens[start - 1] in _BEFORE_A_PLACE
        for stem, prefixed in _without_prefix(first):
            name = " ".join([stem, *rest])
            key = self._spellings.get(name)
            if key is None:
                continue
            alone = len(tokens) == length
            if name in _NOT_ALONE and not (after_preposition or alone or (prefixed and has_arabic_letter(first))):
                continue
            return key
        return None

    def _misspelled(self, tokens: list[str]) -> tuple[list[str], list[str]]:
        short = len(tokens) <= 2
        candidates = [tokens[0]] if tokens and short else []
        candidates += [after for before, after in pairwise(tokens) if before in _BEFORE_A_PLACE or short]
        for token in candidates:
            if len(token) < _FUZZY_LETTERS or token in FOREIGN_WORDS or token in DARIJA_WORDS:
                continue
            similar = [name for name in self._spellings if name[0] == token[0] and len(name) >= _FUZZY_LETTERS]
            matches = process.extract(token, similar, scorer=fuzz.ratio, limit=8)
            if not matches:
                continue
            best = matches[0]
            rival = next((m for m in matches if self._spellings[m[0]] != self._spellings[best[0]]), None)
            if best[1] >= _FUZZY_SCORE and (rival is None or best[1] - rival[1] >= _FUZZY_MARGIN):
                return [self._spellings[best[0]]], [other for other in tokens if other != token]
        return [], tokens


def _without_prefix(token: str) -> list[tuple[str, bool]]:
    """The token, then the token without what Arabic and Darija glue to it ("فطنجة", "fcasa")."""
    forms = [(token, False)]
    if has_arabic_letter(token):
        for prefix in _GLUED_PREFIXES:
            if token.startswith(prefix) and len(token) - len(prefix) >= 3:
                stem = token[len(prefix) :]
                forms += [(stem, True), ("ال" + stem, True)]
    elif token[0] in "fbl" and len(token) >= 5:
        forms.append((token[1:], True))
    return forms
