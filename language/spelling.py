"""The letters and words of a text as numbers: what a classifier sees of its spelling."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Self

import numpy
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer, TfidfVectorizer

from language.packed_texts import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

Analyzer = Callable[[str], list[str]]
_RUNS = (3, 4)
"""How many letters are read together; pairs as well would take half as long again to learn and tell nothing more."""
_MOST_LETTERS = 40_000
_MOST_WORDS = 80_000
_LETTERS_AT_LEAST_IN = 2


class Spelling:
    """Which runs of letters and words there are and how telling each is; several classifiers can share one."""

    def __init__(self, letters: TfidfVectorizer, words: TfidfVectorizer) -> None:
        """Both are fitted."""
        self._letters = letters
        self._words = words
        self._last: tuple[str, NDArray[Any], NDArray[Any]] | None = None

    @classmethod
    def learn(cls, lines: Sequence[str]) -> tuple[Self, csr_matrix]:
        """From many texts, each as one line of words; also gives their rows."""
        letters, by_letters = _learn_letters(lines)
        words = TfidfVectorizer(analyzer=_words, max_features=_MOST_WORDS, sublinear_tf=True, dtype=numpy.float32)
        return cls(letters, words), csr_matrix(hstack([by_letters, words.fit_transform(lines)]))

    def rows(self, lines: Sequence[str]) -> csr_matrix:
        """One row of features per line."""
        return csr_matrix(hstack([self._letters.transform(lines), self._words.transform(lines)]))

    def features(self, line: str) -> "tuple[NDArray[Any], NDArray[Any]]":
        """The features of one line that are not 0: values and columns. The last line is kept for whoever asks next.

        The same as its row; scikit-learn takes several times longer to check one text than to read it.
        """
        last = self._last
        if last is None or last[0] != line:
            letters, words = _features(self._letters, line), _features(self._words, line)
            columns = numpy.concatenate([letters[1], words[1] + len(self._letters.vocabulary_)])
            last = line, numpy.concatenate([letters[0], words[0]]), columns
            self._last = last
        return last[1], last[2]

    def arrays(self) -> "dict[str, NDArray[Any]]":
        """Everything it consists of, for `numpy.savez`."""
        return {
            "letters_terms": pack(self._letters.get_feature_names_out()),
            "letters_weights": self._letters.idf_,
            "words_terms": pack(self._words.get_feature_names_out()),
            "words_weights": self._words.idf_,
        }

    @classmethod
    def of(cls, arrays: "Mapping[str, NDArray[Any]]") -> Self:
        """From what `arrays` gave. Raises KeyError when something is missing."""
        return cls(
            _fitted(_letters, unpack(arrays["letters_terms"]), arrays["letters_weights"]),
            _fitted(_words, unpack(arrays["words_terms"]), arrays["words_weights"]),
        )


def _learn_letters(lines: Sequence[str]) -> tuple[TfidfVectorizer, csr_matrix]:
    """What `TfidfVectorizer` learns with the analyzer "char_wb", which reads a word anew each time that it is said.

    Here its runs of letters are counted once: those of a text are the sum of its words'.
    """
    said, runs = CountVectorizer(analyzer=str.split), CountVectorizer(analyzer=_runs_of)
    texts = said.fit_transform(lines)
    counts = csr_matrix(texts @ runs.fit_transform(said.get_feature_names_out()), dtype=numpy.float32)
    telling = numpy.flatnonzero(counts.getnnz(axis=0) >= _LETTERS_AT_LEAST_IN)
    often = numpy.asarray(counts.sum(axis=0)).ravel()[telling]
    kept = numpy.sort(telling[(-often).argsort()[:_MOST_LETTERS]])
    weights = TfidfTransformer(sublinear_tf=True)
    rows = weights.fit_transform(counts[:, kept])
    return _fitted(_letters, runs.get_feature_names_out()[kept].tolist(), weights.idf_), rows


def _letters(line: str) -> list[str]:
    return [run for word in line.split() for run in _runs_of(word)]


def _runs_of(word: str) -> tuple[str, ...]:
    """The runs of letters of a word and the spaces around it; a word shorter than a run is one itself, once."""
    padded = f" {word} "
    runs: list[str] = []
    for length in _RUNS:
        runs += [padded[start : start + length] for start in range(max(1, len(padded) - length + 1))]
        if len(padded) <= length:
            break
    return tuple(runs)


def _words(line: str) -> list[str]:
    """Words and pairs of neighbours."""
    said = line.split()
    return said + [f"{first} {second}" for first, second in pairwise(said)]


def _features(fitted: TfidfVectorizer, line: str) -> "tuple[NDArray[Any], NDArray[Any]]":
    vocabulary = fitted.vocabulary_
    counts = Counter(vocabulary[term] for term in fitted.build_analyzer()(line) if term in vocabulary)
    columns = numpy.fromiter(counts.keys(), dtype=numpy.int64, count=len(counts))
    often = numpy.fromiter(counts.values(), dtype=numpy.float32, count=len(counts))
    values = (1 + numpy.log(often)) * fitted.idf_[columns]
    length = float(numpy.linalg.norm(values))
    return (values / length if length else values), columns


def _fitted(analyzer: Analyzer, terms: Sequence[str], weights: "NDArray[Any]") -> TfidfVectorizer:
    columns = {term: column for column, term in enumerate(terms)}
    made = TfidfVectorizer(analyzer=analyzer, vocabulary=columns, sublinear_tf=True, dtype=numpy.float32)
    made.idf_ = weights
    return made
