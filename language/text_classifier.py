"""Which of many labels fits a text: one classifier for intents, articles and kinds of service.

Two linear models vote. One reads letters and words and knows spellings; one reads the sentence vector and carries over
between languages. Neither alone is as good in every variety (docs/decisions/0004-understanding.md).
"""

import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from zipfile import BadZipFile

import numpy
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

from language.encoder import encode_one
from language.lessons import Lessons, Vectors
from language.linear import Linear
from language.packed_texts import pack, unpack
from language.reading import read
from language.spelling import Spelling
from language.vector_file import is_chosen

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TOLERANCE = 0.1
_FEW = 50
_ROUNDS_FOR_SPELLING, _ROUNDS_FOR_MEANING = 5, 30
"""Of the optimisers: later rounds change nothing that could be measured and cost half of the time."""


@dataclass(frozen=True)
class TextClassifier:
    """Gives every label a vote for a text. Made by `learn`; kept as plain numbers, readable by any scikit-learn."""

    labels: list[str]
    spelling: Spelling
    by_spelling: Linear
    by_meaning: Linear
    vectors: Vectors = field(default_factory=dict)
    """The sentence vectors that were learned, by meaning; only a later classifier needs them."""
    meanings: Mapping[str, str] = field(default_factory=dict)
    """Text whose sentence vector was learned → what the vector was made from."""

    def votes(self, text: str) -> "NDArray[numpy.float64]":
        """One number per label, in the order of `labels`; the mean of all is 0, larger is likelier."""
        reading = read(text)
        spelled = self.by_spelling.scores(*self.spelling.features(" ".join(reading.words)))
        meant = self.by_meaning.scores(encode_one(reading.meaning), slice(None))
        return standardised(spelled) + standardised(meant)

    def save(self, file: Path | BinaryIO, with_spelling: bool = True) -> None:
        """Write what `votes` needs; the spelling can be left out where it is another classifier's too."""
        arrays: dict[str, Any] = {
            "labels": pack(self.labels),
            "spelling_weights": self.by_spelling.weights,
            "spelling_intercept": self.by_spelling.intercept,
            "meaning_weights": self.by_meaning.weights,
            "meaning_intercept": self.by_meaning.intercept,
            **(self.spelling.arrays() if with_spelling else {}),
        }
        numpy.savez(file, **arrays)

    @classmethod
    def load(cls, file: Path | BytesIO, spelling: Spelling | None = None) -> "TextClassifier":
        """Read what `save` wrote, with another's spelling where it was left out.

        Raises ValueError for a file that is something else; runs no code from it.
        """
        try:
            with numpy.load(file, allow_pickle=False) as kept:
                return cls(
                    labels=unpack(kept["labels"]),
                    spelling=spelling or Spelling.of(kept),
                    by_spelling=Linear(kept["spelling_weights"], kept["spelling_intercept"]),
                    by_meaning=Linear(kept["meaning_weights"], kept["meaning_intercept"]),
                )
        except (OSError, EOFError, BadZipFile, KeyError) as error:
            raise ValueError(f"no classifier: {type(error).__name__}") from error


def learn(lessons: Lessons, labels: Sequence[str], balanced: bool = False) -> TextClassifier:
    """Learn a label for each text; `balanced` gives rare labels the same weight as frequent ones.

    Raises ValueError for fewer than two labels.
    """
    weight = "balanced" if balanced else None
    by_spelling = _fit_spelling(lessons.rows, labels, weight)
    chosen = _chosen(lessons.texts, labels)
    vectors = lessons.vectors(chosen)
    meant = numpy.stack([vectors[lessons.meanings[index]] for index in chosen])
    return TextClassifier(
        labels=[str(label) for label in by_spelling.classes_],
        spelling=lessons.spelling,
        by_spelling=Linear.of(by_spelling),
        by_meaning=Linear.of(_fit_meanings(meant, [labels[index] for index in chosen], weight)),
        vectors=vectors,
        meanings={lessons.texts[index]: lessons.meanings[index] for index in chosen},
    )


def _chosen(texts: Sequence[str], labels: Sequence[str]) -> list[int]:
    """Which texts' meanings are learned; all of a label that has few."""
    numbers = Counter(labels)
    return [
        index
        for index, (text, label) in enumerate(zip(texts, labels, strict=True))
        if numbers[label] < _FEW or is_chosen(text)
    ]


def _fit_spelling(rows: csr_matrix, labels: Sequence[str], weight: str | None) -> LinearSVC:
    machine = LinearSVC(C=0.5, class_weight=weight, tol=_TOLERANCE, max_iter=_ROUNDS_FOR_SPELLING, random_state=0)
    with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
        return machine.fit(rows, labels)


def _fit_meanings(meant: "NDArray[numpy.float32]", labels: Sequence[str], weight: str | None) -> LogisticRegression:
    """One core only: whoever else works on this machine goes on answering."""
    with warnings.catch_warnings(action="ignore", category=ConvergenceWarning), threadpool_limits(1):
        return LogisticRegression(C=3, max_iter=_ROUNDS_FOR_MEANING, class_weight=weight).fit(meant, labels)


def standardised(scores: "NDArray[numpy.float64]") -> "NDArray[numpy.float64]":
    """Scores with mean 0 and deviation 1, so that several readers' votes can be added; all the same: zeros."""
    deviation = scores.std()
    return (scores - scores.mean()) / deviation if deviation else scores
