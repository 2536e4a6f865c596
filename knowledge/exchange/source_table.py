"""CSV and XLSX → rows of a table of services."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TypeVar

from openpyxl import load_workbook

from knowledge.exchange.problems import ImportRefused
from knowledge.exchange.reasons import Reason
from knowledge.exchange.row_check import COLUMNS, PROBLEM, REQUIRED_COLUMNS, SERVICE_ID

_LARGEST_UNPACKED = 200 * 1024 * 1024
_MOST = 50_000
_KNOWN = (*COLUMNS, SERVICE_ID, PROBLEM)
T = TypeVar("T")


def csv_rows(text: str, name: str) -> list[dict[str, str]]:
    """The rows of a CSV. Raises ImportRefused, with a sentence that begins with `name`, for what is no such table."""
    return _rows(_csv_lines(text, name), name)


def spreadsheet_rows(content: bytes, name: str) -> list[dict[str, str]]:
    """The rows of the first sheet of an XLSX file. Raises ImportRefused like `csv_rows`."""
    return _rows(_sheet_lines(content, name), name)


def limited(items: Iterable[T], name: str) -> Iterator[T]:
    """The rows or services of a file. Raises ImportRefused when there are too many."""
    for number, item in enumerate(items, start=1):
        if number > _MOST:
            raise ImportRefused(Reason("too_many", name=name, most=_MOST))
        yield item


def _csv_lines(text: str, name: str) -> Iterator[Sequence[str]]:
    """The lines of a CSV, separated by what separates the names of its columns."""
    delimiter = max(",;\t", key=re.split("[\r\n]", text, maxsplit=1)[0].count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise ImportRefused(Reason("not_csv", name=name, said=error)) from error


def _sheet_lines(content: bytes, name: str) -> Iterator[Sequence[str]]:
    """The lines of the first sheet. What a spreadsheet unpacks to is limited, too."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST_UNPACKED:
                raise ImportRefused(Reason("unpacks_too_large", name=name))
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        # The size that the file claims is often that of the largest sheet there can be.
        sheet.reset_dimensions()
        for line in sheet.iter_rows(values_only=True):
            yield [_cell(value) for value in line]
    except ImportRefused:
        raise
    except Exception as error:  # a broken file raises whatever the reader did not think of
        raise ImportRefused(Reason("not_a_spreadsheet", name=name, said=error)) from error


def _cell(value: object) -> str:
    """A cell as text: a date as 2026-11-30, a whole number without its ".0"."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).removesuffix(" 00:00:00").strip()


def _rows(lines: Iterator[Sequence[str]], name: str) -> list[dict[str, str]]:
    """The rows below a line with the names of the columns; empty lines are rows, so that all keep their number.

    Raises ImportRefused for wrong columns, and for a line that says more than there are columns.
    """
    columns = _columns(next(lines, ()), name)
    rows: list[dict[str, str]] = []
    for number, line in enumerate(limited(lines, name), start=2):
        if any(line[len(columns) :]):
            raise ImportRefused(Reason("too_many_fields", name=name, number=number))
        rows.append(dict(zip_longest(columns, line[: len(columns)], fillvalue="")))
    if not any(any(row.values()) for row in rows):
        raise ImportRefused(Reason("no_rows", name=name))
    return rows


def _columns(names: Sequence[str], name: str) -> list[str]:
    """The names of the first line; those behind the last one that says something belong to no column."""
    columns = [column.strip() for column in names]
    while columns and not columns[-1]:
        columns.pop()
    wrong = {
        "without the columns": [column for column in REQUIRED_COLUMNS if column not in columns],
        "with columns that we do not know:": [column or "(no name)" for column in columns if column not in _KNOWN],
        "with more than one column": sorted({column for column in columns if columns.count(column) > 1}),
    }
    parts = [f"{what} {', '.join(found)}" for what, found in wrong.items() if found]
    if parts:
        missing, unknown, twice = (", ".join(found) or "–" for found in wrong.values())
        raise ImportRefused(
            Reason(
                "columns", name=name, said=" and ".join(parts), columns=", ".join(COLUMNS),
                missing=missing, unknown=unknown, twice=twice,
            )
        )  # fmt: skip
    return columns
