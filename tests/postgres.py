"""A PostgreSQL server of the tests' own, in a temporary folder, on loopback."""

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.ports import free_ports

_USER = "postgres"


def binaries() -> Path | None:
    """The folder with `initdb` and `pg_ctl`; None where PostgreSQL is not installed."""
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *(Path(part) for part in os.environ["PATH"].split(":"))]
    return next((folder for folder in sorted(folders, reverse=True) if (folder / "initdb").exists()), None)


@contextmanager
def postgres_server() -> Iterator[str]:
    """A running server; gives the address of an empty database. Skips where PostgreSQL is missing, but never in CI."""
    folder = binaries()
    if folder is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed; .ci/run should have done it")
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    (port,) = free_ports(1)
    data = Path(tempfile.mkdtemp(prefix="dalil-postgres-"))
    if os.geteuid() == 0:
        os.chown(data, pwd.getpwnam(_USER).pw_uid, pwd.getpwnam(_USER).pw_gid)
    cluster, log = str(data / "cluster"), str(data / "log")
    _run(folder, "initdb", "-D", cluster, "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={data} -c fsync=off"
    _run(folder, "pg_ctl", "-D", cluster, "-l", log, "-w", "-o", options, "start")
    try:
        yield f"postgresql+psycopg://{_USER}@127.0.0.1:{port}/postgres"
    finally:
        _run(folder, "pg_ctl", "-D", cluster, "-m", "immediate", "stop")
        shutil.rmtree(data, ignore_errors=True)


@contextmanager
def new_database(server: str) -> Iterator[str]:
    """The address of a database of its own on a server of `postgres_server`."""
    name = f"dalil_{uuid.uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    yield f"{server.rpartition('/')[0]}/{name}"


def _run(folder: Path, command: str, *arguments: str) -> None:
    """PostgreSQL refuses to run as root: root runs it as the user that Debian's package made."""
    as_other = ["runuser", "-u", _USER, "--"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*as_other, str(folder / command), *arguments], cwd="/", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}: {done.stdout}\n{done.stderr}"
