"""What these commands print, and how they open the database."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.console import say
from app.problems import Problem
from app.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_WIDEST = 70


def print_table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A title and aligned columns; long texts are cut."""
    say(title)
    lines = [header, *([_cut(cell) for cell in row] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    for line in lines:
        say("  " + "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _cut(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _WIDEST else f"{one_line[: _WIDEST - 1]}…"


def print_links(addresses: dict[str, list[str]]) -> None:
    """Ask the addresses (→ who names them) and print those that no longer answer, and those that moved for good."""
    from knowledge.link_check import NO_CONNECTION, check_links

    print(f"Asking {len(addresses)} addresses, please wait …", file=sys.stderr, flush=True)
    links = check_links(addresses)
    if links and all(link == NO_CONNECTION for link in links.values()):
        raise Problem("No address answers at all: this machine seems to have no connection.")
    for states, title in ((("gone", "error"), "no longer answer"), (("moved",), "moved for good")):
        found = {address: link for address, link in links.items() if link.state in states}
        say(f"{len(found)} of {len(links)} addresses {title}{':' if found else '.'}")
        for address, link in found.items():
            say(f"  {address}\n    {link.detail}; named by {', '.join(addresses[address])}")
    unknown = sum(link.state == "unknown" for link in links.values())
    if unknown:
        say(f"{unknown} refuse to be asked by a program; look at them yourself.")


def shown(path: Path) -> str:
    """A path relative to the current folder, when it lies below it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


@contextmanager
def open_database(configuration: Settings) -> Iterator["Session"]:
    """A transaction on the database. Raises Problem when it cannot be used, for example because it was never made."""
    from sqlalchemy.exc import DBAPIError
    from sqlalchemy.orm import Session

    from knowledge.database import connect

    engine = connect(configuration.database)
    try:
        with Session(engine) as session, session.begin():
            yield session
    except DBAPIError as error:
        raise Problem(f"The database cannot be used ({error.orig}). `dalil prepare` makes it ready.") from error
    finally:
        engine.dispose()
