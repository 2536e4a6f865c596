"""What stands around a name in a message, and what it says of it."""

import re
from dataclasses import dataclass

from knowledge.place_spellings import Stem
from knowledge.place_words import (
    BEFORE_A_PERSON,
    BEFORE_A_PLACE,
    BEHIND_A_PERSON,
    BEHIND_A_PLACE,
    DIRTY,
    FOR_IS_IN,
    KINDS_OF_PLACE,
    LINKS,
    NAME_WITH_ACCENT,
    NOT_AFTER,
    NOT_SET_OFF,
    SALTY,
    STREETS,
)
from language.normalise import tidy, words

_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = ".!?"
_SEPARATORS = ("", *",،;؛:.!?؟()-")


class Message:
    """The words of a message, and which of them are written as names: "Salé", not "sale"."""

    def __init__(self, text: str) -> None:
        """Read the text."""
        self.tokens = words(text)
        self._text = text

    def is_written_as_name(self, name: str) -> bool:
        """Whether the name has a capital in a sentence of small letters, an accent of its own, or commas around it."""
        text = tidy(self._text)
        found = [match for match in _WORD.finditer(text) if words(match[0]) == [name]]
        small = sum(match[0][0].islower() for match in _WORD.finditer(text))
        return any(
            match[0].casefold() in NAME_WITH_ACCENT
            or (match[0].istitle() and small > 1 and not _begins_sentence(text, match.start()))
            or (self._may_be_set_off(name) and _is_set_off(text, match))
            for match in found
        )

    def _may_be_set_off(self, name: str) -> bool:
        return name not in NOT_SET_OFF and not (name == "sale" and DIRTY.intersection(self.tokens))


def _is_set_off(text: str, match: re.Match[str]) -> bool:
    before, behind = text[: match.start()].rstrip()[-1:], text[match.end() :].lstrip()[:1]
    return before in _SEPARATORS and behind in _SEPARATORS


def _begins_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \"'«(-")
    return not before or before[-1] in _SENTENCE_END


@dataclass(frozen=True)
class Context:
    """What stands around a name.

    `after_preposition`: a word or prefix like "à". `with_kind`: a kind of place. `barred`: the words beside it say that
    it is a person or thing.
    """

    after_preposition: bool
    with_kind: bool
    after_street: bool
    alone: bool
    glued: bool
    barred: bool

    @classmethod
    def of(cls, message: Message, start: int, length: int, stem: Stem) -> "Context":
        """Look at the words before and behind."""
        tokens = message.tokens
        before, behind = word_before(tokens, start), "".join(tokens[start + length : start + length + 1])
        return cls(
            after_preposition=stem.says_place or is_after_preposition(tokens, start),
            with_kind=before in KINDS_OF_PLACE or behind in BEHIND_A_PLACE,
            after_street=before in STREETS,
            alone=len(tokens) == length,
            glued=stem.word != tokens[start],
            barred=is_barred(message, start, length, stem.word),
        )


def is_barred(message: Message, start: int, length: int, name: str) -> bool:
    """Whether the words beside a name say that it is no place: "Madame Benslimane", "for sale", "my tata"."""
    tokens = message.tokens
    before = tokens[start - 1] if start else ""
    if before in BEFORE_A_PERSON or "".join(tokens[start + length : start + length + 1]) in BEHIND_A_PERSON:
        return True
    if before == "is" and tokens[start - 2 : start - 1] == ["name"]:
        return True
    if length > 1 or before not in NOT_AFTER.get(name, ()):
        return False
    if before == "for" and FOR_IS_IN.intersection(tokens):
        return False
    return (name == "sale" and before in SALTY) or not message.is_written_as_name(name)


def is_after_preposition(tokens: list[str], start: int) -> bool:
    """Whether a place often follows the word before."""
    return start > 0 and tokens[start - 1] in BEFORE_A_PLACE


def word_before(tokens: list[str], start: int) -> str:
    """The nearest word before that does not only link a kind of place to its name; "" if there is none."""
    before = start - 1
    while before > 0 and tokens[before] in LINKS:
        before -= 1
    return tokens[before] if before >= 0 else ""
