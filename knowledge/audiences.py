"""For whom services are, and whether a message says that its writer belongs to them."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.word_lists import meanings, readings, spellings

_FILE = Path(__file__).parent / "content" / "audiences.yml"
STATUS = "status"
"""Kind of audiences that differ by the papers a person has."""


@dataclass(frozen=True)
class Audience:
    """A group of people: its kind (`STATUS` or "person"), its names, the words by which people name it.

    `unless` are expressions that hold such words and mean something else.
    """

    key: str
    kind: str
    names: dict[str, str]
    words: frozenset[str]
    unless: frozenset[str]


@lru_cache(maxsize=1)
def audiences() -> dict[str, Audience]:
    """All audiences of `content/audiences.yml` by key."""
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {
        key: Audience(key, entry["kind"], entry["names"], spellings(entry["words"]), spellings(entry.get("unless", "")))
        for key, entry in raw.items()
    }


def find_audiences(text: str) -> frozenset[str]:
    """The audiences whose words a text holds. Of expressions inside each other only the longest counts.

    So "ليس لدي إقامة" (I have no residence card) is not "لدي إقامة" (I have one).
    """
    return frozenset(key for key in meanings(_by_word(), readings(text)) if key)


@lru_cache(maxsize=1)
def _by_word() -> dict[str, str | None]:
    """The audience of each word; None for expressions that hold such words and mean something else."""
    found: dict[str, str | None] = {}
    for audience in audiences().values():
        found |= dict.fromkeys(audience.words, audience.key) | dict.fromkeys(audience.unless)
    return found
