"""A desk on a real database, and people who visit it."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine as Database

from desk.context import Desk
from tests.desk.databases import database_file, opened_copy
from tests.desk.visitors import Visitor, desk_on, pages_of, sign_in

Visit = Callable[..., Visitor]


@pytest.fixture
def desk_database(tmp_path: Path) -> Iterator[Database]:
    """An empty SQLite database with all tables, copied from one that is made once."""
    yield from opened_copy(_empty_database(), tmp_path)


@lru_cache(maxsize=1)
def _empty_database() -> bytes:
    return database_file()


@pytest.fixture
def desk(desk_database: Database) -> Desk:
    """The desk on that database."""
    return desk_on(desk_database)


@pytest.fixture
def application(desk: Desk) -> FastAPI:
    """Its pages."""
    return pages_of(desk)


@pytest.fixture
def visit(desk: Desk, application: FastAPI) -> Visit:
    """`visit(role, language="fr", name=role)` gives a visitor who is signed in, `visit("")` one who is not."""

    def visitor(role: str, language: str = "fr", name: str = "") -> Visitor:
        return sign_in(desk, application, role, language, name) if role else Visitor(application, language=language)

    return visitor
