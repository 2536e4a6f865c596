"""Which questions read alike: by the letters of the words that carry their subject, cheap and always the same."""

from collections import Counter, defaultdict
from collections.abc import Container, Hashable
from typing import Generic, TypeVar

from language.content_words import content_words
from language.normalise import words

ALIKE = 0.55
"""From this likeness (0 to 1) on two questions count as one. The same question in other words is not found: groups are
too small rather than mixed."""
_LETTERS = 3
Owner = TypeVar("Owner", bound=Hashable)
Letters = frozenset[str]


def letters_of(question: str) -> Letters:
    """What a question is compared by: every three letters in a row of its words, fillers left out."""
    said = content_words(question) or words(question)
    padded = (f" {word} " for word in said)
    return frozenset(word[at : at + _LETTERS] for word in padded for at in range(len(word) - _LETTERS + 1))


def likeness(one: Letters, other: Letters) -> float:
    """From 0 (nothing in common) to 1 (the same words, in whatever order)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def is_alike(one: str, other: str) -> bool:
    """True when two questions count as the same."""
    return likeness(letters_of(one), letters_of(other)) >= ALIKE


class Leaders(Generic[Owner]):
    """Questions that stand for a group each; finds the one that a new question is most like."""

    def __init__(self) -> None:
        """None yet."""
        self._owners: list[Owner] = []
        self._sizes: list[int] = []
        self._with: dict[str, list[int]] = defaultdict(list)

    def add(self, owner: Owner, question: str) -> None:
        """From now on `owner` is found by this question."""
        letters = letters_of(question)
        for part in letters:
            self._with[part].append(len(self._owners))
        self._owners.append(owner)
        self._sizes.append(len(letters))

    def most_like(self, question: str, among: Container[Owner] | None = None) -> Owner | None:
        """Whose question reads most like this one, the first added of several; None when none is alike.

        With `among`, only these owners count.
        """
        letters = letters_of(question)
        common = Counter(number for part in letters for number in self._with.get(part, ()))
        scores = (
            (2 * count / (len(letters) + self._sizes[number]), -number)
            for number, count in common.items()
            if among is None or self._owners[number] in among
        )
        best, number = max(scores, default=(0.0, 0))
        return self._owners[-number] if best >= ALIKE else None
