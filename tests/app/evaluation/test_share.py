"""Shares and how sure they are."""

import pytest

from app.evaluation.share import Share, share


@pytest.mark.parametrize(
    ("counted", "number", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_that_of_the_literature(counted: int, number: int, low: float, high: float) -> None:
    """The examples of Newcombe (1998), "Two-sided confidence intervals for the single proportion", method 3."""
    assert Share(counted, number).interval == pytest.approx((low, high), abs=0.00005)


def test_a_perfect_share_is_not_taken_for_certain() -> None:
    low, high = Share(12, 12).interval
    assert (round(low, 2), high) == (0.76, 1.0)


def test_true_results_are_counted_and_no_results_have_no_share() -> None:
    assert share([True, False, True, True]) == Share(3, 4)
    assert Share(3, 4).value == 0.75
    assert share([]) is None
