"""How databases are opened."""

from pathlib import Path

from sqlalchemy import text

from knowledge.database import connect

_WAITS_FOR_THE_DISK = 2


def test_sqlite_waits_for_the_disk_at_each_commit_so_that_a_power_cut_loses_nothing(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'dalil.db'}")
    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA synchronous")) == _WAITS_FOR_THE_DISK
    engine.dispose()
