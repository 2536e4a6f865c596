"""The rows of a file that were refused, as a file to be mended."""

import json

from fastapi import Response

from desk.directory.export_pages import download
from desk.directory.showing import Showing
from knowledge.exchange.row_check import COLUMNS, PROBLEM, SERVICE_ID
from knowledge.exchange.table_export import csv_file, spreadsheet_file
from knowledge.models import DirectoryImportRow


def refused_file(name: str, rows: list[DirectoryImportRow], showing: Showing) -> Response:
    """The refused rows as they were, each with what is wrong; the file can be mended and uploaded as it is."""
    if not rows or (isinstance(rows[0].raw, dict) and "org_name_fr" in rows[0].raw):
        kind = "xlsx" if name.lower().endswith(".xlsx") else "csv"
        columns = [*COLUMNS, SERVICE_ID, PROBLEM]
        table = [{**row.raw, PROBLEM: _said(row, showing)} for row in rows]
        make = spreadsheet_file if kind == "xlsx" else csv_file
        return download(make(table, columns), f"refused.{kind}", kind)
    documents = [
        {**row.raw, "x_dalil_problem": _said(row, showing)} if isinstance(row.raw, dict) else row.raw for row in rows
    ]
    return download(json.dumps(documents, ensure_ascii=False, indent=1).encode(), "refused.json", "json")


def _said(row: DirectoryImportRow, showing: Showing) -> str:
    return " ; ".join(f"{one['member']}: {showing.reason(one)}".lstrip(": ") for one in row.problems)
