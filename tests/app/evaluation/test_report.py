"""The report as text, JSON and picture."""

import json
from pathlib import Path

import pytest

from app.evaluation.measures import Pair
from app.evaluation.report import Report, make_report
from app.evaluation.report_files import write_report
from app.evaluation.report_json import as_json
from app.evaluation.report_text import as_text
from reply.gold import Message
from tests.app.evaluation.samples import gold, got, mixed

PNG = b"\x89PNG\r\n\x1a\n"


def report_of(pairs: list[Pair]) -> Report:
    report = make_report([message for message, _ in pairs], [answer for _, answer in pairs])
    assert report is not None
    return report


def line_of(text: str, beginning: str) -> list[str]:
    """The words of the first line that begins so."""
    return next(line for line in text.splitlines() if line.strip().startswith(beginning)).split()


def test_messages_of_which_nothing_is_known_are_counted_but_not_judged() -> None:
    report = make_report([Message("0", "x"), gold("smalltalk")], [got(), got("smalltalk")])
    assert report is not None
    assert as_text(report).startswith("2 messages; it is known what is right for 1 of them.\n")
    assert make_report([Message("0", "x")], [got()]) is None


def test_the_text_names_share_interval_number_and_target_and_marks_what_misses_it() -> None:
    text = as_text(report_of(mixed()))
    missed = "right article first 0.500 0.095 to 0.905 2 MISSED at least 0.85, 0.75 in each variety"
    assert line_of(text, "right article first ") == missed.split()
    assert line_of(text, "danger found") == "danger found 1.000 0.207 to 1.000 1 at least 0.98".split()
    assert line_of(text, "confidently wrong") == "confidently wrong 0.500 0.095 to 0.905 2 MISSED at most 0.03".split()
    by_variety = text[text.index("Each variety") :]
    assert line_of(by_variety, "right article first ") == "right article first 1.000 (1) ! 0.000 (1)".split()
    assert line_of(by_variety, "danger found") == "danger found 1.000 (1)".split()


def test_the_text_lists_kinds_confusions_and_calibration() -> None:
    text = as_text(report_of(mixed()))
    assert line_of(text, "out_of_scope") == "out_of_scope 1 1.000 0.207 to 1.000 1 1.000".split()
    assert "Topics: 1 of 2 right" in text
    assert line_of(text, "1  health.doctor →") == "1 health.doctor → asylum.how".split()
    assert line_of(text, "1  Fès →") == "1 Fès → (none)".split()
    assert "2 articles answered as certain; expected calibration error 0.385" in text
    assert line_of(text, "0.70 to 0.75") == "0.70 to 0.75 1 0.720 0.000 0.000 to 0.793".split()


def test_what_cannot_be_computed_is_left_out_of_text_and_json() -> None:
    report = report_of([(gold("out_of_scope"), got("out_of_scope"))])
    text, values = as_text(report), as_json(report)
    assert "nan" not in text.lower() and "danger found" not in text and "Each variety" not in text
    assert set(values["measures"]) == {"false alarms elsewhere", "kind", "out of scope"}
    assert set(values["confusions"]) == {"kinds"}
    assert "calibration" not in values


def test_the_json_holds_the_same_figures() -> None:
    values = as_json(report_of(mixed()))
    assert (values["rows"], values["judged"], values["varieties"]) == (5, 5, ["darija", "msa"])
    figure = values["measures"]["right article first"]
    assert (figure["value"], figure["counted"], figure["number"]) == (0.5, 1, 2)
    assert (figure["low"], figure["high"]) == (0.0945, 0.9055)
    assert (figure["at_least"], figure["missed"]) == (0.85, True)
    assert {name: (part["value"], part["missed"]) for name, part in figure["varieties"].items()} == {
        "darija": (1.0, False),
        "msa": (0.0, True),
    }
    assert "missed" not in values["measures"]["kind"]
    assert values["confusions"]["topics"]["worst"] == [
        {"right": "health", "answered": "asylum", "count": 1, "ids": ["q2"]}
    ]
    assert values["calibration"]["expected_error"] == 0.385


@pytest.mark.parametrize(
    "pairs",
    [mixed(), mixed()[:1], mixed()[2:], [(gold("smalltalk"), got(article="a.b"))], [(gold("smalltalk"), got())]],
    ids=["everything", "no confusion", "no topics", "calibration only", "nothing to draw"],
)
def test_the_picture_is_a_png_that_fills_a_page(tmp_path: Path, pairs: list[Pair]) -> None:
    write_report(report_of(pairs), tmp_path, picture=True)
    content = (tmp_path / "report.png").read_bytes()
    width, height = (int.from_bytes(content[start : start + 4], "big") for start in (16, 20))
    assert content.startswith(PNG)
    assert width == 1800 and 80 <= height <= 2400


def test_the_report_is_written_as_text_and_json_without_a_picture_if_none_is_wanted(tmp_path: Path) -> None:
    report = report_of(mixed())
    write_report(report, tmp_path, picture=False)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["report.json", "report.txt"]
    assert (tmp_path / "report.txt").read_text(encoding="utf-8") == as_text(report)
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8")) == as_json(report)
