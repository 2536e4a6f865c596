"""Reading the messages of an evaluation from files."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from app.problems import Problem
from reply.gold import NO_ROW, Message, read_row


def read_messages(sources: Iterable[Path]) -> list[Message]:
    """The rows of JSON-lines files; those with a `kind` are Gold. Raises Problem with file and line for a wrong row."""
    return [_message(row, where) for source in sources for where, row in _rows(source)]


def _rows(source: Path) -> Iterator[tuple[str, Any]]:
    """Each row with the place where it stands."""
    try:
        lines = source.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise Problem(f"{source} is not a text in UTF-8.") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            where = f"{source}, line {number}"
            try:
                yield where, json.loads(line)
            except ValueError as error:
                raise Problem(f"{where}: {NO_ROW}") from error


def _message(row: Any, where: str) -> Message:
    try:
        return read_row(row)
    except ValueError as error:
        raise Problem(f"{where}: {error}") from error
