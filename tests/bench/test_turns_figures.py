"""What measured turns come to, and how it is told."""

import os
import subprocess
import sys

import pytest

from bench.turns.figures import Block, compare, figures, percentile
from bench.turns.load import Turn
from bench.turns.processes import family_memory, family_processor
from bench.turns.report import Report


def block(system: str, people: int, milliseconds: list[float], memory: int = 1_000_000) -> Block:
    """Two seconds with one turn after another."""
    return Block(system, people, 2.0, [Turn(one / 1000, True) for one in milliseconds], 0.1, memory)


def test_percentiles_lie_between_neighbours_and_nothing_has_none() -> None:
    assert percentile([30, 10, 20], 50) == 20
    assert percentile(list(range(101)), 95) == 95
    assert percentile([1, 2], 50) == 1.5
    assert percentile([7], 95) == 7
    assert percentile([], 50) is None


def test_failed_turns_are_counted_and_neither_fast_nor_slow() -> None:
    turns = [Turn(0.010, True), Turn(0.030, True), Turn(60, False, "ReadTimeout"), Turn(0.001, True, "HTTP 500")]
    found = figures([Block("one", 4, 2.0, turns, 0.2, 0)])
    assert (found.answered, found.faults) == (2, {"ReadTimeout": 1, "HTTP 500": 1})
    assert found.p50_ms == pytest.approx(20)
    assert found.per_second == 1
    assert found.processor_ms == pytest.approx(50), "failed ones cost too"


def test_turns_that_ended_late_count_for_their_time_but_not_for_the_rate() -> None:
    found = figures([Block("one", 2, 2.0, [Turn(0.1, True), Turn(3.0, False)], 0.1, 0)])
    assert (found.answered, found.per_second) == (2, 0.5)
    assert found.p50_ms == pytest.approx(1550)


def test_rounds_are_taken_together() -> None:
    found = figures([block("one", 1, [10, 10]), block("one", 1, [30, 30, 30, 30])])
    assert found.per_second == 1.5
    assert found.p50_ms == pytest.approx(30)


def test_a_ratio_above_1_is_better_for_the_first_and_each_round_has_its_own() -> None:
    ours, theirs = (
        [block("a", 1, [10] * 8), block("a", 1, [10] * 6)],
        [block("b", 1, [40] * 2), block("b", 1, [40] * 3)],
    )
    found = compare(ours, theirs)
    assert found.per_second == pytest.approx(14 / 5)
    assert found.per_second_of_rounds == [4, 2]
    assert (found.p50, found.p95) == (pytest.approx(4), pytest.approx(4))


def test_a_system_that_answers_nothing_has_no_times_and_no_ratio() -> None:
    nothing = Block("b", 1, 2.0, [Turn(1, True, "HTTP 500")], 0.1, 0)
    found = compare([block("a", 1, [10])], [nothing])
    assert (found.per_second, found.p50, found.per_second_of_rounds) == (None, None, [])
    assert "–" in Report.of(("a", "b"), [block("a", 1, [10]), nothing]).text()


def test_the_report_has_a_line_for_each_system_and_number_of_people_with_ratios_faults_and_memory() -> None:
    failed = Block("b", 8, 2.0, [Turn(0.2, True), Turn(0.1, True, "no reply")], 0.3, 3_000_000)
    blocks = [block("a", 1, [10, 10]), block("b", 1, [40]), block("a", 8, [50, 50], 2_000_000), failed]
    lines = Report.of(("a", "b"), blocks).text().splitlines()
    cells = [line.split() for line in lines]
    assert ["a", "1", "2", "0", "10", "10", "1.0", "50.0"] in cells
    assert ["b", "8", "1", "1", "200", "200", "0.5", "150.0"] in cells
    assert "Failed: b, 8 people: 1 × no reply" in lines
    assert ["8", "people", "2.0", "2.0–2.0", "4.0", "4.0", "3.0"] in cells
    assert ["a", "2"] in cells and ["b", "3"] in cells


def test_memory_and_processor_are_those_of_the_process_and_of_all_it_started() -> None:
    memory, processor = family_memory(os.getpid()), family_processor(os.getpid())
    program = """
import sys, time
held = b"x" * 60_000_000
while time.process_time() < 0.3: pass
print(flush=True)
sys.stdin.read()
"""
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None and child.stdin is not None
        child.stdout.readline()
        more_memory, more_processor = family_memory(os.getpid()) - memory, family_processor(os.getpid()) - processor
        child.stdin.close()
    assert memory > 0
    assert more_memory > 55_000_000
    assert more_processor > 0.25
