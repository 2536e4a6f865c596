"""What each process finds in its environment: secrets only where they are needed."""

from pathlib import Path
from typing import Any

import pytest

from app import supervisor
from app.environment import engine_environment
from app.settings import WHATSAPP_SETTINGS, Settings

SECRETS = (
    *WHATSAPP_SETTINGS,
    "DALIL_WHATSAPP_GRAPH_URL",
    "DALIL_ADDRESS_KEY",
    "DALIL_TRANSCRIPTION_TOKEN",
    "DALIL_TRANSCRIPTION_URL",
    "dalil_transcription_token",
)
MODEL = Path("model")


class Started:
    """In honcho's place: keeps what it should start."""

    returncode = 0

    def __init__(self) -> None:
        self.environments: dict[str, dict[str, str]] = {}

    def add_process(self, name: str, command: str, env: dict[str, str], cwd: str) -> None:
        self.environments[name] = env

    def loop(self) -> None:
        """All end at once."""


@pytest.fixture
def configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation whose environment has all secrets, and something else."""
    for name in SECRETS:
        monkeypatch.setenv(name, "http://hidden")
    monkeypatch.setenv("LC_PAPER", "A4")
    return Settings.model_construct(data=tmp_path)


@pytest.fixture
def environments(configuration: Settings, monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, str]]:
    """Process → what it is started with."""
    started = Started()
    monkeypatch.setattr(supervisor, "Manager", lambda: started)
    monkeypatch.setattr(supervisor, "_announce", lambda *_: None)
    supervisor.serve(configuration, MODEL)
    return started.environments


def hidden(environment: dict[str, Any]) -> set[str]:
    """The names under which something hidden is found."""
    return {name for name, value in environment.items() if "hidden" in value}


def test_only_the_web_process_gets_the_secrets_of_whatsapp_addresses_and_transcription(
    environments: dict[str, dict[str, str]],
) -> None:
    found = {name: hidden(environment) for name, environment in environments.items()}
    assert found == {"web": set(SECRETS), "actions": set(), "engine": set()}


def test_training_gets_none_of_them(configuration: Settings) -> None:
    assert hidden(engine_environment(configuration)) == set()


def test_everything_else_is_inherited_and_settings_are_filled_in(environments: dict[str, dict[str, str]]) -> None:
    for environment in environments.values():
        assert environment["LC_PAPER"] == "A4"
        assert environment["DALIL_MODEL"] == "model"
        assert environment["DALIL_PORT"] == "8000"
