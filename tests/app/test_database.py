"""Migrations and loading, on real SQLite files."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, inspect

from app.database import migrate
from app.problems import Problem
from app.settings import Settings
from gateway.models import Base as GatewayBase
from knowledge.database import connect
from knowledge.models import Base as KnowledgeBase


@pytest.fixture
def configuration(tmp_path: Path) -> Settings:
    """An installation that was never started."""
    return Settings(data=tmp_path / "data", database_url="")


def test_an_empty_database_is_brought_to_exactly_the_tables_of_the_models(configuration: Settings) -> None:
    migrate(configuration)
    wanted = MetaData()
    for base in (KnowledgeBase, GatewayBase):
        for table in base.metadata.tables.values():
            table.to_metadata(wanted)
    engine = connect(configuration.database)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, wanted) == []
        assert set(wanted.tables) <= set(inspect(connection).get_table_names())
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
