"""A desk on a real database, and people who visit it."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine as Database

from desk.context import Desk
from desk.tables import Base as DeskBase
from gateway.models import Base as GatewayBase
from knowledge.database import connect
from knowledge.models import Base as KnowledgeBase
from tests.desk.visitors import Visitor, desk_on, pages_of, sign_in

Visit = Callable[..., Visitor]


@pytest.fixture
def desk_database(tmp_path: Path) -> Iterator[Database]:
    """An empty SQLite database with all tables, copied from one that is made once."""
    (tmp_path / "desk.db").write_bytes(_empty_database())
    engine = connect(f"sqlite:///{tmp_path / 'desk.db'}")
    yield engine
    engine.dispose()


@lru_cache(maxsize=1)
def _empty_database() -> bytes:
    with TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{folder}/desk.db")
        for base in (KnowledgeBase, GatewayBase, DeskBase):
            base.metadata.create_all(engine)
        engine.dispose()
        return Path(folder, "desk.db").read_bytes()


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
