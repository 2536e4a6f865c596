"""Starts web, actions and engine together, waits until they answer, and ends them together."""

import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from honcho.environ import parse_procfile
from honcho.manager import Manager

from app.console import say
from app.environment import engine_environment
from app.health import says_ready
from app.problems import Problem
from app.settings import ROOT, Settings

_SECONDS_TO_START = 180.0


def serve(configuration: Settings, model: Path) -> int:
    """Run the processes of the Procfile until one ends or a signal comes; returns the exit code."""
    manager = Manager()
    for name, command in process_commands().items():
        manager.add_process(name, command, env=process_environment(configuration, model, name), cwd=str(ROOT))
    threading.Thread(target=_announce, args=(configuration, manager), daemon=True).start()
    manager.loop()
    return int(manager.returncode or 0)


def check_ports(configuration: Settings) -> None:
    """Raises Problem when one of the ports is taken; asked before anything that takes minutes."""
    ports = {
        "PORT": configuration.port,
        "DALIL_ENGINE_PORT": configuration.engine_port,
        "DALIL_ACTIONS_PORT": configuration.actions_port,
    }
    for name, port in ports.items():
        _must_be_free(name, port)


def process_commands() -> dict[str, str]:
    """Name → shell command of each process, from the Procfile."""
    return dict(parse_procfile((ROOT / "Procfile").read_text()).processes)


def process_environment(configuration: Settings, model: Path, name: str) -> dict[str, str]:
    """What the process of that name finds in its environment; only "web" gets the secrets of WhatsApp and the like."""
    return {
        **(os.environ if name == "web" else {}),
        **engine_environment(configuration),
        "DALIL_MODEL": str(model),
        "DALIL_HOST": configuration.host,
        "DALIL_PORT": str(configuration.port),
        "PORT": str(configuration.port),
        "DALIL_ACTIONS_PORT": str(configuration.actions_port),
        "DALIL_ENGINE_PORT": str(configuration.engine_port),
        "DALIL_DATA": str(configuration.data),
        "DALIL_DATABASE_URL": configuration.database,
        "DALIL_SEARCH_INDEX": str(configuration.search_index),
        "SANIC_HOST": "127.0.0.1",
        "PYTHONTZPATH": "",
    }


def _must_be_free(name: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Problem(f"Port {port} is already in use. Choose another one: {name}={port + 1} make run") from error


def _announce(configuration: Settings, manager: Manager) -> None:
    started = time.monotonic()
    while time.monotonic() - started < _SECONDS_TO_START:
        if says_ready(configuration):
            say(f"\nDalil is ready after {time.monotonic() - started:.0f} s.")
            say(f"  Chat page:  {configuration.web_url}/")
            say(f"  Desk:       {configuration.links_begin}/desk")
            say(f"  Health:     {configuration.web_url}/health")
            subprocess.run([sys.executable, "-m", "app.invite"], cwd=ROOT, check=False)
            say("Press Ctrl-C to stop.\n")
            return
        time.sleep(0.3)
    print("Dalil did not become ready in time; the lines above say why.", file=sys.stderr, flush=True)
    manager.terminate()
    os._exit(1)
