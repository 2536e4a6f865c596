"""A desk on a small directory: one organisation with a service in Rabat and one in Oujda."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import Service
from tests.desk.databases import database, database_file, opened_copy, postgres_with_tables
from tests.knowledge.directory_desk import imported
from tests.knowledge.directory_rows import prepared, row

__all__ = ["database", "postgres_with_tables"]

PATH = "/desk/admin/directory"


@dataclass(frozen=True)
class Directory:
    """Where the pages of the records are."""

    database: Database
    service_id: str
    organization_id: str
    link_id: str

    @property
    def service(self) -> str:
        return f"{PATH}/services/{self.service_id}"

    @property
    def organization(self) -> str:
        return f"{PATH}/organizations/{self.organization_id}"

    @property
    def place(self) -> str:
        return f"{self.service}/places/{self.link_id}"

    def stored(self, session: Session) -> Service:
        return session.get_one(Service, self.service_id)


@lru_cache(maxsize=1)
def _small_directory() -> bytes:
    rows = [row(), row(city="Oujda", service_description_fr="Cours du soir.")]
    return database_file(lambda engine: imported(prepared(engine), rows))


@pytest.fixture
def desk_database(tmp_path: Path) -> Iterator[Database]:
    """A SQLite database with all tables and the small directory, copied from one that is made once."""
    yield from opened_copy(_small_directory(), tmp_path)


@pytest.fixture
def directory(desk_database: Database) -> Directory:
    """The records, and the pages of the service in Rabat."""
    with Session(desk_database) as session:
        service = session.scalars(select(Service).where(Service.description == "Consultations gratuites.")).one()
        return Directory(desk_database, service.id, service.organization_id, service.service_at_locations[0].id)
