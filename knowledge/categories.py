"""Which kind of service somebody asks for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.word_lists import matched_letters, readings, spellings

_FILE = Path(__file__).parent / "content" / "categories.yml"


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
            spellings(entry["words"]),
            spellings(entry.get("weak", "")),
        )
        for key, entry in raw.items()
    }


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
    tokens = readings(text)
    scores = {key: matched_letters(words_of(category), tokens) for key, category in categories().items()}
    best = max(scores, key=lambda key: scores[key])
    return best if scores[best] else None
