"""`dalil content …`: the articles as files and in the database."""

import argparse
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands.output import open_database, print_links, print_table, shown
from app.console import say
from app.problems import Problem
from app.settings import ROOT, Settings

if TYPE_CHECKING:
    from argparse import _SubParsersAction

CONTENT = ROOT / "knowledge" / "content"


def add_to(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and what it can do."""
    content = commands.add_parser("content", help="check, export and review the articles")
    verbs = content.add_subparsers(required=True, metavar="WHAT")
    verbs.add_parser("check", help="say what is wrong in the content files").set_defaults(run=check)
    export_parser = verbs.add_parser("export", help="write articles edited in the database to their files")
    export_parser.add_argument(
        "--folder", type=Path, default=CONTENT, help="another content folder; a new one becomes a copy"
    )
    export_parser.set_defaults(run=export)
    due_parser = verbs.add_parser("due", help="list the articles to review")
    due_parser.add_argument("--days", type=not_negative, default=0, help="also those due in so many days")
    due_parser.add_argument("--links", action="store_true", help="also ask whether the sources still answer")
    due_parser.set_defaults(run=due)


def not_negative(text: str) -> int:
    """A number of days or months. Raises ArgumentTypeError for anything else."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is no whole number from 0 on")
    return int(text)


def check(_: Settings, __: argparse.Namespace) -> int:
    """Print every problem of the content files; 1 if there is one."""
    from knowledge.content_check.content import check_content

    content = check_content(CONTENT)
    for finding in content.findings:
        say(str(finding))
    if content.findings:
        return 1
    say(f"{len(content.articles)} articles, nothing to mend.")
    return 0


def export(configuration: Settings, options: argparse.Namespace) -> int:
    """Write edited articles to their files; 1 if one could not be written."""
    from knowledge.exchange.article_export import export_articles
    from knowledge.load.article_file import ContentError

    folder = options.folder.resolve()
    if not folder.exists():
        shutil.copytree(CONTENT, folder)
    try:
        with open_database(configuration) as session:
            result = export_articles(session, folder, loads_from_here=folder == CONTENT.resolve())
    except ContentError as error:
        raise Problem(f"Nothing was exported, because the files are wrong:\n{error}") from error
    for path in result.written:
        say(shown(path))
    say(f"{len(result.written)} files written.")
    for key, reasons in result.refused.items():
        print(f"dalil: {key} was not exported: {'; '.join(reasons)}", file=sys.stderr)
    return 1 if result.refused else 0


def due(configuration: Settings, options: argparse.Namespace) -> int:
    """List the articles to review, and with --links the sources that no longer answer."""
    from knowledge.due import article_addresses, articles_due

    with open_database(configuration) as session:
        articles = articles_due(session, date.today(), options.days)
        addresses = article_addresses(session) if options.links else {}
    rows = [(article.risk, article.review_by.isoformat(), article.key, article.title) for article in articles]
    if rows:
        print_table(f"{len(rows)} articles to review:", ("risk", "review by", "article", "title"), rows)
    else:
        say("No article is due for review.")
    if options.links:
        print_links(addresses)
    return 0
