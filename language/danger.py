"""Hears immediate danger in a message, without Rasa: so that it also works when the engine is down."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from language.reading import read

_FILE = Path(__file__).parent / "lexicon" / "danger.yml"
_GAP = r"(?: \S+){0,3}?"
KINDS = ("sea", "medical", "suicide", "violence", "captive", "arrest", "child", "general")


@dataclass(frozen=True)
class _Signs:
    by_kind: dict[str, re.Pattern[str]]
    look_alike: re.Pattern[str]


def _word(alternatives: str) -> str:
    spellings = [
        re.escape(spelling.removesuffix("=")) + ("" if spelling.endswith("=") else r"\S*")
        for spelling in alternatives.split("|")
    ]
    return f" (?:{'|'.join(spellings)})(?= )"


def _sequence(sign: str) -> str:
    return _GAP.join(_word(alternatives) for alternatives in sign.split())


@lru_cache(maxsize=1)
def _signs() -> _Signs:
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    by_kind = {kind: re.compile("|".join(map(_sequence, raw["signs"][kind]))) for kind in KINDS}
    return _Signs(by_kind, re.compile("|".join(map(_sequence, raw["look_alikes"]))))


def find_danger(text: str) -> str | None:
    """The kind of danger a message speaks of, one of KINDS; None when it shows no sign.

    Kinds with their own number (sea, medical) come first. Figures of speech and things that "die" are not danger.
    """
    padded = f" {' '.join(read(text).words)} "
    signs = _signs()
    if signs.look_alike.search(padded):
        return None
    return next((kind for kind, pattern in signs.by_kind.items() if pattern.search(padded)), None)
