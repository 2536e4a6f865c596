"""One record by its id."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session
from sqlalchemy.orm.interfaces import ORMOption

from knowledge.api.problems import UnknownRecord
from knowledge.exchange.hsds_loading import Record, load


def one(session: Session, table: type[Record], record_id: str, options: Sequence[ORMOption] = ()) -> Record:
    """The record with its parts. Raises UnknownRecord, also for a text that is no id at all."""
    try:
        records = load(session, table, [str(UUID(record_id))], options)
    except ValueError as error:
        raise UnknownRecord(record_id) from error
    if not records:
        raise UnknownRecord(record_id)
    return records[0]
