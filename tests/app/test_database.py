"""Migrations and loading, on SQLite and PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, inspect, text
from sqlalchemy.orm import Session

from app.database import migrate
from app.problems import Problem
from app.settings import Settings
from desk.tables import Base as DeskBase
from gateway.models import Base as GatewayBase
from knowledge import full_text
from knowledge.database import connect
from knowledge.models import Base as KnowledgeBase
from tests.postgres import new_database

OWN_INDEXES = ("search_document_index", "search_term_index")
"""Tables of FTS5, and what the models say in plain SQL, are unknown to SQLAlchemy."""


@pytest.fixture
def configuration(tmp_path: Path) -> Settings:
    """An installation that was never started."""
    return Settings(data=tmp_path / "data", database_url="")


@pytest.fixture(params=["sqlite", "postgresql"])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """The same, on each kind of database."""
    if request.param == "sqlite":
        yield Settings(data=tmp_path / "data", database_url="")
        return
    with new_database(request.getfixturevalue("postgres_url")) as url:
        yield Settings(data=tmp_path / "data", database_url=url)


def is_ours(element: object, name: str | None, kind: str, *_: object) -> bool:
    plain_sql = {"vector", "ix_search_document_vector", "ix_search_term_trigrams"}
    return name not in plain_sql and not (kind == "table" and str(name).startswith(OWN_INDEXES))


def test_an_empty_database_is_brought_to_exactly_the_tables_of_the_models(installation: Settings) -> None:
    migrate(installation)
    wanted = MetaData()
    for base in (KnowledgeBase, GatewayBase, DeskBase):
        for table in base.metadata.tables.values():
            table.to_metadata(wanted)
    engine = connect(installation.database)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": is_ours})
        assert compare_metadata(context, wanted) == []
        assert set(wanted.tables) <= set(inspect(connection).get_table_names())
    engine.dispose()


def test_search_in_a_migrated_database_is_that_of_the_models(installation: Settings) -> None:
    migrate(installation)
    engine = connect(installation.database)
    with Session(engine) as session, session.begin():
        full_text.index(session, full_text.ARTICLE, {"a": ["inscrire un enfant"], "b": ["voir un médecin"]})
        full_text.index(session, full_text.ARTICLE, {"a": ["apprendre un métier"]})
    with Session(engine) as session:
        assert [found.owner for found in full_text.find(session, full_text.ARTICLE, "metiers")] == ["a"]
        assert [found.owner for found in full_text.find(session, full_text.ARTICLE, "medecun")] == ["b"]
        assert full_text.find(session, full_text.ARTICLE, "inscrire") == []
    engine.dispose()


def test_an_installation_of_the_first_version_keeps_its_articles(installation: Settings) -> None:
    migrate(installation, "0001")
    engine = connect(installation.database)
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO knowledge_revision (id, number, directory_fingerprint) VALUES (1, 7, 'x')")
        )
        connection.execute(
            text(
                "INSERT INTO article (key, topic, risk, state, as_of, review_by, services, related) "
                "VALUES ('health.own', 'health', 'normal', 'draft', '2026', '2027-01-01', '[]', '[]')"
            )
        )
    migrate(installation)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT key FROM article")).scalar_one() == "health.own"
        assert connection.execute(text("SELECT directory_fingerprint FROM knowledge_revision")).scalar_one() is None
    engine.dispose()


def test_migrating_again_changes_nothing(configuration: Settings) -> None:
    migrate(configuration)
    engine = connect(configuration.database)
    before = {name: inspect(engine).get_columns(name) for name in inspect(engine).get_table_names()}
    migrate(configuration)
    after = {name: inspect(engine).get_columns(name) for name in inspect(engine).get_table_names()}
    engine.dispose()
    assert list(map(str, after.items())) == list(map(str, before.items()))


def test_the_data_folder_is_closed_to_other_users(configuration: Settings) -> None:
    migrate(configuration)
    assert configuration.data.stat().st_mode & 0o077 == 0


def test_a_file_that_is_no_database_is_a_problem_with_a_sentence(configuration: Settings) -> None:
    configuration.data.mkdir()
    (configuration.data / "dalil.db").write_text("this is no database " * 100)
    with pytest.raises(Problem, match="database cannot be prepared"):
        migrate(configuration)
