"""A short form of `make chaos`: web processes are killed under load, a small engine answers in Rasa's place."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.database import migrate
from app.settings import Settings
from tests.chaos.processes import Processes
from tests.chaos.run import Chaos, run, web_commands, web_urls, whatsapp_settings
from tests.chaos.traffic import Traffic
from tests.gateway.small_engine import SmallEngine, echo, running
from tests.gateway.whatsapp.fake_meta import FakeMeta
from tests.postgres import postgres_server

pytestmark = pytest.mark.stack

TRAFFIC = Traffic(people=12, messages=10, texts=("hello", "a question", "another question"), seed=7)
SECONDS = 240


@pytest.fixture
def meta(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeMeta]:
    """A server in Meta's place, named in the environment."""
    values: dict[str, str] = {}
    with whatsapp_settings(values) as server:
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture
def slow_engine() -> Iterator[SmallEngine]:
    """An engine that takes a moment, so that turns are interrupted."""
    with running(SmallEngine(echo, seconds=0.02)) as engine:
        yield engine


def disturbed_run(meta: FakeMeta, engine: SmallEngine, data: Path, database_url: str, webs: int) -> None:
    os.environ["DALIL_DATABASE_URL"] = database_url
    configuration = Settings(data=data, engine_port=engine.port)
    migrate(configuration)
    commands = web_commands(configuration, Path("none"), webs)
    chaos = Chaos(Processes(commands, data / "log"), web_urls(commands), meta, seed=3, pause=(0.5, 2.0), weights={})
    verdict = run(TRAFFIC, chaos, configuration.database, SECONDS)
    assert chaos.killed, "nothing was killed"
    assert verdict.is_good, verdict
    assert verdict.answered == TRAFFIC.total
    assert meta.violations == []


def test_killed_under_load_one_process_on_a_file_loses_doubles_and_mixes_up_nothing(
    meta: FakeMeta, slow_engine: SmallEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DALIL_DATABASE_URL", "")
    disturbed_run(meta, slow_engine, tmp_path, f"sqlite:///{tmp_path / 'dalil.db'}", webs=1)


def test_killed_under_load_two_processes_on_postgresql_lose_double_and_mix_up_nothing(
    meta: FakeMeta, slow_engine: SmallEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DALIL_DATABASE_URL", "")
    with postgres_server() as url:
        disturbed_run(meta, slow_engine, tmp_path, url, webs=2)
