"""What `dalil evaluate` says about an input file that it cannot use; nothing is started for that."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from app.evaluate import evaluate, judged
from app.problems import Problem
from app.settings import Settings
from reply import Choice, Reply, Trace
from tests.running_stack import DALIL

GOOD = '{"id": "1", "text": "bonjour"}'


def problem_with(tmp_path: Path, content: str | bytes) -> str:
    source = tmp_path / "in.jsonl"
    source.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(Problem) as caught:
        evaluate(Settings(data=tmp_path / "data"), source, tmp_path / "out.jsonl")
    return str(caught.value)


@pytest.mark.parametrize(
    "bad",
    [
        "bonjour",
        '{"id": "2", "text": "cut o',
        '{"id": "2"}',
        '{"text": "bonjour"}',
        "[1, 2]",
        "null",
        '"text"',
        '{"id": "2", "text": null}',
    ],
)
def test_a_bad_row_is_named_by_file_and_line(tmp_path: Path, bad: str) -> None:
    sentence = problem_with(tmp_path, f"{GOOD}\n\n{bad}\nbad too\n")
    assert "in.jsonl" in sentence and "line 3" in sentence


def test_a_file_in_another_encoding_is_a_problem_with_a_sentence(tmp_path: Path) -> None:
    assert "in.jsonl" in problem_with(tmp_path, '{"id": "1", "text": "école"}'.encode("latin-1"))


@pytest.mark.parametrize("separator", ["\u2028", "\u0085"])
def test_a_text_may_hold_any_character_that_json_allows(tmp_path: Path, separator: str) -> None:
    row = json.dumps({"id": "1", "text": f"a{separator}b"}, ensure_ascii=False)
    assert "line 2" in problem_with(tmp_path, f"{row}\nbad\n")


def test_a_missing_file_ends_the_command_with_a_sentence_and_exit_code_1(tmp_path: Path) -> None:
    done = subprocess.run(
        [DALIL, "evaluate", "missing.jsonl", "out.jsonl"],
        cwd=tmp_path,
        env={**os.environ, "DALIL_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "missing.jsonl" in done.stderr and done.stderr.startswith("dalil: ")
    assert not (tmp_path / "out.jsonl").exists()


def test_choices_of_an_unsure_answer_are_reported_by_article_in_their_order() -> None:
    offered = (
        Choice("A", '/ask_health{"article": "health.emergency"}'),
        Choice("B", '/ask_health{"article": "health.hiv_tb"}'),
        Choice("C", "/menu"),
    )
    unsure = judged(Reply("Which?", "en", offered, trace=Trace("ambiguous", "ask_health", 0.123456)))
    assert unsure["choices"] == ["health.emergency", "health.hiv_tb"]
    assert unsure["article"] is None and unsure["confidence"] == 0.1235
    sure = judged(Reply("Yes.", "en", offered, trace=Trace("question", article="health.emergency")))
    assert (sure["article"], sure["choices"]) == ("health.emergency", [])
