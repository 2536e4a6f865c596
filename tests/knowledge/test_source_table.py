"""Tables in CSV and XLSX: the same rows, and the sentence for what is none."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.exchange import source_table
from knowledge.exchange.problems import ImportRefused
from knowledge.exchange.row_check import COLUMNS
from knowledge.exchange.source_file import read_source
from knowledge.exchange.source_table import csv_rows, spreadsheet_rows
from tests.knowledge.directory_rows import bare_row, csv_text, lines_of, row, spreadsheet, written

ROWS = [row(), row(city="Oujda", note='Il dit « oui ; non »,\n"peut-être"'), bare_row()]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_table_is_the_same_with_any_separator_and_with_the_mark_of_a_spreadsheet_program(
    tmp_path: Path, delimiter: str, mark: str
) -> None:
    source = read_source(written(tmp_path / "table.csv", mark + csv_text(ROWS, delimiter)))
    assert (source.rows, source.documents) == (ROWS, None)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_line_ending_will_do(tmp_path: Path, ending: str) -> None:
    text = csv_text([row(), bare_row()]).replace("\r\n", ending)
    assert read_source(written(tmp_path / "table.csv", text)).rows == [row(), bare_row()]


def test_a_spreadsheet_gives_the_same_rows_as_a_csv(tmp_path: Path) -> None:
    source = read_source(written(tmp_path / "table.xlsx", spreadsheet(lines_of(ROWS))))
    assert (source.rows, source.documents) == (ROWS, None)


def test_numbers_and_dates_of_a_spreadsheet_are_read_as_people_write_them() -> None:
    line = row() | {"latitude": 34.0201, "longitude": -6, "phone": 2511.0, "assured_date": datetime(2026, 11, 2)}
    (found,) = spreadsheet_rows(spreadsheet([list(COLUMNS), [line[column] for column in COLUMNS]]), "table.xlsx")
    assert (found["latitude"], found["longitude"]) == ("34.0201", "-6")
    assert (found["phone"], found["assured_date"]) == ("2511", "2026-11-02")


def test_columns_may_be_missing_and_in_any_order() -> None:
    columns = ["source", "confidence", "city", "service_description_fr", "org_name_fr"]
    (found,) = csv_rows(csv_text([{column: row()[column] for column in columns}], columns=columns), "table.csv")
    assert found == {column: row()[column] for column in columns}


def test_empty_lines_are_empty_rows_so_that_all_others_keep_their_number(tmp_path: Path) -> None:
    empty = dict.fromkeys(COLUMNS, "")
    head, first, second = csv_text([row(), bare_row()]).splitlines()
    text = "\r\n".join([head, first, "", "," * (len(COLUMNS) - 1), second])
    assert csv_rows(text, "table.csv") == [row(), empty, empty, bare_row()]
    lines = lines_of([row(), bare_row()])
    assert spreadsheet_rows(spreadsheet([*lines[:2], [], lines[2]]), "t") == [row(), empty, bare_row()]


def test_short_lines_and_unnamed_empty_columns_are_no_error() -> None:
    lines = lines_of([bare_row()])
    lines[0] += ["", " "]
    lines[1] = [*lines[1][:23], "", "", ""]
    assert spreadsheet_rows(spreadsheet(lines), "table.xlsx") == [bare_row()]
    text = "\n".join(",".join(line[:23]) for line in lines_of([bare_row()])) + ",\n"
    assert csv_rows(text, "table.csv")[0]["confidence"] == "partially"


def test_a_sheet_that_claims_the_largest_size_there_is_costs_no_more_than_its_cells(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cells: list[object] = []

    def cell(value: object) -> str:
        cells.append(value)
        return str(value or "")

    monkeypatch.setattr(source_table, "_cell", cell)
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(spreadsheet(lines_of([row()])))) as archive, zipfile.ZipFile(content, "w") as copy:
        for entry in archive.infolist():
            text = archive.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                text = text.replace(b'<dimension ref="A1:Y2"', b'<dimension ref="A1:XFD1048576"')
                assert b"XFD1048576" in text
            copy.writestr(entry, text)
    assert spreadsheet_rows(content.getvalue(), "table.xlsx") == [row()]
    assert len(cells) == 2 * len(COLUMNS)


def test_other_files_of_office_programs_are_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(ImportRefused, match="not a spreadsheet"):
        spreadsheet_rows(content.getvalue(), "letter.docx")


def test_a_value_without_a_column_name_in_a_spreadsheet_is_refused() -> None:
    lines = lines_of([row()])
    lines[1].append("lost")
    with pytest.raises(ImportRefused, match="row 2: it has more fields"):
        spreadsheet_rows(spreadsheet(lines), "table.xlsx")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_spreadsheet_is_read_or_refused(data: st.DataObject) -> None:
    damaged = bytearray(DAMAGED)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert len(spreadsheet_rows(bytes(damaged), "table.xlsx")) >= 1
    except ImportRefused as refused:
        assert str(refused).startswith("table.xlsx")


DAMAGED = spreadsheet(lines_of([row(), bare_row()]))


@settings(deadline=None)
@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1)))
def test_any_csv_is_read_or_refused(lines: list[list[str]]) -> None:
    text = csv_text([row()]) + "\n".join(",".join(line) for line in lines)
    try:
        assert csv_rows(text, "table.csv")[0] == row()
    except ImportRefused as refused:
        assert str(refused).startswith("table.csv")
