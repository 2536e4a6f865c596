"""Short work with the database from code that must not wait for it."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Engine as Database
from sqlalchemy.orm import Session

_Result = TypeVar("_Result")


def in_transaction(database: Database, work: Callable[..., _Result], *arguments: object) -> _Result:
    """What `work(session, *arguments)` gives, committed. Rows in it can be read afterwards."""
    with Session(database, expire_on_commit=False) as session, session.begin():
        return work(session, *arguments)
