"""Hears immediate danger in a message, without Rasa: so that it also works when the engine is down."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from language.normalise import is_number
from language.reading import read

_FILE = Path(__file__).parent / "lexicon" / "danger.yml"
_GAP = r"(?: \S+){0,3}?"
_SHORTEST_AFTER_AND = 4
_SHORT_LATIN = 3
_SHORT_OTHER = 2
_LIKELY = 0.3
_LIKELY_WITH_SIGN = 0.01
"""From which probability on a message is danger, even against a likelier kind. Both are low: a number too many costs a
line, a number too few can cost a life (docs/decisions/0004-understanding.md)."""
KINDS = ("sea", "medical", "suicide", "violence", "captive", "arrest", "child", "general")


@dataclass(frozen=True)
class _Signs:
    pattern: re.Pattern[str]
    look_alikes: re.Pattern[str] | None
    """Matches the text before a sign when that ends in a figure of speech."""

    def heard_in(self, padded: str) -> bool:
        """True when a sign stands in the text and nothing right before it shows that it is a figure of speech."""
        return any(
            self.look_alikes is None or not self.look_alikes.search(padded[: sign.start()] + " ")
            for sign in self.pattern.finditer(padded)
        )


def _word(alternatives: str) -> str:
    return f" (?:{'|'.join(map(_spelling, alternatives.split('|')))})(?= )"


def _spelling(spelling: str) -> str:
    word = spelling.removesuffix("=")
    whole = spelling.endswith("=") or len(word) <= (_SHORT_LATIN if word.isascii() else _SHORT_OTHER)
    return re.escape(word) + ("" if whole else r"\S*")


def _sequence(sign: str) -> str:
    return _GAP.join(_word(alternatives) for alternatives in sign.split())


@lru_cache(maxsize=1)
def _signs() -> dict[str, _Signs]:
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {
        kind: _Signs(
            re.compile("|".join(map(_sequence, raw["signs"][kind]))), _just_before(raw["look_alikes"].get(kind, ""))
        )
        for kind in KINDS
    }


def _just_before(look_alikes: str) -> re.Pattern[str] | None:
    if not look_alikes:
        return None
    return re.compile(_word("|".join(look_alikes.split())) + r"(?: \S+)? $")


def judge_danger(text: str, likely: Mapping[str, float]) -> str | None:
    """The kind of danger a message speaks of, one of KINDS, or None; by its signs and by what a classifier thinks.

    `likely` is kind → probability. One that is learned knows what no list of signs can hold, a sign is understood
    where nothing was learned: each makes the other surer.
    """
    if is_number(text):  # the number of a choice that is no longer there
        return None
    sign = find_danger(text)
    if sum(likely.values()) < (_LIKELY_WITH_SIGN if sign else _LIKELY):
        return None
    return sign if sign and sign != "general" else max(likely, key=lambda kind: likely[kind])


def find_danger(text: str) -> str | None:
    """The kind of danger a message speaks of, one of KINDS; None when it shows no sign.

    Kinds with their own number (sea, medical) come first. Figures of speech ("ce match va me tuer") are not danger.
    """
    padded = f" {' '.join(_unglued(word) for word in read(text).words)} "
    return next((kind for kind, signs in _signs().items() if signs.heard_in(padded)), None)


def _unglued(word: str) -> str:
    """The word without the "and" that Arabic glues to it ("وتنزف": and she bleeds)."""
    return word[1:] if word.startswith("و") and len(word) > _SHORTEST_AFTER_AND else word
