"""The processes of a stack, each of which can be killed and comes back at once."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from pathlib import Path

import httpx

from app.settings import ROOT

_SECONDS_TO_START = 180


class Processes:
    """Shell commands by name, each with its environment; all write into one log."""

    def __init__(self, commands: Mapping[str, tuple[str, Mapping[str, str]]], log: Path) -> None:
        """The commands begin with `exec`, so that the process that is killed is the one that works."""
        self._commands = commands
        self._log = log.open("ab")
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._lock = threading.Lock()

    @property
    def names(self) -> list[str]:
        """Their names."""
        return list(self._commands)

    def start(self) -> None:
        """Start all."""
        for name in self._commands:
            self._start(name)

    def kill(self, name: str) -> None:
        """Kill -9, and start again."""
        with self._lock:
            process = self._running[name]
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            self._start(name)

    def _start(self, name: str) -> None:
        command, environment = self._commands[name]
        self._running[name] = subprocess.Popen(  # noqa: S602 - the Procfile holds shell commands
            command, shell=True, cwd=ROOT, env=dict(environment), stdout=self._log, stderr=self._log,
            start_new_session=True,
        )  # fmt: skip

    def stop(self) -> None:
        """End all for good."""
        for process in self._running.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._log.close()


def wait_until_up(url: str, seconds: float = _SECONDS_TO_START) -> None:
    """Wait until an address answers 200. Raises AssertionError when it never does."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            if httpx.get(url, timeout=5).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            pass
        assert time.monotonic() < deadline, f"{url} does not answer"
        time.sleep(0.2)
