"""Transactions that write."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import RLock
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

_LINES: WeakKeyDictionary[Engine, RLock] = WeakKeyDictionary()


@contextmanager
def writing(database: Engine, expire_on_commit: bool = True) -> Iterator[Session]:
    """A session whose changes are stored together at the end, or not at all after an error.

    SQLite has one writer at a time. Whoever finds it busy asks again after growing pauses, which leaves it idle most of
    the time when a dozen threads write; so those of this process stand in line here.
    """
    with _line(database), Session(database, expire_on_commit=expire_on_commit) as session, session.begin():
        yield session


def _line(database: Engine) -> AbstractContextManager[object]:
    return _LINES.setdefault(database, RLock()) if database.dialect.name == "sqlite" else nullcontext()
