"""What kind of request a message is: the first step of understanding, for the engine and for danger without it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from language.text_classifier import TextClassifier

QUESTION = "ask_"
"""Prefix of all intents that are questions; as a kind, any of them."""
DANGER = "danger"
_DANGER_KIND = "danger_"
_SHARPNESS = 1.6
"""How fast a lower vote becomes improbable; chosen on the development set (docs/decisions/0004-understanding.md)."""
_HANDICAPS = {QUESTION: 0.6, "out_of_scope": -0.5}
"""Votes taken from a kind before kinds are compared. Questions have the most examples and would win every doubt; what
is out of scope has no end of subjects and would lose it."""


def kind_of(intent: str, danger: str) -> str:
    """The kind that an example of an intent teaches; `danger` is the kind of danger when that is the intent.

    All questions are one kind, or their many examples would drown the rest; dangers are several, for a drowning
    person says other things than a beaten one.
    """
    if intent.startswith(QUESTION):
        return QUESTION
    return _DANGER_KIND + danger if intent == DANGER else intent


def rank_kinds(classifier: "TextClassifier", text: str) -> dict[str, float]:
    """Kind → probability, of a classifier that learned kinds."""
    votes = classifier.votes(text)
    for kind, handicap in _HANDICAPS.items():
        votes[classifier.labels.index(kind)] -= handicap
    return dict(zip(classifier.labels, probabilities(votes).tolist(), strict=True))


def split_danger(kinds: Mapping[str, float]) -> tuple[dict[str, float], dict[str, float]]:
    """The kinds of request with `danger` as one of them, and the kinds of danger, each with its probability."""
    dangers = {kind.removeprefix(_DANGER_KIND): share for kind, share in kinds.items() if kind.startswith(_DANGER_KIND)}
    others = {kind: share for kind, share in kinds.items() if not kind.startswith(_DANGER_KIND)}
    return {**others, DANGER: sum(dangers.values())}, dangers


def probabilities(votes: "NDArray[numpy.float64]") -> "NDArray[numpy.float64]":
    """Votes as numbers from 0 to 1 whose sum is 1."""
    weights: NDArray[numpy.float64] = numpy.exp(_SHARPNESS * (votes - votes.max()))
    return numpy.asarray(weights / weights.sum())
