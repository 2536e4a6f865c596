"""The letters and words of a text as numbers: what a classifier sees of its spelling."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

import numpy
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from language.packed_texts import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_LETTERS: dict[str, Any] = {"analyzer": "char_wb", "ngram_range": (2, 4)}
_WORDS: dict[str, Any] = {"ngram_range": (1, 2), "token_pattern": r"\S+"}
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
        letters = _new(_LETTERS, min_df=_LETTERS_AT_LEAST_IN, max_features=_MOST_LETTERS)
        words = _new(_WORDS, max_features=_MOST_WORDS)
        rows = hstack([letters.fit_transform(lines), words.fit_transform(lines)])
        return cls(letters, words), csr_matrix(rows)

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
            _fitted(_LETTERS, unpack(arrays["letters_terms"]), arrays["letters_weights"]),
            _fitted(_WORDS, unpack(arrays["words_terms"]), arrays["words_weights"]),
        )


def _features(fitted: TfidfVectorizer, line: str) -> "tuple[NDArray[Any], NDArray[Any]]":
    vocabulary = fitted.vocabulary_
    counts = Counter(vocabulary[term] for term in fitted.build_analyzer()(line) if term in vocabulary)
    columns = numpy.fromiter(counts.keys(), dtype=numpy.int64, count=len(counts))
    often = numpy.fromiter(counts.values(), dtype=numpy.float32, count=len(counts))
    values = (1 + numpy.log(often)) * fitted.idf_[columns]
    length = float(numpy.linalg.norm(values))
    return (values / length if length else values), columns


def _new(how: dict[str, Any], **limits: int) -> TfidfVectorizer:
    return TfidfVectorizer(**how, **limits, sublinear_tf=True, dtype=numpy.float32)


def _fitted(how: dict[str, Any], terms: Sequence[str], weights: "NDArray[Any]") -> TfidfVectorizer:
    columns = {term: column for column, term in enumerate(terms)}
    made = TfidfVectorizer(**how, vocabulary=columns, sublinear_tf=True, dtype=numpy.float32)
    made.idf_ = weights
    return made
