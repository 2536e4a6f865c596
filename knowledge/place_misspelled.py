"""Names of places that are not quite right: one letter off, or written as they sound."""

from dataclasses import dataclass

from knowledge.place_context import Message, is_after_preposition, is_barred, word_before
from knowledge.place_names import Names
from knowledge.place_spellings import stems
from knowledge.place_words import BEFORE_A_PLACE, KINDS_OF_PLACE, LINKS, NOT_MISSPELLED
from language.lexicon_words import DARIJA_WORDS, FOREIGN_WORDS
from language.normalise import has_arabic_letter

_KNOWN_WORDS = FOREIGN_WORDS | DARIJA_WORDS.keys() | set(DARIJA_WORDS.values()) | NOT_MISSPELLED
_SHORTEST_MISSPELLED = 5
_SHORTEST_SOUND = 4
_LONGEST_MISSPELLED = 4
_UNMISTAKABLE = 8
"""A misspelled name of one word with so many letters is found anywhere."""
_SHORT_MESSAGE = 4
_BEFORE_NAMES = BEFORE_A_PLACE | LINKS
_SHORTEST_STEM = 2


@dataclass(frozen=True)
class Misspelled:
    """So many words, without what is glued to them, and the place they mean."""

    length: int
    text: str
    key: str


def misspelled(names: Names, message: Message, start: int) -> Misspelled | None:
    """A place after a word such as "à", in a very short message, or of an unmistakable length; the longest name."""
    tokens = message.tokens
    after_preposition = is_after_preposition(tokens, start) or word_before(tokens, start) in KINDS_OF_PLACE
    expected = after_preposition or len(tokens) <= _SHORT_MESSAGE
    begins = expected or tokens[start] in names.first_words
    longest = _LONGEST_MISSPELLED if begins and _may_begin_name(tokens[start]) else 1
    for length in range(min(longest, len(tokens) - start), 0, -1):
        word = "".join(tokens[start : start + length])
        if is_barred(message, start, length, word):
            continue
        unmistakable = begins if length > 1 else len(word) >= _UNMISTAKABLE
        if (expected or unmistakable) and (key := _meant(names, word, several=length > 1)):
            return Misspelled(length, word, key)
    for stem in stems(tokens[start]) if tokens[start] not in _KNOWN_WORDS else ():
        if stem.says_place and stem.faithful and (key := _meant(names, stem.word, several=False)):
            return Misspelled(1, stem.word, key)
    return None


def _may_begin_name(token: str) -> bool:
    return token not in _BEFORE_NAMES and not (len(token) <= _SHORTEST_STEM and has_arabic_letter(token))


def _meant(names: Names, word: str, several: bool) -> str | None:
    """The place whose name is one letter off; else the one that sounds so, if no other town is one letter off."""
    if len(word) < _SHORTEST_SOUND or {word, word.removeprefix("ال")} & _KNOWN_WORDS or names.keys(word):
        return None
    if len(word) >= _SHORTEST_MISSPELLED and (key := names.near.only_key(word, several)):
        return key
    key = names.sounds.only_key(word, several) or names.quarters.only_key(word, several)
    return key if key and not names.near.keys(word) - {key} else None
