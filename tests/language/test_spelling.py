"""The letters and words of a text as numbers."""

import numpy
import pytest
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from language.spelling import Spelling

LINES = ["inscrire mon fils", "inscrire ma fille", "بغيت طبيب", "bghit tbib بغيت طبيب", "a doctor for my son"]


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    return Spelling.learn(LINES)[0]


def row_of(spelling: Spelling, line: str) -> "numpy.typing.NDArray[numpy.float64]":
    values, columns = spelling.features(line)
    width = spelling.rows(LINES).shape[1]
    return csr_matrix((values, ([0] * len(columns), columns)), shape=(1, width)).toarray()[0]


@pytest.mark.parametrize("line", [*LINES, "inscrire inscrire ma fille fille", "rien de connu?", "", "طبيب"])
def test_the_features_of_a_line_are_its_row(spelling: Spelling, line: str) -> None:
    numpy.testing.assert_allclose(row_of(spelling, line), spelling.rows([line]).toarray()[0], atol=1e-6)


def test_learning_gives_the_rows_of_what_was_learned() -> None:
    spelling, rows = Spelling.learn(LINES)
    numpy.testing.assert_allclose(rows.toarray(), spelling.rows(LINES).toarray(), atol=1e-6)


def test_runs_of_letters_are_learned_as_by_the_library_that_reads_each_word_anew() -> None:
    lines = [*LINES, "a", "", "fils fils fille", "é ß"]
    library = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 4), min_df=2, sublinear_tf=True, dtype=numpy.float32)
    expected = library.fit_transform(lines).toarray()
    spelling, rows = Spelling.learn(lines)
    assert spelling.arrays()["letters_weights"].tolist() == library.idf_.tolist()
    assert (rows.toarray()[:, : expected.shape[1]] == expected).all()


def test_a_kept_spelling_sees_the_same(spelling: Spelling) -> None:
    again = Spelling.of(spelling.arrays())
    for line in LINES:
        numpy.testing.assert_allclose(row_of(again, line), row_of(spelling, line), atol=1e-6)
