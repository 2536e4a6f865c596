"""One run: traffic, kills, failures of Meta's stand-in, and the verdict."""

import random
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine as Database

from app.settings import Settings
from app.supervisor import process_commands, process_environment
from knowledge.database import connect
from tests.chaos.processes import Processes, wait_until_up
from tests.chaos.traffic import Traffic
from tests.chaos.verdict import Verdict, judge, wait_until_done
from tests.gateway.whatsapp.fake_meta import FakeMeta, running_meta
from tests.ports import free_ports

SECRET = "the app's secret"
_PASSING_ERRORS = (131000, 131056, 130429, 131016)


@dataclass
class Chaos:
    """What is killed and what fails, at random, until it ends."""

    processes: Processes
    urls: Sequence[str]
    meta: FakeMeta
    seed: int
    pause: tuple[float, float]
    """Seconds between two kills, at least and at most, counted while all web processes answer."""
    weights: Mapping[str, float]
    """How often each process is killed, compared with the others."""
    killed: list[str] = field(default_factory=list)
    _end: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Kill and fail until `end`."""
        chance = random.Random(self.seed)  # noqa: S311 - repeatable, not secret
        names = self.processes.names
        while not self._end.wait(chance.uniform(*self.pause)):
            name = chance.choices(names, [self.weights.get(name.rstrip("0123456789"), 1.0) for name in names])[0]
            self.processes.kill(name)
            self.killed.append(name)
            self._fail(chance)
            for url in self.urls:
                wait_until_up(f"{url}/")

    def _fail(self, chance: random.Random) -> None:
        """A few sendings are refused, or accepted without an answer."""
        self.meta.fail_next(chance.randint(0, 2), chance.choice(_PASSING_ERRORS), 500)
        self.meta.lose_next(chance.randint(0, 2))

    def end(self) -> None:
        """No more."""
        self._end.set()


def web_commands(configuration: Settings, model: Path, number: int) -> dict[str, tuple[str, Mapping[str, str]]]:
    """So many web processes, each on a port of its own."""
    command = process_commands()["web"]
    found = {}
    for index, port in enumerate(free_ports(number)):
        one = configuration.model_copy(update={"port": port})
        found[f"web{index}"] = (command, process_environment(one, model, "web"))
    return found


def web_urls(commands: Mapping[str, tuple[str, Mapping[str, str]]]) -> list[str]:
    """The addresses of the web processes."""
    return [f"http://127.0.0.1:{values['PORT']}" for name, (_, values) in commands.items() if name.startswith("web")]


@contextmanager
def whatsapp_settings(environment: dict[str, str]) -> Iterator[FakeMeta]:
    """A server in Meta's place; the settings that point to it are put into an environment."""
    with running_meta() as meta:
        environment |= {
            "DALIL_WHATSAPP_APP_SECRET": SECRET,
            "DALIL_WHATSAPP_VERIFY_TOKEN": "verify",
            "DALIL_WHATSAPP_TOKEN": meta.token,
            "DALIL_WHATSAPP_PHONE_NUMBER_ID": meta.phone_number_id,
            "DALIL_WHATSAPP_GRAPH_URL": meta.url,
            "DALIL_SENDER_LIMIT": "1000000",
        }
        meta.secret = SECRET
        yield meta


def run(
    traffic: Traffic,
    chaos: Chaos,
    database_url: str,
    seconds: float,
) -> Verdict:
    """Start, disturb, wait for the end, judge. Raises AssertionError when it does not end in so many seconds."""
    database: Database = connect(database_url)
    webhooks = [f"{url}/webhooks/whatsapp" for url in chaos.urls]
    chaos.meta.status_url = webhooks[0]
    chaos.meta.webhooks.patience = 120.0
    disturber = threading.Thread(target=chaos.run, daemon=True)
    try:
        chaos.processes.start()
        for url in chaos.urls:
            wait_until_up(f"{url}/")
        disturber.start()
        traffic.deliver(chaos.meta, webhooks, SECRET)
        chaos.end()
        disturber.join()
        done = wait_until_done(database, traffic.total, seconds)
        verdict = judge(database, chaos.meta, traffic.total)
        assert done, f"not done after {seconds} s: {verdict}"
        return verdict
    finally:
        chaos.end()
        with suppress(RuntimeError):
            disturber.join()
        chaos.processes.stop()
        database.dispose()
