"""A fitted linear model as plain numbers."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Linear:
    """The weights of a fitted linear model in 32 bits, one row per feature: a text touches only the rows it has."""

    weights: "NDArray[numpy.float32]"
    intercept: "NDArray[numpy.float32]"

    @classmethod
    def of(cls, fitted: Any) -> Self:
        """Of a model of scikit-learn."""
        weights, intercept = fitted.coef_, fitted.intercept_
        if len(intercept) == 1:  # of two labels, scikit-learn keeps the second one's weights only
            weights, intercept = numpy.vstack([-weights, weights]), numpy.concatenate([-intercept, intercept])
        return cls(numpy.ascontiguousarray(weights.T, dtype=numpy.float32), intercept.astype(numpy.float32))

    def scores(self, numbers: Any, columns: Any) -> "NDArray[numpy.float64]":
        """One score per label for features given by their values and columns."""
        scores: NDArray[numpy.float64] = (numbers @ self.weights[columns] + self.intercept).astype(numpy.float64)
        return scores
