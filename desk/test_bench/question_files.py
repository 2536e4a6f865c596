"""The regression set as files: JSON lines in and out, CSV out."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from desk.test_bench.answerable import Answerable, NotRight
from desk.test_bench.models import IMPORT, RegressionQuestion
from desk.test_bench.questions import gold_of, keep_all
from reply.gold import Gold, read_row

MOST_ROWS = 5000
_MOST_REFUSALS = 100
_BYTE_ORDER_MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


@dataclass(frozen=True)
class Refusal:
    """A line that was not taken, the key of the word that says why, and what it says."""

    line: int
    reason: str
    text: str


@dataclass(frozen=True)
class Imported:
    """What came of a file: how many rows were added, changed and known already, and which were refused."""

    counts: Counter[str]
    refusals: list[Refusal]

    @property
    def shown(self) -> list[Refusal]:
        """The first refusals."""
        return self.refusals[:_MOST_REFUSALS]


def import_rows(session: Session, user_name: str, content: bytes) -> Imported:
    """Take the good rows of a file into the set, in the caller's transaction. Raises NotRight for no file of rows."""
    answerable = Answerable(session)
    good: list[Gold] = []
    refusals: list[Refusal] = []
    for line, raw in _lines(content):
        try:
            good.append(answerable.checked(_gold(raw)))
        except NotRight as error:
            refusals.append(Refusal(line, next(iter(error.problems.values())), raw[:200]))
    return Imported(keep_all(session, user_name, good, IMPORT), refusals)


def as_json_lines(questions: Iterable[RegressionQuestion]) -> str:
    """One row a line, as `read_row` reads it."""
    return "".join(json.dumps(gold_of(each).to_row(), ensure_ascii=False) + "\n" for each in questions)


def as_csv(rows: Iterable[dict[str, Any]], columns: Iterable[str]) -> str:
    """A table for spreadsheets: with the mark by which Excel knows UTF-8, and with no text taken for a formula."""
    output = io.StringIO()
    writer = csv.DictWriter(output, list(columns), extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return _BYTE_ORDER_MARK + output.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, list | tuple):
        value = " ".join(map(str, value))
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _lines(content: bytes) -> Iterator[tuple[int, str]]:
    try:
        lines = content.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise NotRight({"file": "test_bench.problem_file_encoding"}) from error
    rows = [(number, line.strip()) for number, line in enumerate(lines, start=1) if line.strip()]
    if not rows:
        raise NotRight({"file": "test_bench.problem_file_empty"})
    if len(rows) > MOST_ROWS:
        raise NotRight({"file": "test_bench.problem_file_long"})
    return iter(rows)


def _gold(raw: str) -> Gold:
    """A row without a kind but with an article is a question: so are the sets for the search of articles."""
    try:
        row = json.loads(raw)
        if isinstance(row, dict):
            row.setdefault("id", "")
            if row.get("kind") is None and row.get("article"):
                row["kind"] = "question"
        message = read_row(row)
    except ValueError as error:
        raise NotRight({"file": "test_bench.problem_row"}) from error
    if not isinstance(message, Gold):
        raise NotRight({"kind": "test_bench.problem_row_kind"})
    return message
