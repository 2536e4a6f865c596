"""`dalil directory …`: the directory of services."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands.content import not_negative
from app.commands.directory_export import export_services
from app.commands.directory_import import import_services
from app.commands.holidays import holidays
from app.commands.output import open_database, print_links, print_table
from app.console import say
from app.settings import Settings

if TYPE_CHECKING:
    from argparse import _SubParsersAction

LANGUAGES = ("fr", "ar", "en")


def add_to(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and what it can do."""
    directory = commands.add_parser("directory", help="look after the directory of services")
    verbs = directory.add_subparsers(required=True, metavar="WHAT")
    due_parser = verbs.add_parser("due", help="list the services that somebody should confirm")
    due_parser.add_argument("--months", type=not_negative, default=12, help="confirmed longer ago than this (12)")
    due_parser.add_argument("--links", action="store_true", help="also ask whether the sources still answer")
    due_parser.set_defaults(run=due)
    _add_exchange(verbs)
    _add_holidays(verbs)


def _add_exchange(verbs: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    reader = verbs.add_parser("import", help="take over services of a CSV, XLSX or HSDS JSON file, all or nothing")
    reader.add_argument("source", metavar="FILE|ADDRESS", help="the file, or an address of another directory's API")
    reader.add_argument("--dry-run", action="store_true", help="only list what is wrong and what would happen")
    reader.set_defaults(run=import_services)
    writer = verbs.add_parser("export", help="write the whole directory as HSDS documents")
    writer.add_argument("target", type=Path, metavar="FILE")
    writer.add_argument("--language", choices=LANGUAGES, default="fr", help="language of the texts (fr)")
    writer.set_defaults(run=export_services)


def _add_holidays(verbs: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    calendar = verbs.add_parser("holidays", help="list public holidays, and decide about estimated dates")
    calendar.add_argument("--year", type=int, help="which year to list (that of the day, else this one)")
    what = calendar.add_mutually_exclusive_group()
    what.add_argument("--confirm", type=day, metavar="DAY", help="the estimated date is right")
    what.add_argument("--remove", type=day, metavar="DAY", help="the estimated date is wrong")
    what.add_argument("--add", type=day, metavar="DAY", help="another holiday, with its three names")
    what.add_argument("--withdraw", type=day, metavar="DAY", help="take a decision back")
    for language in LANGUAGES:
        calendar.add_argument(f"--name-{language}", metavar="NAME", help=f"name of an added holiday ({language})")
    calendar.set_defaults(run=holidays)


def day(text: str) -> date:
    """A day such as 2027-03-10. Raises ArgumentTypeError for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is no day such as 2027-03-10") from error


def due(configuration: Settings, options: argparse.Namespace) -> int:
    """List the services to confirm, and with --links the sources that no longer answer."""
    from knowledge.due import service_addresses, services_due

    with open_database(configuration) as session:
        services = services_due(session, date.today(), options.months)
        addresses = service_addresses(session) if options.links else {}
    rows = [(str(service.assured_date or "never"), service.organization, service.description) for service in services]
    if rows:
        print_table(f"{len(rows)} services to confirm:", ("confirmed", "organisation", "service"), rows)
    else:
        say("No service is due for confirmation.")
    if options.links:
        print_links(addresses)
    return 0
