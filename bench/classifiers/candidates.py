"""The classifiers that are compared; each learns texts with labels and then gives one text its label."""

import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from language.encoder import encode, encode_one
from language.lessons import Lessons
from language.linear import Linear
from language.packed_texts import pack
from language.reading import read
from language.spelling import Spelling
from language.text_classifier import TextClassifier, learn

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Learned(Protocol):
    """What has learned."""

    def label(self, text: str) -> str:
        """The label that fits best."""

    def save(self, file: Path) -> None:
        """Write all it needs, uncompressed; the encoder's package is not part of it."""


class BySpelling:
    """A linear model over letters and words."""

    def __init__(self, model: Any, texts: Sequence[str], labels: Sequence[str]) -> None:
        """`model` is not fitted yet."""
        self._spelling, rows = Spelling.learn([_line(text) for text in texts])
        self._model = _Labelled(model.fit(rows, labels))

    def label(self, text: str) -> str:
        """See `Learned`."""
        return self._model.best(*self._spelling.features(_line(text)))

    def save(self, file: Path) -> None:
        """See `Learned`."""
        arrays: dict[str, Any] = {**self._model.arrays(), **self._spelling.arrays()}
        numpy.savez(file, **arrays)


class ByMeaning:
    """A linear model over sentence vectors."""

    def __init__(self, model: Any, texts: Sequence[str], labels: Sequence[str]) -> None:
        """`model` is not fitted yet."""
        self._model = _Labelled(model.fit(encode([read(text).meaning for text in texts]), labels))

    def label(self, text: str) -> str:
        """See `Learned`."""
        return self._model.best(encode_one(read(text).meaning), slice(None))

    def save(self, file: Path) -> None:
        """See `Learned`."""
        numpy.savez(file, **self._model.arrays())


class BySum:
    """Dalil's own: the standardised votes of both."""

    def __init__(self, classifier: TextClassifier) -> None:
        """`classifier` has learned."""
        self._classifier = classifier

    def label(self, text: str) -> str:
        """See `Learned`."""
        return self._classifier.labels[int(self._classifier.votes(text).argmax())]

    def save(self, file: Path) -> None:
        """See `Learned`."""
        self._classifier.save(file)


class _Labelled:
    """A fitted linear model with its labels."""

    def __init__(self, fitted: Any) -> None:
        self._labels = [str(label) for label in fitted.classes_]
        self._model = Linear.of(fitted)

    def best(self, values: "NDArray[Any]", columns: Any) -> str:
        return self._labels[int(self._model.scores(values, columns).argmax())]

    def arrays(self) -> dict[str, Any]:
        return {"labels": pack(self._labels), "weights": self._model.weights, "intercept": self._model.intercept}


def _line(text: str) -> str:
    return " ".join(read(text).words)


def _regression(strength: float, rounds: int) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=rounds)


def _quietly(make: Callable[[], Learned]) -> Learned:
    with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
        return make()


Learn = Callable[[Sequence[str], Sequence[str]], Learned]
CANDIDATES: dict[str, Learn] = {
    "letters and words, logistic regression": lambda texts, labels: _quietly(
        lambda: BySpelling(_regression(100, 30), texts, labels)
    ),
    "letters and words, linear SVM": lambda texts, labels: BySpelling(
        LinearSVC(C=0.5, tol=0.1, random_state=0), texts, labels
    ),
    "sentence vectors, logistic regression": lambda texts, labels: _quietly(
        lambda: ByMeaning(_regression(3, 30), texts, labels)
    ),
    "sum of both (Dalil)": lambda texts, labels: BySum(learn(Lessons.read(texts), labels)),
}
"""SVM and the regression over vectors are set as in `language.text_classifier`."""
