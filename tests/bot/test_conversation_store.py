"""The engine's tracker store gives back what Rasa's own would, from memory where nothing changed."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from app.settings import ROOT

PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
PROGRAM = Path(__file__).with_name("conversation_store_program.py")


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the program saw, in the engine's environment."""
    url = f"sqlite:///{tmp_path_factory.mktemp('tracker') / 'tracker.db'}"
    command = [PYTHON, "-W", "ignore", PROGRAM, url]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT)})
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def texts(conversation: dict[str, Any]) -> list[str]:
    return [event["text"] for event in conversation["events"] if event["event"] == "user"]


@pytest.mark.stack
class TestConversationStore:
    """Every promise of the store, seen in one run of it."""

    @pytest.mark.parametrize("scenario", ["three turns", "five turns", "another engine", "a new session", "later"])
    def test_a_conversation_is_the_one_that_rasa_would_read(self, said: Any, scenario: str) -> None:
        ours, rasas = said[scenario]
        assert ours == rasas
        assert len(ours["events"]) > 1

    def test_it_holds_all_that_was_said(self, said: Any) -> None:
        assert texts(said["five turns"][0]) == ["one", "two", "three", "four", "five"]
        assert said["five turns"][0]["topic"] == "five"

    def test_what_another_engine_stored_is_noticed(self, said: Any) -> None:
        assert texts(said["another engine"][0])[-1] == "by another engine"

    def test_what_a_failed_turn_left_behind_is_not_taken_for_said(self, said: Any) -> None:
        ours, rasas = said["a failed turn"]
        assert ours == rasas
        assert "never stored" not in texts(ours)

    def test_a_new_session_begins_empty(self, said: Any) -> None:
        assert texts(said["a new session"][0]) == ["in a new session"]

    def test_what_was_deleted_in_the_database_is_forgotten(self, said: Any) -> None:
        assert said["deleted"] is None

    def test_a_turn_in_a_known_conversation_reads_no_events(self, said: Any) -> None:
        assert said["whole reads of a turn"] == 0

    def test_it_stays_in_memory_only_for_a_while(self, said: Any) -> None:
        assert said["whole reads later"] == 1
