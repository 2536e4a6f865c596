"""Whole turns, as people wait for them: Dalil's running stack against the bot that `rasa init` makes.

`python -m bench.turns [--people 1 8 32] [--seconds 20] [--out FOLDER]` starts both, lets the given numbers of people
write to each, and prints median and 95th percentile of a turn, turns a second, failures, processor time of a turn and
memory. Everybody waits for the answer and writes again at once. Dalil is asked through `POST /chat/messages`, the
default bot through its REST webhook. The two are measured by turns in several rounds, so that other work of the machine
hits both. The people who write are simulated on the same machine and need a part of it, more beside the faster system.

The default bot is what `rasa init --no-prompt` makes and trains with the Rasa of the engine's environment: its own
pipeline (DIETClassifier, TEDPolicy), seven intents, fixed texts as answers, no actions, conversations in memory. Dalil
stores every message and its conversations in SQLite. The first run trains both models and takes some minutes longer.
"""

import argparse
import asyncio
import json
import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

from app.problems import Problem
from app.settings import ROOT
from bench.turns.conversations import messages
from bench.turns.dalil import Dalil
from bench.turns.default_bot import DefaultBot
from bench.turns.figures import Block
from bench.turns.load import client, write
from bench.turns.picture import draw
from bench.turns.processes import family_memory, family_processor
from bench.turns.report import Report
from bench.turns.system import System

FOLDER = ROOT / "var" / "bench"
ROUNDS = 4
_WARM_UP = 8
_SECONDS_TO_WARM_UP = 5.0


async def measure(systems: Sequence[System], numbers: Sequence[int], seconds: float) -> list[Block]:
    """Both systems by turns, `seconds` each for every number of people. Conversations go on from round to round."""
    for system in systems:
        await _block(system, _people(system, _WARM_UP), _SECONDS_TO_WARM_UP)
    blocks = []
    for number in numbers:
        people = [(system, _people(system, number)) for system in systems]
        for _ in range(ROUNDS):
            blocks += [await _block(system, writing, seconds / ROUNDS) for system, writing in people]
        print(f"  {number} people: done", flush=True)
    return blocks


def main() -> None:
    """Measure, print the table, keep it as JSON and as a picture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[1, 8, 32], help="who write at once (1 8 32)")
    parser.add_argument("--seconds", type=float, default=20.0, help="for each number and system (%(default)s)")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder of turns.json and turns.png (var/bench)")
    asked = parser.parse_args()
    if asked.seconds <= 0 or min(asked.people) < 1:
        parser.error("people and seconds must be more than nothing")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        blocks = _run(asked.people, asked.seconds)
    except (Problem, AssertionError) as problem:
        raise SystemExit(str(problem)) from problem
    except KeyboardInterrupt:
        raise SystemExit("Stopped; nothing was kept.") from None
    _tell(Report.of((Dalil.name, DefaultBot.name), blocks), asked.seconds, asked.out)


def _run(numbers: Sequence[int], seconds: float) -> list[Block]:
    """Start both, measure, and end both whatever happens."""
    dalil, default_bot = Dalil(FOLDER), DefaultBot(FOLDER)
    with ExitStack() as running:
        print("Training the bot of `rasa init`, unless it is there …", flush=True)
        default_bot.make()
        for system in (dalil, default_bot):
            print(f"Starting {system.name} …", flush=True)
            running.callback(system.stop)
            system.start()
        print("Measuring …", flush=True)
        return asyncio.run(measure((dalil, default_bot), numbers, seconds))


def _people(system: System, number: int) -> list[Iterator[tuple[str, str]]]:
    return [messages(system.conversations, person) for person in range(number)]


async def _block(system: System, people: Sequence[Iterator[tuple[str, str]]], seconds: float) -> Block:
    before = family_processor(system.pid)
    async with client() as asking:
        turns = await write(asking, system.door, people, seconds)
    return Block(
        system.name, len(people), seconds, turns, family_processor(system.pid) - before, family_memory(system.pid)
    )


def _tell(report: Report, seconds: float, folder: Path) -> None:
    machine = {"cores": os.cpu_count(), "load_average_at_the_end": os.getloadavg()}
    print(f"\n{seconds:g} s for each line, in {ROUNDS} rounds; {machine['cores']} cores\n\n{report.text()}\n")
    folder.mkdir(parents=True, exist_ok=True)
    content = {"seconds": seconds, "rounds": ROUNDS, "machine": machine, **report.content()}
    (folder / "turns.json").write_text(json.dumps(content, indent=1), encoding="utf-8")
    print(f"Kept in {folder / 'turns.json'}.")
    if find_spec("matplotlib"):
        draw(report, folder / "turns.png")
        print(f"Drawn in {folder / 'turns.png'}.")
    else:
        print("No picture: matplotlib is not installed.")


if __name__ == "__main__":
    main()
