"""Which kind of service somebody asks for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from language.arabizi import to_arabic
from language.normalise import words

_FILE = Path(__file__).parent / "content" / "categories.yml"
_SHORTEST_STEM = 4
_GLUED_PREFIXES = ("وال", "بال", "فال", "كال", "لل", "ال", "ب", "ف", "ل", "و")


@dataclass(frozen=True)
class Category:
    """A category of the directory: its names, the topics it helps with, the words that ask for it."""

    key: str
    names: dict[str, str]
    topics: tuple[str, ...]
    words: frozenset[str]
    weak_words: frozenset[str]


@lru_cache(maxsize=1)
def categories() -> dict[str, Category]:
    """All categories of `content/categories.yml` by key."""
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {
        key: Category(
            key,
            entry["names"],
            tuple(entry["topics"]),
            _spellings(entry["words"]),
            _spellings(entry.get("weak", "")),
        )
        for key, entry in raw.items()
    }


def _spellings(text: str) -> frozenset[str]:
    return frozenset(" ".join(words(word.replace("-", " "))) for word in text.split())


def category_of_topic(topic: str | None) -> str | None:
    """The category whose services help with a topic."""
    return next((category.key for category in categories().values() if topic in category.topics), None)


def find_category(text: str) -> str | None:
    """The category whose words a text holds, the one with the most letters matched; None without any."""
    return _best(text, lambda category: category.words)


def guess_category(text: str) -> str | None:
    """Like `find_category`, by words that say little alone ("association", "papers")."""
    return _best(text, lambda category: category.weak_words)


def _best(text: str, words_of: Callable[[Category], frozenset[str]]) -> str | None:
    tokens = words(text)
    tokens += [word for word in words(to_arabic(text)) if word not in tokens]
    scores = {key: _matched_letters(words_of(category), tokens) for key, category in categories().items()}
    best = max(scores, key=lambda key: scores[key])
    return best if scores[best] else None


def _matched_letters(spellings: frozenset[str], tokens: list[str]) -> int:
    padded = f" {' '.join(tokens)} "
    phrases = [word for word in spellings if " " in word and f" {word}" in padded]
    singles = {stem for token in tokens if (stem := _stem_in(spellings, token))}
    return sum(len(word) for word in {*phrases, *singles})


def _stem_in(stems: frozenset[str], token: str) -> str | None:
    forms = [token, *(token.removeprefix(p) for p in _GLUED_PREFIXES if token.startswith(p))]
    for form in forms:
        for length in range(len(form), 0, -1):
            stem = form[:length]
            if stem in stems and (length == len(form) or length >= _SHORTEST_STEM):
                return stem
    return None
