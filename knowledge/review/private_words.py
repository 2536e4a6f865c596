"""The words of `private_words.yml`, and the words of a text with the places where they stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from language.lexicon_words import DARIJA_WORDS, FOREIGN_WORDS, word_set
from language.normalise import has_arabic_letter, words

_FILE = Path(__file__).parent / "private_words.yml"
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u064b-\u065f\u0670])*")

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class PrivateWords:
    """See `private_words.yml` for what each list means."""

    name_follows: frozenset[Phrase]
    before_name: frozenset[str]
    title: frozenset[str]
    particle: frozenset[str]
    names: frozenset[str]
    number_of_king: frozenset[str]
    called_after: frozenset[str]
    street: frozenset[str]
    the_street: frozenset[str]
    house: frozenset[str]
    house_near_street: frozenset[str]
    ordinary: frozenset[str]

    def is_ordinary(self, word: "Word") -> bool:
        """True for a word that is no part of a name."""
        spelled = word.spelled
        return (
            spelled in self.ordinary
            or spelled in FOREIGN_WORDS
            or spelled in DARIJA_WORDS
            or (has_arabic_letter(spelled) and spelled[0] == "و" and spelled[1:] in self.ordinary)
        )


@lru_cache(maxsize=1)
def private_words() -> PrivateWords:
    """The lists, with the lexicon's words among the ordinary ones."""
    raw: dict[str, str] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    phrases = frozenset(tuple(words(entry.replace("-", " "))) for entry in raw.pop("name_follows").split())
    lists = {name: frozenset(word for entry in text.split() for word in words(entry)) for name, text in raw.items()}
    lists["ordinary"] |= word_set("fillers.txt") | frozenset(DARIJA_WORDS.values())
    return PrivateWords(name_follows=phrases, **lists)


@dataclass(frozen=True)
class Word:
    """A word of a text: how it is compared, where it stands, whether it begins with a capital letter."""

    spelled: str
    start: int
    end: int
    capital: bool


def words_in(text: str) -> list[Word]:
    """The words of a text in their order; digits are words, too. A text all in capital letters has none."""
    shouted = text.isupper()
    found = []
    for match in _WORD.finditer(text):
        spelled = "".join(words(match[0]))
        if spelled:
            found.append(Word(spelled, match.start(), match.end(), match[0][0].isupper() and not shouted))
    return found


def phrase_at(tokens: Sequence[Word], start: int, phrases: frozenset[Phrase]) -> int:
    """How many words from `start` on are the longest of some phrases; 0 for none."""
    longest = max(map(len, phrases))
    for length in range(min(longest, len(tokens) - start), 0, -1):
        if tuple(token.spelled for token in tokens[start : start + length]) in phrases:
            return length
    return 0
