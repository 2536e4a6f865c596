"""The report as files in a folder."""

import json
from pathlib import Path

from app.evaluation.report import Report
from app.evaluation.report_json import as_json
from app.evaluation.report_text import as_text


def write_report(report: Report, folder: Path, picture: bool) -> None:
    """Write report.txt, report.json and, if wanted, report.png, which needs matplotlib."""
    (folder / "report.txt").write_text(as_text(report), encoding="utf-8")
    values = json.dumps(as_json(report), ensure_ascii=False, indent=1, allow_nan=False)
    (folder / "report.json").write_text(f"{values}\n", encoding="utf-8")
    if picture:
        from app.evaluation.report_picture import draw

        draw(report, folder / "report.png")
