"""`dalil directory import`: services of a file or address into the directory."""

import argparse

from app.commands.output import open_database
from app.console import say
from app.problems import Problem
from app.settings import ROOT, Settings

_FOLDER = ROOT / "knowledge" / "content" / "directory"


def import_services(configuration: Settings, options: argparse.Namespace) -> int:
    """Import everything or nothing; with --dry-run only say what would happen. 1 if the source has problems."""
    from knowledge.exchange.importing import check_import, run_import
    from knowledge.exchange.problems import ImportRefused
    from knowledge.exchange.source_file import read_source

    try:
        source = read_source(options.source)
    except ImportRefused as refused:
        raise Problem(str(refused)) from refused
    with open_database(configuration) as session:
        batch = check_import(session, source, _FOLDER)
        for problem in batch.problems:
            say(str(problem))
        for notice in batch.notices:
            say(notice)
        if batch.problems:
            say(f"Problems: {len(batch.problems)}. Nothing was imported.")
            return 1
        stored = run_import(session, source, batch)
        for name in stored.conflicts:
            say(f"{name}: changed here and in the source; what is here was kept")
        say(f"{stored.summary()}.")
        if options.dry_run:
            session.rollback()
    if options.dry_run:
        say("This was a dry run: nothing was imported.")
    return 0
