"""Whether confidences tell the truth."""

import pytest

from app.evaluation.calibration import calibration
from app.evaluation.share import Share
from tests.app.evaluation.samples import gold, got, question


def test_answers_are_put_in_bins_of_their_confidence_and_empty_bins_left_out() -> None:
    found = calibration(
        [
            question("a.b", "a.b", 0.97),
            question("a.b", "a.b", 1.0),
            question("a.b", "a.c", 0.70),
            question("a.b", "a.b", 0.74),
        ]
    )
    assert found is not None and found.number == 4
    assert [(part.low, part.high, part.right) for part in found.bins] == [
        (0.7, 0.75, Share(1, 2)),
        (0.95, 1.0, Share(2, 2)),
    ]
    assert [part.mean_confidence for part in found.bins] == pytest.approx([0.72, 0.985])


def test_the_expected_error_is_the_distance_weighted_by_the_number_of_answers() -> None:
    found = calibration([question("a.b", "a.c", 0.7), *[question("a.b", "a.b", 0.9)] * 3])
    assert found is not None
    assert found.expected_error == pytest.approx((0.7 * 1 + 0.1 * 3) / 4)


def test_an_article_that_nobody_asked_for_is_wrong() -> None:
    found = calibration([(gold("out_of_scope"), got(article="a.b", confidence=0.8))])
    assert found is not None and found.bins[0].right == Share(0, 1)


@pytest.mark.parametrize(
    "pair",
    [
        (gold(), got(article="a.b")),
        (gold(article="a.b"), got(choices=["a.b"])),
        (gold(article="a.b"), got("emergency", article="a.b", urgent=True)),
        (gold("command", article="menu"), got("command", "menu")),
    ],
)
def test_only_articles_answered_as_certain_that_can_be_judged_count(pair: tuple) -> None:
    assert calibration([pair]) is None
