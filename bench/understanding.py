"""How well messages are understood: `python -m bench.understanding`.

Answers the development set (tests/data/development_*.jsonl, written apart from all training data) through the whole
stack with `dalil evaluate` and prints the figures of section 7 of the design, overall and per variety.
"""

import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from app.evaluate import evaluate
from app.settings import ROOT, settings

Row = dict[str, Any]
_ENOUGH_WORDS = 3


def gold_rows() -> list[Row]:
    """The development set with what is right for each message."""
    files = sorted((ROOT / "tests" / "data").glob("development_*.jsonl"))
    return [
        json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def answer(rows: list[Row]) -> dict[str, Row]:
    """Id → what the stack answered."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.jsonl", Path(folder) / "out.jsonl"
        source.write_text("".join(json.dumps({"id": r["id"], "text": r["text"]}) + "\n" for r in rows))
        evaluate(settings(), source, target)
        return {row["id"]: row for line in target.read_text().splitlines() for row in [json.loads(line)]}


def right_article(gold: Row, got: Row) -> bool:
    """The article, or the first choice, is the one that was meant (or another that answers it)."""
    first = got["article"] or next(iter(got["choices"]), None)
    return first in {gold["article"], *gold["also"]}


def right_or_offered(gold: Row, got: Row) -> bool:
    """The right article is answered or among the choices."""
    return bool({got["article"], *got["choices"]} & {gold["article"], *gold["also"]})


def confidently_wrong(gold: Row, got: Row) -> bool:
    """Another article was answered as if it were certain."""
    return got["kind"] == "question" and got["article"] is not None and not right_article(gold, got)


def share(rows: Iterable[tuple[Row, Row]], test: Callable[[Row, Row], bool]) -> tuple[float, int]:
    """Which part of the rows passes a test, and of how many."""
    results = [test(gold, got) for gold, got in rows]
    return (sum(results) / len(results) if results else float("nan")), len(results)


def measures() -> dict[str, tuple[Callable[[Row], bool], Callable[[Row, Row], bool]]]:
    """Name → (which messages it is measured on, what counts)."""

    def of_kind(kind: str) -> Callable[[Row], bool]:
        return lambda gold: gold["kind"] == kind

    return {
        "right article first": (of_kind("question"), right_article),
        "right article first or offered": (of_kind("question"), right_or_offered),
        "confidently wrong": (of_kind("question"), confidently_wrong),
        "danger found": (of_kind("emergency"), lambda _, got: got["urgent"]),
        "false alarms on look-alikes": (lambda gold: "look" in gold["id"], lambda _, got: got["urgent"]),
        "false alarms elsewhere": (
            lambda gold: gold["kind"] != "emergency" and "look" not in gold["id"],
            lambda _, got: got["urgent"],
        ),
        "language, 3 words and more": (
            lambda gold: len(gold["text"].split()) >= _ENOUGH_WORDS and gold["article"] != "switch_language",
            lambda gold, got: gold["language"] == got["language"],
        ),
        "kind": (lambda _: True, lambda gold, got: gold["kind"] == got["kind"]),
        "command": (of_kind("command"), lambda gold, got: gold["article"] == got["article"]),
        "small talk": (
            lambda gold: gold["kind"] == "smalltalk" and gold["article"],
            lambda gold, got: gold["article"] == got["article"],
        ),
        "out of scope": (of_kind("out_of_scope"), lambda _, got: got["kind"] == "out_of_scope"),
        "vague gets choices": (of_kind("ambiguous"), lambda gold, got: got["kind"] == "ambiguous"),
        "service kind": (of_kind("service"), lambda _, got: got["kind"] == "service"),
        "service category": (of_kind("service"), lambda gold, got: gold["category"] == got["category"]),
        "place": (lambda gold: bool(gold["place"]), lambda gold, got: gold["place"] == got["place"]),
    }


def report(gold: list[Row], got: dict[str, Row]) -> str:
    """The table as text."""
    varieties = sorted({row["variety"] for row in gold})
    lines = [f"{'':32}{'all':>8}{'n':>6} " + "".join(f"{variety[:13]:>15}" for variety in varieties)]
    for name, (selects, test) in measures().items():
        selected = defaultdict(list)
        for row in filter(selects, gold):
            selected[row["variety"]].append((row, got[row["id"]]))
        overall, number = share([pair for pairs in selected.values() for pair in pairs], test)
        parts = "".join(f"{share(selected[variety], test)[0]:>15.3f}" for variety in varieties)
        lines.append(f"{name:32}{overall:>8.3f}{number:>6} {parts}")
    return "\n".join(lines)


def main() -> None:
    """Print the table; with a file name as argument, also keep every row that was not as it should be."""
    gold = gold_rows()
    started = time.monotonic()
    got = answer(gold)
    print(report(gold, got))
    print(f"{len(gold)} messages in {time.monotonic() - started:.0f} s")
    if len(sys.argv) > 1:
        wrong = [
            {**row, "got": {key: value for key, value in got[row["id"]].items() if key != "reply"}}
            for row in gold
            if row["kind"] != got[row["id"]]["kind"] or (row["article"] and not right_article(row, got[row["id"]]))
        ]
        Path(sys.argv[1]).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in wrong))


if __name__ == "__main__":
    main()
