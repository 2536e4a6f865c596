"""Which of many labels fits a text: one classifier for intents and for articles.

Two linear models vote. One reads letters and words and knows spellings; one reads the sentence vector and carries over
between languages. Neither alone is as good in every variety (docs/decisions/0004-understanding.md).
"""

import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy
from scipy.sparse import csr_matrix, hstack
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from language.encoder import encode, encode_one
from language.reading import read

if TYPE_CHECKING:
    from numpy.typing import NDArray

Vectors = Mapping[str, "NDArray[numpy.float32]"]
_LETTERS_AT_LEAST_IN = 2
_MOST_FEATURES = 80_000
_ROUNDS = 60
"""Of the optimiser: later rounds change the fifth digit and cost seconds."""


class TextClassifier:
    """Learns from labelled texts once and then gives every label a vote for a new text."""

    def __init__(
        self, texts: Sequence[str], labels: Sequence[str], known: Vectors | None = None, balanced: bool = False
    ) -> None:
        """Learn. `known` are sentence vectors (meaning → vector) of an earlier classifier, to encode only what is new.

        `balanced` gives rare labels the same weight as frequent ones. Raises ValueError for fewer than two labels.
        """
        weight = "balanced" if balanced else None
        readings = [read(text) for text in texts]
        lines = [" ".join(reading.words) for reading in readings]
        self.meanings = {text: reading.meaning for text, reading in zip(texts, readings, strict=True)}
        self.vectors = _vectors(list(self.meanings.values()), known or {})
        self._letters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), min_df=_LETTERS_AT_LEAST_IN, max_features=_MOST_FEATURES,
            sublinear_tf=True, dtype=numpy.float32,
        )  # fmt: skip
        self._words = TfidfVectorizer(
            ngram_range=(1, 2),
            max_features=_MOST_FEATURES,
            sublinear_tf=True,
            token_pattern=r"\S+",  # noqa: S106 - a pattern of words
            dtype=numpy.float32,
        )
        spelled = hstack([self._letters.fit_transform(lines), self._words.fit_transform(lines)]).tocsr()
        by_spelling = LinearSVC(C=0.5, class_weight=weight, random_state=0).fit(spelled, labels)
        meant = numpy.stack([self.vectors[reading.meaning] for reading in readings])
        with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
            by_meaning = LogisticRegression(C=30, max_iter=_ROUNDS, class_weight=weight)
            by_meaning.fit(meant.astype(numpy.float64), labels)
        self.labels: list[str] = [str(label) for label in by_spelling.classes_]
        self._spelling = _Linear(by_spelling)
        self._meaning = _Linear(by_meaning)

    def forget_vectors(self) -> None:
        """Drop the texts and their sentence vectors, which only a later classifier needs: a smaller file."""
        self.meanings = {}
        self.vectors = {}

    def votes(self, text: str) -> "NDArray[numpy.float64]":
        """One number per label, in the order of `labels`; the mean of all is 0, larger is likelier."""
        reading = read(text)
        line = [" ".join(reading.words)]
        spelled = csr_matrix(hstack([self._letters.transform(line), self._words.transform(line)]))
        meant = encode_one(reading.meaning)
        by_spelling = self._spelling.scores(spelled.data, spelled.indices)
        return standardised(by_spelling) + standardised(self._meaning.scores(meant, slice(None)))


class _Linear:
    """The weights of a fitted linear model in 32 bits, one row per feature: a text touches only the rows it has."""

    def __init__(self, fitted: Any) -> None:
        self._weights = numpy.ascontiguousarray(fitted.coef_.T, dtype=numpy.float32)
        self._intercept = fitted.intercept_.astype(numpy.float32)

    def scores(self, numbers: Any, columns: Any) -> "NDArray[numpy.float64]":
        """One score per label for features given by their values and columns."""
        scores: NDArray[numpy.float64] = (numbers @ self._weights[columns] + self._intercept).astype(numpy.float64)
        # Of two labels, scikit-learn keeps the second one's score only.
        return numpy.array([-scores[0], scores[0]]) if len(scores) == 1 else scores


def _vectors(meanings: list[str], known: Vectors) -> dict[str, Any]:
    new = sorted(set(meanings) - known.keys())
    fresh = dict(zip(new, encode(new), strict=True))
    return {meaning: known[meaning] if meaning in known else fresh[meaning] for meaning in meanings}


def standardised(scores: "NDArray[numpy.float64]") -> "NDArray[numpy.float64]":
    """Scores with mean 0 and deviation 1, so that several readers' votes can be added; all the same: zeros."""
    deviation = scores.std()
    return (scores - scores.mean()) / deviation if deviation else scores
