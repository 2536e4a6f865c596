"""`dalil evaluate`: answer messages through the whole stack and report how well they were understood."""

import argparse
import json
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from app.problems import Problem
from app.settings import Settings

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from reply.gold import Message


def add_to(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("evaluate", help="answer every row of JSON-lines files through the whole stack")
    parser.add_argument(
        "input", type=Path, nargs="+", metavar="IN", help='rows {"id", "text"}, with "kind" etc. if a report is wanted'
    )
    parser.add_argument("output", type=Path, metavar="OUT", help="rows with language, kind, article, reply, …")
    parser.add_argument(
        "--report", type=Path, metavar="FOLDER", help="also write report.txt, report.json and report.png there"
    )
    parser.add_argument("--no-picture", action="store_true", help="no report.png, which needs matplotlib")
    parser.set_defaults(run=evaluate)


def evaluate(configuration: Settings, options: argparse.Namespace) -> int:
    """Answer the rows, and print a report when they say what is right; nothing is started before all is checked."""
    from app.evaluation import answers
    from app.evaluation.gold import read_messages
    from app.evaluation.report import make_report
    from app.evaluation.report_files import write_report
    from app.evaluation.report_text import as_text

    messages = read_messages(options.input)
    _check_target(options.output)
    if options.report:
        _check_report(messages, picture=not options.no_picture)
        options.report.mkdir(parents=True, exist_ok=True)
    report = make_report(messages, answers.answer_all(configuration, messages, options.output))
    if report:
        print(as_text(report), end="")
        if options.report:
            write_report(report, options.report, picture=not options.no_picture)
    return 0


def _check_target(target: Path) -> None:
    """Messages are work of people: who forgets OUT behind several files must not lose the last of them."""
    if not target.is_file():
        return
    with target.open("rb") as lines:
        first = lines.readline()
    try:
        row = json.loads(first)
    except ValueError:
        return
    if isinstance(row, dict) and "text" in row:
        raise Problem(f"{target} holds messages and would be overwritten: name another file for the answers.")


def _check_report(messages: "list[Message]", picture: bool) -> None:
    from reply.gold import Gold

    if not any(isinstance(message, Gold) for message in messages):
        raise Problem("There is nothing to report: no row says what is right (kind, article, …).")
    if picture and find_spec("matplotlib") is None:
        raise Problem(
            "report.png needs matplotlib, which is not installed: `make .venv/.tools` installs it, "
            "--no-picture leaves the picture out."
        )
