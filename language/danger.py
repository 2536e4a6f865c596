"""Hears immediate danger in a message, without Rasa: so that it also works when the engine is down."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from language.reading import read

_FILE = Path(__file__).parent / "lexicon" / "danger.yml"
_GAP = r"(?: \S+){0,3}?"
_SHORTEST_AFTER_AND = 4
_SHORT_LATIN = 3
_SHORT_OTHER = 2
KINDS = ("sea", "medical", "suicide", "violence", "captive", "arrest", "child", "general")


@dataclass(frozen=True)
class _Signs:
    by_kind: dict[str, re.Pattern[str]]
    look_alike: re.Pattern[str]
    explained: frozenset[str]
    """Kinds whose signs a look-alike explains."""


def _word(alternatives: str) -> str:
    return f" (?:{'|'.join(map(_spelling, alternatives.split('|')))})(?= )"


def _spelling(spelling: str) -> str:
    word = spelling.removesuffix("=")
    whole = spelling.endswith("=") or len(word) <= (_SHORT_LATIN if word.isascii() else _SHORT_OTHER)
    return re.escape(word) + ("" if whole else r"\S*")


def _sequence(sign: str) -> str:
    return _GAP.join(_word(alternatives) for alternatives in sign.split())


@lru_cache(maxsize=1)
def _signs() -> _Signs:
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    by_kind = {kind: re.compile("|".join(map(_sequence, raw["signs"][kind]))) for kind in KINDS}
    return _Signs(by_kind, re.compile("|".join(map(_sequence, raw["look_alikes"]))), frozenset(raw["explained"]))


def find_danger(text: str) -> str | None:
    """The kind of danger a message speaks of, one of KINDS; None when it shows no sign.

    Kinds with their own number (sea, medical) come first. Figures of speech and things that "die" are not danger.
    """
    padded = f" {' '.join(_unglued(word) for word in read(text).words)} "
    signs = _signs()
    heard = [kind for kind, pattern in signs.by_kind.items() if pattern.search(padded)]
    if signs.look_alike.search(padded):
        heard = [kind for kind in heard if kind not in signs.explained]
    return heard[0] if heard else None


def _unglued(word: str) -> str:
    """The word without the "and" that Arabic glues to it ("وتنزف": and she bleeds)."""
    return word[1:] if word.startswith("و") and len(word) > _SHORTEST_AFTER_AND else word
