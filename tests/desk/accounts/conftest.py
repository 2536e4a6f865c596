"""A database with the tables of the desk and a few people."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from desk.accounts import passwords
from desk.models import ADMINISTRATOR, EDITOR, STAFF, User
from desk.tables import Base
from knowledge.database import connect

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
PEOPLE = {"amina": ADMINISTRATOR, "Driss": EDITOR, "سلمى": STAFF}
GOOD_PASSWORD = "trois olives au soleil"


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Passwords are computed in no time; how they really are is tested in test_passwords.py."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()


@pytest.fixture
def accounts_database(tmp_path: Path) -> Iterator[Engine]:
    """Tables only."""
    engine = connect(f"sqlite:///{tmp_path / 'accounts.db'}")
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(accounts_database: Engine) -> Iterator[Session]:
    """A session with one person of each role, none of whom has set a password."""
    with Session(accounts_database) as opened:
        opened.add_all(User(name=name, role=role, language="fr") for name, role in PEOPLE.items())
        opened.commit()
        yield opened


@pytest.fixture
def amina(session: Session) -> User:
    """The administrator."""
    return session.query(User).filter_by(name="amina").one()
