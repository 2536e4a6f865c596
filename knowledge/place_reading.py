"""Which words of a text are names of places."""

from dataclasses import dataclass, replace

from knowledge.place_names import Names
from knowledge.place_spellings import Stem, stems
from knowledge.place_words import (
    BEFORE_A_PLACE,
    BEHIND_A_PLACE,
    KINDS_OF_PLACE,
    LINKS,
    NOT_ALONE,
    NOT_MISSPELLED,
    OF_A_PERSON,
    ORDINARY,
    STREETS,
)
from language.lexicon_words import DARIJA_WORDS, FOREIGN_WORDS
from language.normalise import has_arabic_letter

_KNOWN_WORDS = FOREIGN_WORDS | DARIJA_WORDS.keys() | NOT_MISSPELLED
_SHORTEST_MISSPELLED = 5
_LONGEST_MISSPELLED = 4
_UNMISTAKABLE = 8
"""A misspelled name of one word with so many letters is found anywhere."""
_SHORT_MESSAGE = 2
_SHORTEST_GLUED = 5


@dataclass(frozen=True)
class Span:
    """`length` words from `start` name one of the places; not `certain`: only if its town or quarter stands beside."""

    start: int
    length: int
    text: str
    keys: tuple[str, ...]
    certain: bool

    def is_beside(self, other: "Span") -> bool:
        """Whether at most one word stands between the two."""
        first, second = sorted((self, other), key=lambda span: span.start)
        return second.start - first.start - first.length <= 1


@dataclass(frozen=True)
class _Context:
    """What stands around a name: a word or prefix like "à", a kind of place or street, nothing."""

    after_preposition: bool
    with_kind: bool
    after_street: bool
    alone: bool
    glued: bool

    @classmethod
    def of(cls, tokens: list[str], start: int, length: int, stem: Stem) -> "_Context":
        before = _word_before(tokens, start)
        return cls(
            after_preposition=stem.says_place or _is_after_preposition(tokens, start),
            with_kind=before in KINDS_OF_PLACE
            or "".join(tokens[start + length : start + length + 1]) in BEHIND_A_PLACE,
            after_street=before in STREETS,
            alone=len(tokens) == length,
            glued=stem.word != tokens[start],
        )


def read_names(names: Names, tokens: list[str]) -> list[Span]:
    """The spans of a text in their order; none overlap."""
    spans: list[Span] = []
    start = 0
    while start < len(tokens):
        span = _exact(names, tokens, start)
        if span is None or not names.is_firm(span.text):
            misspelled = _misspelled(names, tokens, start)
            span = misspelled if misspelled and (span is None or misspelled.length > span.length) else span
        if span:
            spans.append(span)
        start += span.length if span else 1
    return spans


def _exact(names: Names, tokens: list[str], start: int) -> Span | None:
    """The longest name that is certain here, else one that would be if its town stands beside."""
    doubtful: Span | None = None
    for stem in stems(tokens[start]):
        for length in range(min(names.longest(stem.word), len(tokens) - start), 0, -1):
            name = " ".join([stem.word, *tokens[start + 1 : start + length]])
            span = Span(start, length, name, names.keys(name), certain=True)
            if not span.keys or _is_rather_another(names, tokens[start], stem, span):
                continue
            if _is_meant(names, name, _Context.of(tokens, start, length, stem)):
                return span
            doubtful = doubtful or replace(span, certain=False)
    return doubtful


def _is_rather_another(names: Names, token: str, stem: Stem, span: Span) -> bool:
    """Whether a word is something else when nothing is taken away from it: "التمارة" is "السمارة", misspelled."""
    if stem.word == token:
        return False
    if token in NOT_MISSPELLED:
        return True
    if names.is_firm(span.text):
        return span.length == 1 and bool(names.near.keys(token) - set(span.keys))
    return not stem.faithful


def _is_meant(names: Names, name: str, context: _Context) -> bool:
    """Whether the name means a place here. Most communes and quarters sound like words or people."""
    if names.is_firm(name):
        return name not in NOT_ALONE or context.after_preposition or context.with_kind or context.alone
    if context.after_street:
        return False
    if name in ORDINARY or names.is_between(name):
        return context.with_kind
    several = " " in name and name.split(" ", 1)[0] not in OF_A_PERSON
    if context.glued and not several:
        return context.after_preposition and len(name) >= _SHORTEST_GLUED
    return several or context.after_preposition or context.with_kind or context.alone


def _misspelled(names: Names, tokens: list[str], start: int) -> Span | None:
    """A town one letter off, after a word such as "à", in a very short message, or of an unmistakable length."""
    after_preposition = _is_after_preposition(tokens, start) or _word_before(tokens, start) in KINDS_OF_PLACE
    expected = after_preposition or len(tokens) <= _SHORT_MESSAGE
    begins = expected or tokens[start] in names.first_words
    longest = _LONGEST_MISSPELLED if begins or len(tokens) <= _LONGEST_MISSPELLED else 1
    for length in range(1, min(longest, len(tokens) - start) + 1):
        word = "".join(tokens[start : start + length])
        unmistakable = begins if length > 1 else len(word) >= _UNMISTAKABLE
        if (expected or unmistakable or len(tokens) == length) and (
            key := _one_letter_off(names, word, several=length > 1)
        ):
            return Span(start, length, word, (key,), certain=True)
    for stem in stems(tokens[start]) if has_arabic_letter(tokens[start]) else ():
        if stem.says_place and stem.faithful and (key := _one_letter_off(names, stem.word, several=False)):
            return Span(start, 1, stem.word, (key,), certain=True)
    return None


def _one_letter_off(names: Names, word: str, several: bool) -> str | None:
    if len(word) < _SHORTEST_MISSPELLED or word in _KNOWN_WORDS or names.keys(word):
        return None
    return names.near.only_key(word, several)


def _is_after_preposition(tokens: list[str], start: int) -> bool:
    return start > 0 and tokens[start - 1] in BEFORE_A_PLACE


def _word_before(tokens: list[str], start: int) -> str:
    """The nearest word before that does not only link a kind of place to its name; "" if there is none."""
    before = start - 1
    while before > 0 and tokens[before] in LINKS:
        before -= 1
    return tokens[before] if before >= 0 else ""
