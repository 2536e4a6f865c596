"""`make chaos`: real web, actions and engine are killed at random under load, on SQLite and on PostgreSQL."""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from app.model_file import model_for
from app.prepare import prepare
from app.settings import ROOT, Settings
from app.supervisor import process_commands, process_environment
from tests.chaos.processes import Processes
from tests.chaos.run import Chaos, run, web_commands, web_urls, whatsapp_settings
from tests.chaos.traffic import Traffic
from tests.chaos.verdict import Verdict
from tests.ports import free_ports
from tests.postgres import postgres_server
from tests.stack.questions import QUESTIONS

_SECONDS = 3600
_WEIGHTS = {"web": 3.0, "actions": 1.0, "engine": 1.0}


def main() -> int:
    """Run and print the table; exit code 1 when a promise was broken."""
    options = _options()
    traffic = Traffic(options.people, options.messages, [question.text for question in QUESTIONS], options.seed)
    with tempfile.TemporaryDirectory() as folder:
        verdicts = [_run("SQLite, 1 web process", traffic, options.seed, Path(folder) / "sqlite", "", webs=1)]
        with postgres_server() as url:
            verdicts.append(
                _run("PostgreSQL, 2 web processes", traffic, options.seed, Path(folder) / "pg", url, webs=2)
            )
    return 0 if all(verdict.is_good for verdict in verdicts) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--messages", type=int, default=50, help="of each person")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _run(name: str, traffic: Traffic, seed: int, data: Path, database_url: str, webs: int) -> Verdict:
    values: dict[str, str] = {}
    with whatsapp_settings(values) as meta:
        os.environ |= {**values, "DALIL_DATABASE_URL": database_url}
        engine_port, actions_port = free_ports(2)
        configuration = Settings(data=data, engine_port=engine_port, actions_port=actions_port)
        _share_model(data)
        prepare(configuration)
        commands = _commands(configuration, webs)
        processes = Processes(commands, data / "log")
        chaos = Chaos(processes, web_urls(commands), meta, seed, pause=(5.0, 20.0), weights=_WEIGHTS)
        started = time.monotonic()
        verdict = run(traffic, chaos, configuration.database, _SECONDS)
    _print(name, verdict, Counter(killed.rstrip("0123456789") for killed in chaos.killed), time.monotonic() - started)
    return verdict


def _share_model(data: Path) -> None:
    """Use what is trained and indexed already, if it is."""
    data.mkdir(parents=True)
    for folder in ("models", "search", "training"):
        if (ROOT / "var" / folder).exists():
            (data / folder).symlink_to(ROOT / "var" / folder)


def _commands(configuration: Settings, webs: int) -> dict[str, tuple[str, Mapping[str, str]]]:
    model = model_for(configuration)
    others = {
        name: (command, process_environment(configuration, model, name))
        for name, command in process_commands().items()
        if name != "web"
    }
    return {**web_commands(configuration, model, webs), **others}


def _print(name: str, verdict: Verdict, killed: Counter[str], seconds: float) -> None:
    kills = ", ".join(f"{process} {number}" for process, number in sorted(killed.items())) or "none"
    print(f"{name}: {verdict.written} messages, {verdict.answered} answered, {verdict.notices} notices")
    print(f"  lost {verdict.lost}, twice {verdict.twice}, out of order {verdict.out_of_order}")
    print(f"  killed: {kills}; {seconds:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
