"""In which fold each text is judged: with its paraphrases, or by chance."""

import random
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy
from sklearn.cluster import MiniBatchKMeans
from sklearn.model_selection import GroupKFold

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDS = 3
NEAR = 0.95
"""Cosine of two sentence vectors from which two texts say nearly the same."""
_TEXTS_A_GROUP = 8


def groups(meanings: Sequence[str], vectors: "NDArray[numpy.float32]") -> list[int]:
    """The number of each text's group, about eight texts in each, by likeness of their vectors.

    `meanings` are what the vectors were made from: the same meaning is in the same group, whatever rounding does.
    """
    rows = {meaning: row for row, meaning in enumerate(meanings)}
    count = max(1, len(rows) // _TEXTS_A_GROUP)
    clusters = MiniBatchKMeans(count, random_state=0, n_init=1).fit_predict(vectors[list(rows.values())])
    group = dict(zip(rows, clusters.tolist(), strict=True))
    return [group[meaning] for meaning in meanings]


def grouped_folds(group: Sequence[int]) -> list[int]:
    """The number of the fold in which each text is judged; a group is in one fold. Raises ValueError below 3 groups."""
    fold = numpy.zeros(len(group), dtype=int)
    for number, (_, judged) in enumerate(GroupKFold(FOLDS).split(fold, groups=group)):
        fold[judged] = number
    return [int(number) for number in fold]


def chance_folds(count: int) -> list[int]:
    """The number of the fold in which each text is judged, whatever it says; always the same."""
    fold = [index % FOLDS for index in range(count)]
    random.Random(count).shuffle(fold)  # noqa: S311 - no secret
    return fold


def near_others(fold: Sequence[int], vectors: "NDArray[numpy.float32]") -> float:
    """The share of texts that have a nearly equal text in another fold: what grouping failed to keep together."""
    numbers = numpy.array(fold)
    parts = [(vectors[numbers == number], vectors[numbers != number]) for number in range(FOLDS)]
    near = sum(int(((own @ others.T).max(axis=1) > NEAR).sum()) for own, others in parts)
    return near / len(fold)
