"""People who write to an assistant at the same time, each waiting for the answer before writing again."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

SECONDS_TO_ANSWER = 60.0


@dataclass(frozen=True)
class Door:
    """How an assistant is asked over HTTP."""

    url: str
    headers: dict[str, str]
    body: Callable[[str, str], dict[str, Any]]
    """The JSON of a message, from the id of the conversation and the text."""
    fault: Callable[[Any], str]
    """What is wrong with the JSON of a response with code 200; empty when it answers the message."""


@dataclass(frozen=True)
class Turn:
    """One message with its answer."""

    seconds: float
    """From sending until the whole answer was there."""
    in_time: bool
    """False when it ended after the time in which people write."""
    fault: str = ""
    """Why it failed; empty when it did not."""


def client() -> httpx.AsyncClient:
    """A client that keeps a connection for everybody who writes."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    return httpx.AsyncClient(limits=limits, timeout=SECONDS_TO_ANSWER, trust_env=False)


async def write(
    asking: httpx.AsyncClient, door: Door, people: Sequence[Iterator[tuple[str, str]]], seconds: float
) -> list[Turn]:
    """Let all write for so long; what is on its way then is still waited for."""
    deadline = time.perf_counter() + seconds
    turns = await asyncio.gather(*(_write(asking, door, person, deadline) for person in people))
    return [turn for of_person in turns for turn in of_person]


async def _write(
    asking: httpx.AsyncClient, door: Door, person: Iterator[tuple[str, str]], deadline: float
) -> list[Turn]:
    turns = []
    while time.perf_counter() < deadline:
        body = door.body(*next(person))
        started = time.perf_counter()
        fault = await _ask(asking, door, body)
        ended = time.perf_counter()
        turns.append(Turn(ended - started, ended <= deadline, fault))
    return turns


async def _ask(asking: httpx.AsyncClient, door: Door, body: dict[str, Any]) -> str:
    try:
        response = await asking.post(door.url, json=body, headers=door.headers)
    except httpx.HTTPError as error:
        return type(error).__name__
    if response.status_code != httpx.codes.OK:
        return f"HTTP {response.status_code}"
    return door.fault(response.json())
