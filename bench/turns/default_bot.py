"""The bot that `rasa init` makes, in the engine's environment, with its own pipeline and settings."""

import hashlib
import os
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

from app.problems import Problem
from app.settings import ROOT
from app.training import ENGINE_PYTHON
from bench.turns.conversations import WITH_DEFAULT_BOT
from bench.turns.load import Door
from tests.ports import free_ports

_SECONDS_TO_START = 300
_SECONDS_TO_STOP = 30
_LAST_LINES = 15


class DefaultBot:
    """One server (`rasa run`) with REST channel and conversations in memory; it has no action server."""

    name = "rasa init"
    conversations = WITH_DEFAULT_BOT

    def __init__(self, data: Path) -> None:
        """In `data` the project stays with its trained model, until the engine's environment changes."""
        lock = hashlib.sha256((ROOT / "requirements" / "engine.lock").read_bytes()).hexdigest()
        self._project = data / f"rasa-init-{lock[:8]}"
        (self._port,) = free_ports(1)
        self._url = f"http://127.0.0.1:{self._port}/webhooks/rest"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def door(self) -> Door:
        """Its REST webhook."""
        return Door(f"{self._url}/webhook", {}, rest_message, rest_fault)

    @property
    def pid(self) -> int:
        """The server."""
        assert self._process is not None, "it was not started"  # noqa: S101 - for mypy
        return self._process.pid

    def make(self) -> None:
        """`rasa init`, which trains for some minutes, unless that was done. Raises Problem when it fails."""
        if self._project.exists():
            return
        if not ENGINE_PYTHON.exists():
            raise Problem("The engine's environment .venv-rasa is missing. Run `make install`.")
        self._project.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._project.parent) as folder:
            project = Path(folder) / "project"
            project.mkdir()
            done = subprocess.run(  # noqa: S603 - the engine's own command
                _rasa("init", "--no-prompt"),
                cwd=project,
                env=_environment(),
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode != 0 or not list(project.glob("models/*.tar.gz")):
                raise Problem("\n".join(["rasa init failed:", *done.stderr.splitlines()[-_LAST_LINES:]]))
            project.rename(self._project)

    def start(self) -> None:
        """See `System`; `make` comes before."""
        log_file = self._project / "server.log"
        with log_file.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - the engine's own command
                _rasa("run", "--interface", "127.0.0.1", "--port", str(self._port)),
                cwd=self._project,
                env=_environment(),
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + _SECONDS_TO_START
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                last = log_file.read_text(encoding="utf-8").splitlines()[-_LAST_LINES:]
                raise Problem("\n".join(["rasa run did not start:", *last]))
            time.sleep(0.3)

    def stop(self) -> None:
        """See `System`."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(_SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"{self._url}/", timeout=3, trust_env=False).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False


def rest_message(conversation: str, text: str) -> dict[str, Any]:
    """What the REST channel takes."""
    return {"sender": conversation, "message": text}


def rest_fault(content: list[Any]) -> str:
    """The REST channel answers a turn that failed with an empty list."""
    return "" if content else "no reply"


def _rasa(*arguments: str) -> list[str]:
    return [str(ENGINE_PYTHON), "-W", "ignore", "-m", "rasa", *arguments]


def _environment() -> dict[str, str]:
    """Nothing of Dalil's; as many threads as Rasa and TensorFlow take by themselves."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("DALIL_")}
    return {**inherited, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}
