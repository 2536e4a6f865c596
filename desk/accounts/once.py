"""What only the first of several processes may do."""

from sqlalchemy import CursorResult, Delete, Update
from sqlalchemy.orm import Session


def is_first(session: Session, statement: Update | Delete) -> bool:
    """True when this statement, and no other one before it, has changed the one row it is about."""
    done = session.execute(statement)
    return isinstance(done, CursorResult) and done.rowcount == 1
