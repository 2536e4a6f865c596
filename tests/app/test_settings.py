"""Settings: from the environment, safe by default, and a clear sentence when they are wrong."""

import os
import subprocess
from pathlib import Path

import pytest

from app.settings import ROOT, Settings
from tests.running_stack import DALIL

DOCUMENTED = ("PORT", "DALIL_HOST", "DALIL_DATA", "DALIL_DATABASE_URL", "DALIL_ENGINE_PORT", "DALIL_ACTIONS_PORT",
              "DALIL_API_RATE")  # fmt: skip


@pytest.fixture(autouse=True)
def no_settings_of_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of whoever runs the tests does not count."""
    for name in [name for name in os.environ if name.startswith("DALIL_") or name == "PORT"]:
        monkeypatch.delenv(name)


def prepare(data: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """The real command, which stops at wrong settings before it does anything."""
    values = {**os.environ, "DALIL_DATA": str(data), **environment}
    return subprocess.run([DALIL, "prepare"], env=values, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("PORT", "port", 8123),
        ("DALIL_PORT", "port", 8124),
        ("DALIL_HOST", "host", "0.0.0.0"),  # noqa: S104 - only read, nobody listens
        ("DALIL_ENGINE_PORT", "engine_port", 5105),
        ("DALIL_ACTIONS_PORT", "actions_port", 5155),
        ("DALIL_DATABASE_URL", "database", "postgresql+psycopg://dalil@db/dalil"),
        ("DALIL_DATA", "data", Path("/srv/dalil")),
    ],
)
def test_every_setting_comes_from_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, field: str, value: object
) -> None:
    monkeypatch.setenv(name, str(value))
    assert getattr(Settings(), field) == value


def test_by_default_only_this_machine_is_served_and_all_data_lie_in_one_folder() -> None:
    settings = Settings()
    assert settings.host == "127.0.0.1"
    assert settings.data == ROOT / "var"
    assert settings.database.startswith("sqlite:///")
    assert str(settings.data) in settings.database and str(settings.data) in settings.tracker_url
    assert settings.models.is_relative_to(settings.data) and settings.search_index.is_relative_to(settings.data)


def test_the_engine_keeps_its_conversations_in_the_same_postgresql() -> None:
    settings = Settings(database_url="postgresql+psycopg://dalil@db/dalil")
    assert settings.tracker_url == "postgresql+psycopg2://dalil@db/dalil"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "70000"),
        ("PORT", ""),
        ("DALIL_ENGINE_PORT", "0"),
        ("DALIL_ACTIONS_PORT", "5055.5"),
        ("DALIL_DATABASE_URL", "not an address"),
        ("DALIL_DATABASE_URL", "unknown://database"),
        ("DALIL_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing"),
        ("DALIL_DATABASE_URL", "sqlite:////nowhere/at/all.db"),
        ("DALIL_DATA", "/dev/null/dalil"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_a_sentence_and_exit_code_1(tmp_path: Path, name: str, value: str) -> None:
    done = prepare(tmp_path, **{name: value})
    assert done.returncode == 1
    assert done.stderr.startswith("dalil: ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "name",
    ["PORT", "DALIL_ENGINE_PORT", "DALIL_ACTIONS_PORT"],
)
def test_the_sentence_about_a_wrong_port_names_its_variable(tmp_path: Path, name: str) -> None:
    assert name in prepare(tmp_path, **{name: "70000"}).stderr


def test_a_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    first = Settings(data=tmp_path / "data").secret("engine-token")
    file = tmp_path / "data" / "secrets" / "engine-token"
    assert Settings(data=tmp_path / "data").secret("engine-token") == first == file.read_text()
    assert len(first) >= 32
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o077 == 0


def test_two_secrets_differ(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    assert settings.secret("engine-token") != settings.secret("evaluation-token")


@pytest.mark.parametrize("name", DOCUMENTED)
def test_every_setting_is_documented(name: str) -> None:
    page = ROOT / "docs" / "settings.md"
    assert page.exists(), "docs/settings.md is missing"
    assert f"`{name}`" in page.read_text(encoding="utf-8")


def test_there_is_no_setting_beyond_the_documented_ones() -> None:
    names = {"PORT" if field == "port" else f"DALIL_{field.upper()}" for field in Settings.model_fields}
    assert names == set(DOCUMENTED)
