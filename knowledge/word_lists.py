"""Lists of words in content files, and which of them a message holds."""

from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import product
from typing import TypeVar

from language.arabizi import to_arabic
from language.normalise import words

_SHORTEST_STEM = 4
_MOST_WORDS = 7
_GLUED_PREFIXES = ("وال", "بال", "فال", "كال", "لل", "ال", "ب", "ف", "ل", "و")

Meaning = TypeVar("Meaning")


def spellings(text: str) -> frozenset[str]:
    """The words of a content file, normalised.

    Hyphens join words that stand in a row, bars part alternatives for one of them ("sans-|la-carte" is "sans carte" and
    "sans la carte"). A full stop says that no longer word is meant: such a word ends with a space.
    """
    return frozenset(spelled for word in text.split() for spelled in _expanded(word))


def _expanded(word: str) -> Iterator[str]:
    for parts in product(*(part.split("|") for part in word.removesuffix(".").split("-"))):
        yield " ".join(words(" ".join(parts))) + (" " if word.endswith(".") else "")


def readings(text: str) -> list[str]:
    """The words of a text, and of Darija in Latin letters also in Arabic letters."""
    tokens = words(text)
    return tokens + [word for word in words(to_arabic(text)) if word not in tokens]


def matched_letters(spelled: frozenset[str], tokens: Sequence[str]) -> int:
    """How many letters of the words (or beginnings of words) of a list stand in a text."""
    padded = f" {' '.join(tokens)} "
    phrases = [word for word in spelled if " " in word and f" {word}" in padded]
    singles = {stem for token in tokens if (stem := _found(spelled, token))}
    return sum(len(word) for word in {*phrases, *singles})


def meanings(spelled: Mapping[str, Meaning], tokens: Sequence[str]) -> Iterator[Meaning]:
    """What the expressions of a text mean, in its order; of expressions that begin with the same word the longest."""
    start = 0
    while start < len(tokens):
        word, length = _longest(spelled, tokens[start : start + _MOST_WORDS])
        if word is not None:
            yield spelled[word]
        start += length


def _longest(spelled: Container[str], tokens: Sequence[str]) -> tuple[str | None, int]:
    for length in range(len(tokens), 0, -1):
        if word := _found(spelled, " ".join(tokens[:length])):
            return word, length
    return None, 1


def _found(spelled: Container[str], phrase: str) -> str | None:
    """The listed word that a phrase is, or begins with in its last word; with or without what is glued to the first."""
    for form in (phrase, *(phrase.removeprefix(p) for p in _GLUED_PREFIXES if phrase.startswith(p))):
        for whole in (form, f"{form} "):
            if whole in spelled:
                return whole
        for end in range(len(form) - 1, form.rfind(" ") + _SHORTEST_STEM, -1):
            if form[:end] in spelled:
                return form[:end]
    return None
