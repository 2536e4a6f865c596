"""A file or address with services → the database, all or nothing."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.changes import announce_services
from knowledge.exchange.batch import Batch
from knowledge.exchange.editorial import Editorial
from knowledge.exchange.hsds_import import HsdsImport
from knowledge.exchange.known import keep_what_is_known
from knowledge.exchange.partners_table import PartnersTable
from knowledge.exchange.source_file import SourceFile
from knowledge.exchange.store import Stored, store
from knowledge.models import Place, PlaceName
from knowledge.places import Gazetteer


def check_import(session: Session, source: SourceFile, directory_folder: Path) -> Batch:
    """What a source would bring, with everything that is wrong in it; the database is only read.

    `directory_folder` has the shipped translations and editorial notes: a table with the same French texts keeps them.
    """
    if source.rows is None:
        return HsdsImport(Gazetteer.from_database(session), source.name).read(source.documents or ())
    table = PartnersTable(_official_names(session), source.name, Editorial.read(directory_folder))
    batch = table.read(source.rows)
    keep_what_is_known(session, batch)
    return batch


def run_import(session: Session, source: SourceFile, batch: Batch) -> Stored:
    """Store a batch without problems, in the caller's transaction.

    A table may change services that came from elsewhere: it is how administrators edit many at once. HSDS documents may
    not, because they hold less than we know. Raises ValueError for a batch with problems.
    """
    if batch.problems:
        raise ValueError("a batch with problems is not stored")
    result = store(session, batch.records(), take_over=source.rows is not None)
    if result.changed:
        announce_services(session)
    return result


def _official_names(session: Session) -> dict[str, str]:
    """French name → key. Of places with one name the town comes before the region, and that before a commune."""
    query = select(PlaceName.spelling, Place.type, Place.key).join(Place).where(PlaceName.language == "fr")
    order = {"commune": 0, "quarter": 1, "region": 2}
    rows = sorted(session.execute(query), key=lambda row: (order.get(row.type, 3), row.key))
    return {spelling: key for spelling, _, key in rows}
