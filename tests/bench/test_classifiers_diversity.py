"""How different examples are from each other."""

import numpy
import pytest

from bench.classifiers.diversity import distinct, nearest


def test_the_same_line_twice_has_each_run_of_words_twice() -> None:
    assert distinct(["je cherche un médecin", "Je cherche un medecin !"], 2) == pytest.approx(0.5)


def test_lines_without_a_common_word_are_wholly_distinct() -> None:
    assert distinct(["where is it", "je cherche"], 1) == 1
    assert distinct(["where is it", "je cherche"], 2) == 1


def test_a_run_of_words_does_not_go_on_in_the_next_line() -> None:
    assert distinct(["salam", "bonjour"], 2) == 0


def test_the_nearest_vector_is_another_one() -> None:
    vectors = numpy.array([[1, 0], [1, 0], [0.6, 0.8]], dtype=numpy.float32)
    assert nearest(vectors).tolist() == pytest.approx([1, 1, 0.6])


def test_a_line_that_is_alone_is_near_to_none() -> None:
    assert nearest(numpy.array([[1, 0]], dtype=numpy.float32)).tolist() == [0]
