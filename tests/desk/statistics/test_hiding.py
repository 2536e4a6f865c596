"""Small counts are hidden, and stay hidden when everything else is known."""

import hmac
import itertools

import pytest

from desk.statistics.hiding import FEW, Hiding, Shown, share
from desk.statistics.pictures import bars

UP, DOWN = Hiding(lambda _: "0", ""), Hiding(lambda _: "4", "")
"""Rounded up whenever there is something to round, and down."""


@pytest.mark.parametrize(
    ("count", "down", "up"),
    [
        (0, "0", "0"),
        (1, "< 5", "< 5"),
        (4, "< 5", "< 5"),
        (5, "5", "5"),
        (6, "5", "10"),
        (9, "5", "10"),
        (1003, "1000", "1005"),
    ],
)
def test_few_are_hidden_and_the_rest_is_rounded_up_or_down(count: int, down: str, up: str) -> None:
    assert (str(DOWN.shown(count)), str(UP.shown(count))) == (down, up)


def test_the_chance_is_fair_and_the_same_for_the_same_cell_but_not_for_another_period() -> None:
    cells = [str(number) for number in range(5000)]
    hiding = Hiding(keyed, "one")
    values = [hiding.shown(7, cell).value for cell in cells]
    assert sum(values) / len(values) == pytest.approx(7, abs=0.15)
    assert values == [Hiding(keyed, "one").shown(7, cell).value for cell in cells]
    assert values != [Hiding(keyed, "two").shown(7, cell).value for cell in cells]


def keyed(text: str) -> str:
    return hmac.digest(b"secret", text.encode(), "sha256").hex()


@pytest.mark.parametrize("others", [1, 2])
def test_a_hidden_count_is_never_the_difference_of_a_total_and_the_other_parts(others: int) -> None:
    """However the other parts and the total happen to be rounded, several hidden counts fit to all that is shown."""
    fitting: dict[tuple[str, ...], set[int]] = {}
    for hidden, *parts in itertools.product(range(1, FEW), *[range(5, 25)] * others):
        rounded = ({str(DOWN.shown(count)), str(UP.shown(count))} for count in (hidden + sum(parts), *parts))
        for seen in itertools.product(*rounded):
            fitting.setdefault(seen, set()).add(hidden)
    assert min(map(len, fitting.values())) >= 2


def test_a_picture_draws_all_hidden_counts_alike() -> None:
    drawn = {
        str(bars([[DOWN.shown(hidden), DOWN.shown(20)], [DOWN.shown(40), DOWN.shown(0)]], ["a", "b"]))
        for hidden in range(1, FEW)
    }
    assert len(drawn) == 1


def test_the_longest_bar_is_full_and_an_empty_one_has_no_parts() -> None:
    long, short, none = bars(
        [[DOWN.shown(30), DOWN.shown(10)], [DOWN.shown(20), DOWN.shown(0)], [DOWN.shown(0), DOWN.shown(0)]], ["a", "b"]
    )
    assert [(part.key, part.start, part.length) for part in long] == [("a", 0, 75), ("b", 75, 25)]
    assert [(part.key, part.start, part.length) for part in short] == [("a", 0, 50)]
    assert none == [] and bars([], ["a"]) == []


def test_a_share_is_only_told_of_enough() -> None:
    assert share(DOWN.shown(15), DOWN.shown(15), DOWN.shown(5)) == 75
    assert share(DOWN.shown(10), DOWN.shown(10), DOWN.shown(5)) is None
    assert share(Shown(0, few=True), Shown(0, few=True), DOWN.shown(100)) is None
