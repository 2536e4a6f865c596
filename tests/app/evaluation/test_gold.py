"""Reading the rows of an evaluation: what is wrong in them is named by file and line."""

import json
from pathlib import Path

import pytest

from app.evaluation.gold import read_messages
from app.problems import Problem
from app.settings import ROOT
from reply.gold import Gold, Message

GOOD = '{"id": "1", "text": "bonjour"}'


def read(tmp_path: Path, content: str | bytes) -> list[Message]:
    source = tmp_path / "in.jsonl"
    source.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_messages([source])


def problem_with(tmp_path: Path, content: str | bytes) -> str:
    with pytest.raises(Problem) as caught:
        read(tmp_path, content)
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


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", 3),
        ("variety", ["darija"]),
        ("language", 1),
        ("article", ["health.doctor"]),
        ("also", "health.doctor"),
        ("also", [1]),
        ("category", {}),
        ("place", False),
        ("look_alike", "no"),
        ("danger", True),
    ],
)
def test_a_field_of_a_wrong_type_is_named_with_file_and_line(tmp_path: Path, field: str, value: object) -> None:
    row = json.dumps({"id": "2", "text": "bonjour", "kind": "smalltalk", field: value})
    sentence = problem_with(tmp_path, f"{GOOD}\n{row}\n")
    assert "in.jsonl, line 2: " in sentence and field in sentence


def test_a_file_in_another_encoding_is_a_problem_with_a_sentence(tmp_path: Path) -> None:
    assert "in.jsonl" in problem_with(tmp_path, '{"id": "1", "text": "école"}'.encode("latin-1"))


@pytest.mark.parametrize("separator", ["\u2028", "\u0085"])
def test_a_text_may_hold_any_character_that_json_allows(tmp_path: Path, separator: str) -> None:
    row = json.dumps({"id": "1", "text": f"a{separator}b"}, ensure_ascii=False)
    assert [message.text for message in read(tmp_path, f"{row}\n")] == [f"a{separator}b"]


def test_a_row_without_a_kind_is_only_answered_whatever_else_it_has(tmp_path: Path) -> None:
    row = {"id": 7, "text": "bonjour", "language": 3, "note": "from a phone"}
    assert read(tmp_path, json.dumps(row)) == [Message(7, "bonjour")]


def test_a_row_with_a_kind_says_what_is_right_and_the_rest_may_be_left_out(tmp_path: Path) -> None:
    short = {"id": "1", "text": "bonjour", "kind": "smalltalk", "note": "from a phone"}
    whole = {
        "id": "2",
        "text": "doctor in Fes, he bleeds",
        "variety": "simple",
        "language": "en",
        "kind": "question",
        "article": "health.doctor",
        "also": ["health.emergency"],
        "category": None,
        "place": "Fès",
        "look_alike": False,
        "danger": "health",
    }
    first, second = read(tmp_path, f"{json.dumps(short)}\n{json.dumps(whole)}\n")
    assert first == Gold("1", "bonjour", "smalltalk")
    assert isinstance(second, Gold)
    assert (second.variety, second.language, second.kind, second.place) == ("simple", "en", "question", "Fès")
    assert second.articles == {"health.doctor", "health.emergency"}
    assert (second.danger, second.look_alike, second.category) == ("health", False, None)


@pytest.mark.parametrize("row", [{"id": "en-lookalike-1"}, {"id": "1", "look_alike": True}])
def test_a_look_alike_is_told_by_its_field_or_its_id(tmp_path: Path, row: dict[str, object]) -> None:
    (message,) = read(tmp_path, json.dumps({**row, "text": "this job kills me", "kind": "question"}))
    assert isinstance(message, Gold) and message.look_alike


def test_several_files_are_read_one_after_another(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("b.jsonl", "a.jsonl")]
    for number, file in enumerate(files):
        file.write_text(json.dumps({"id": number, "text": "x"}), encoding="utf-8")
    assert [message.id for message in read_messages(files)] == [0, 1]


def test_the_development_set_says_what_is_right_for_every_message() -> None:
    messages = read_messages(sorted((ROOT / "tests" / "data").glob("development_*.jsonl")))
    assert len(messages) >= 1218
    assert all(isinstance(message, Gold) and message.variety and message.language for message in messages)
