"""What labels that were given are worth, and what the processes of a measurement hand to each other."""

from dataclasses import replace
from pathlib import Path

import pytest

from bench.classifiers.candidates import CANDIDATES
from bench.classifiers.figures import figures
from bench.classifiers.table import figures_table, table
from bench.classifiers.trial import FoldResult, Task, Trial, read_trial, write
from bench.classifiers.try_candidate import try_fold

RIGHT = ["a", "a", "a", "b"]
VARIETIES = ["French", "English", "English", "English"]
TRIAL = Trial(
    "always a",
    {
        0: FoldResult({0: "a", 1: "a"}, 1.0, 2.0, 0.2, 1_000_000),
        1: FoldResult({2: "a", 3: "a"}, 3.0, 4.0, 0.2, 3_000_000),
    },
    50_000_000,
)


def test_a_candidate_that_always_says_the_same_is_told_by_the_rare_label() -> None:
    found = figures(TRIAL, RIGHT, VARIETIES)
    assert found.accuracy == pytest.approx(3 / 4)
    assert found.macro_f1 == pytest.approx((6 / 7 + 0) / 2)
    assert found.accuracy_of_folds == [1, 0.5]
    assert found.accuracy_of_varieties == {"French": 1, "English": pytest.approx(2 / 3)}


def test_costs_are_per_message_and_on_average_over_folds() -> None:
    found = figures(TRIAL, RIGHT, VARIETIES)
    assert found.milliseconds_a_message == pytest.approx(100)
    assert (found.seconds_to_learn, found.elapsed_to_learn, found.megabytes_kept) == (2, 3, 2)


def test_texts_of_a_fold_that_was_not_judged_do_not_count() -> None:
    found = figures(replace(TRIAL, folds={0: TRIAL.folds[0]}), RIGHT, VARIETIES)
    assert (found.texts, found.accuracy, found.seconds_to_learn) == (2, 1, 1)


def test_a_trial_is_read_as_it_was_written(tmp_path: Path) -> None:
    write(TRIAL, tmp_path / "trial.json")
    assert read_trial(tmp_path / "trial.json") == TRIAL


def test_what_is_judged_is_never_learned() -> None:
    task = Task(["one", "two", "three"], ["a", "b", "a"], [0, 1, 2], [1])
    assert task.learned_in(1) == (["one", "three"], ["a", "a"])
    assert task.judged_in(1) == [1]


@pytest.mark.parametrize("candidate", CANDIDATES)
def test_every_candidate_learns_what_is_easy(candidate: str) -> None:
    texts = [f"{word} {rest}" for word in ("merci", "bonjour", "médecin") for rest in "un deux trois quatre".split()]
    labels = [label for label in ("thank", "greet", "health") for _ in range(4)]
    task = Task(texts, labels, [0, 1, 1, 1] * 3, [0])
    result = try_fold(candidate, task, 0)
    assert result.given == {0: "thank", 4: "greet", 8: "health"}
    assert result.bytes_kept > 0


def test_the_table_gives_every_candidate_its_line_and_leaves_out_what_was_not_seen() -> None:
    text = figures_table([figures(TRIAL, RIGHT, VARIETIES)])
    assert text.count("always a") == 2
    assert "0.750" in text
    assert "0.500–1.000" in text


def test_columns_of_a_table_end_under_each_other() -> None:
    assert table([("", "lines"), ("greet", "7")]) == "       lines\ngreet      7"
