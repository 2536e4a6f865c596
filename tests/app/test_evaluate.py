"""The command `dalil evaluate` with made-up answers; tests/stack shows it with a running stack."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.commands import evaluation
from app.evaluation import answers
from app.settings import ROOT, Settings, settings
from reply.gold import Message
from tests.app.evaluation.samples import got

ASKED: dict[str, Any] = {"id": "1", "text": "is there a doctor", "kind": "question", "article": "health.doctor"}
PLAIN = {"id": "2", "text": "bonjour"}


class Stack:
    """Answers every message with the same article, as the real one would write it."""

    def __init__(self) -> None:
        self.answered: list[str] = []

    def answer_all(self, _: Settings, messages: list[Message], target: Path) -> list[dict[str, Any]]:
        self.answered = [message.text for message in messages]
        rows = [got(article="health.doctor", id=message.id) for message in messages]
        target.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return rows


@pytest.fixture(autouse=True)
def stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stack]:
    made_up = Stack()
    monkeypatch.setattr(answers, "answer_all", made_up.answer_all)
    monkeypatch.setenv("DALIL_DATA", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    yield made_up
    settings.cache_clear()


def write(name: str, *rows: dict[str, Any]) -> str:
    Path(name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return name


def ids(name: str) -> list[str]:
    return [json.loads(line)["id"] for line in Path(name).read_text(encoding="utf-8").splitlines()]


def test_rows_without_what_is_right_are_answered_without_a_report(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", write("in", PLAIN), "out"]) == 0
    assert ids("out") == ["2"]
    assert capsys.readouterr() == ("", "")


def test_a_report_is_printed_when_rows_say_what_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", write("in", ASKED, PLAIN), "out"]) == 0
    assert ids("out") == ["1", "2"]
    assert capsys.readouterr().out.startswith("2 messages; it is known what is right for 1 of them.\n")


def test_several_files_are_answered_in_their_order() -> None:
    assert main(["evaluate", write("b", ASKED), write("a", PLAIN), "out"]) == 0
    assert ids("out") == ["1", "2"]


def test_a_report_is_written_to_a_new_folder_with_a_picture(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", write("in", ASKED), "out", "--report", "new/report"]) == 0
    assert sorted(file.name for file in Path("new/report").iterdir()) == ["report.json", "report.png", "report.txt"]
    assert Path("new/report/report.txt").read_text(encoding="utf-8") == capsys.readouterr().out


def test_without_matplotlib_a_report_with_picture_is_refused_before_anything_starts(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(evaluation, "find_spec", lambda _: None)
    assert main(["evaluate", write("in", ASKED), "out", "--report", "report"]) == 1
    assert capsys.readouterr().err.startswith("dalil: report.png needs matplotlib, which is not installed")
    assert stack.answered == [] and not Path("report").exists()
    assert main(["evaluate", "in", "out", "--report", "report", "--no-picture"]) == 0
    assert sorted(file.name for file in Path("report").iterdir()) == ["report.json", "report.txt"]


def test_text_and_json_do_not_need_matplotlib() -> None:
    code = "import sys, app.evaluation.report_files, app.commands.evaluation; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_report_without_anything_to_compare_is_refused_before_anything_starts(
    stack: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", write("in", PLAIN), "out", "--report", "report"]) == 1
    assert "no row says what is right" in capsys.readouterr().err
    assert stack.answered == []


def test_messages_are_never_overwritten_by_answers_but_old_answers_are(
    stack: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", write("a", ASKED), write("b", PLAIN)]) == 1
    assert "b holds messages and would be overwritten" in capsys.readouterr().err
    assert ids("b") == ["2"] and stack.answered == []
    assert main(["evaluate", "a", "b", "out"]) == 0
    assert main(["evaluate", "a", "out"]) == 0
    assert ids("out") == ["1"]


@pytest.mark.parametrize(("name", "said"), [("missing", "missing"), ("bad", "bad, line 1: ")])
def test_a_file_that_cannot_be_used_ends_the_command_with_a_sentence_and_exit_code_1(
    name: str, said: str, stack: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    write("bad", {"id": "1"})
    assert main(["evaluate", name, "out"]) == 1
    error = capsys.readouterr().err
    assert error.startswith("dalil: ") and said in error and len(error.splitlines()) == 1
    assert stack.answered == [] and not Path("out").exists()
