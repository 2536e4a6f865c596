"""The whole assistant as `make run` starts it: a process with its children, on ports of its own."""

import fcntl
import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any, TextIO

import httpx

from app.settings import ROOT
from tests.ports import free_ports

DALIL = Path(sys.executable).with_name("dalil")
_SECONDS_TO_START = 600
_SECONDS_TO_STOP = 30


class Stack:
    """One running stack; see `start` and `stop`."""

    def __init__(self, data: Path) -> None:
        """`data` is its data folder, where the trained model stays for the next run; the databases begin empty."""
        self.data = data
        self.port, self.engine_port, self.actions_port = free_ports(3)
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data / "stack.log"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("DALIL_") and name != "PORT"},
            "PORT": str(self.port),
            "DALIL_ENGINE_PORT": str(self.engine_port),
            "DALIL_ACTIONS_PORT": str(self.actions_port),
            "DALIL_DATA": str(data),
            "DALIL_SENDER_LIMIT": "1000",
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._client: httpx.Client | None = None
        self._lock: TextIO | None = None

    def start(self) -> None:
        """Start and wait until questions can be answered. Raises AssertionError with the log when they cannot."""
        self.data.mkdir(parents=True, exist_ok=True)
        self._take_data_folder()
        for database in self.data.glob("*.db*"):
            database.unlink()
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [DALIL, "run"], cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + _SECONDS_TO_START
        while not self._is_ready():
            ended, late = self._process.poll() is not None, time.monotonic() > deadline
            assert not (ended or late), f"the stack did not start:\n{self.log.read_text(encoding='utf-8')}"
            time.sleep(0.3)
        headers = {"X-Dalil-Evaluation": (self.data / "secrets" / "evaluation-token").read_text()}
        self._client = httpx.Client(base_url=self.url, headers=headers, timeout=60)

    def _take_data_folder(self) -> None:
        self._lock = (self.data / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AssertionError(f"another test run is using {self.data}") from None

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health", timeout=3).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def ask(self, text: str, conversation: str | None = None, payload: str | None = None) -> dict[str, Any]:
        """The one reply to a message, with its trace; in a conversation of its own unless one is named."""
        assert self._client is not None
        body = {
            "conversation": conversation or str(uuid.uuid4()),
            "id": str(uuid.uuid4()),
            "text": text,
            "payload": payload,
        }
        response = self._client.post("/chat/messages", json=body)
        assert response.status_code == httpx.codes.OK, f"{response.status_code}: {response.text}"
        (reply,) = response.json()["replies"]
        return dict(reply)

    def processes(self, module: str) -> list[int]:
        """The running processes of the stack that were started with `python -m MODULE` or one of its submodules."""
        assert self._process is not None
        family = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in descendants(self._process.pid)}
        return [pid for pid, started_with in family.items() if f"\0-m\0{module}".encode() in started_with]

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """The command `dalil` with this stack's settings."""
        return subprocess.run(
            [DALIL, *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )

    def stop(self) -> None:
        """End it as Ctrl-C or a service manager does. Raises AssertionError when one of its processes goes on."""
        if self._client:
            self._client.close()
        if self._process is None:
            return
        family = [self._process.pid, *descendants(self._process.pid)]
        self._process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + _SECONDS_TO_STOP
        while time.monotonic() < deadline and any(map(is_running, family)):
            self._process.poll()
            time.sleep(0.1)
        left = [pid for pid in family if is_running(pid)]
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        assert not left, f"after SIGTERM these processes went on: {left}"


def descendants(pid: int) -> list[int]:
    """The processes that a process started, and those that they started."""
    children = [child for task in Path(f"/proc/{pid}/task").glob("*/children") for child in task.read_text().split()]
    return [found for child in map(int, children) for found in (child, *descendants(child))]


def is_running(pid: int) -> bool:
    """True unless the process has ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"
