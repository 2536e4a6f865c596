"""In which fold a text is judged."""

from collections import Counter

import numpy
import pytest

from bench.classifiers.folds import FOLDS, chance_folds, grouped_folds, groups, near_others

CHANCE = numpy.random.default_rng(0)
SUBJECTS = 20


def around(centres: numpy.ndarray, each: int) -> numpy.ndarray:
    """Vectors of length 1, so many near each centre."""
    rows = numpy.repeat(centres, each, axis=0) + CHANCE.normal(scale=0.01, size=(len(centres) * each, centres.shape[1]))
    return (rows / numpy.linalg.norm(rows, axis=1, keepdims=True)).astype(numpy.float32)


def test_identical_texts_are_in_one_group_even_when_their_vectors_are_not_quite_the_same() -> None:
    vectors = around(numpy.eye(SUBJECTS, 32), 8)
    meanings = ["the same", *(f"text {number}" for number in range(158)), "the same"]
    group = groups(meanings, vectors)
    assert group[0] == group[-1]
    assert len(set(group)) > 1


def test_texts_of_like_vectors_are_judged_in_one_fold() -> None:
    vectors = around(numpy.eye(SUBJECTS, 32), 8)
    fold = grouped_folds(groups([f"text {number}" for number in range(len(vectors))], vectors))
    assert near_others(chance_folds(len(vectors)), vectors) == 1
    assert near_others(fold, vectors) < 0.5


def test_the_groups_of_the_same_texts_are_always_the_same() -> None:
    vectors = around(numpy.eye(SUBJECTS, 32), 8)
    meanings = [f"text {number}" for number in range(len(vectors))]
    assert groups(meanings, vectors) == groups(meanings, vectors)


def test_a_group_is_never_in_two_folds_and_no_fold_is_empty() -> None:
    group = [number // 5 for number in range(60)]
    fold = grouped_folds(group)
    assert len(set(zip(group, fold, strict=True))) == len(set(group))
    assert set(fold) == set(range(FOLDS))


def test_fewer_groups_than_folds_are_refused() -> None:
    with pytest.raises(ValueError, match="n_splits"):
        grouped_folds([0, 0, 1, 1])


def test_folds_by_chance_are_equally_large_and_always_the_same() -> None:
    assert Counter(chance_folds(31)).most_common(1)[0][1] == 11
    assert chance_folds(31) == chance_folds(31)
    assert chance_folds(31) != sorted(chance_folds(31))
