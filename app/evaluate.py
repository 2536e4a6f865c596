"""Answers a file of messages through the real stack, each as a new conversation."""

import json
import re
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from app.problems import Problem
from app.settings import ROOT, Settings
from reply import Reply
from reply.plain_text import plain_text

_AT_ONCE = 6
_SECONDS_TO_START = 600
_ARTICLE = re.compile(r'"article": "([a-z_]+\.[a-z_0-9]+)"')
_UNSURE = ("question", "ambiguous")


def evaluate(configuration: Settings, source: Path, target: Path) -> int:
    """Write one row per row of `source`, in its order. Raises Problem for a file that cannot be read."""
    rows = _rows(source)
    token = configuration.secret("evaluation-token")
    with (
        _running_stack(configuration),
        httpx.Client(base_url=configuration.web_url, headers={"X-Dalil-Evaluation": token}, timeout=60) as client,
        ThreadPoolExecutor(_AT_ONCE) as pool,
        target.open("w", encoding="utf-8") as output,
    ):
        for row in pool.map(lambda row: _answer(client, row), rows):
            output.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 0


def _rows(source: Path) -> list[dict[str, Any]]:
    try:
        lines = source.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise Problem(f"{source} is not a text in UTF-8.") from error
    rows = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            identifier, text = row["id"], row["text"]
        except (ValueError, KeyError, TypeError) as error:
            raise Problem(f'{source}, line {number}: each row must be {{"id": …, "text": …}}') from error
        if not isinstance(text, str):
            raise Problem(f"{source}, line {number}: text must be a text")
        rows.append({"id": identifier, "text": text})
    return rows


def _answer(client: httpx.Client, row: dict[str, Any]) -> dict[str, Any]:
    conversation = str(uuid.uuid4())
    body = {"conversation": conversation, "id": str(uuid.uuid4()), "text": row["text"][:6000]}
    response = client.post("/chat/messages", json=body)
    response.raise_for_status()
    replies = response.json()["replies"]
    client.delete(f"/chat/conversations/{conversation}")
    if not replies:
        raise Problem(f"No answer to row {row['id']} within the time of a turn.")
    return {"id": row["id"], **judged(Reply.from_dict(replies[0]))}


def judged(reply: Reply) -> dict[str, Any]:
    """The fields of an output row."""
    trace = reply.trace
    unsure = trace.kind in _UNSURE and trace.article is None
    keys = [key for choice in reply.choices for key in _ARTICLE.findall(choice.payload)]
    return {
        "language": reply.language,
        "kind": trace.kind,
        "topic": trace.topic,
        "article": trace.article,
        "choices": keys if unsure else [],
        "category": trace.category,
        "place": trace.place,
        "urgent": reply.urgent,
        "confidence": round(trace.confidence, 4),
        "reply": plain_text(reply),
    }


@contextmanager
def _running_stack(configuration: Settings) -> Iterator[None]:
    if _is_ready(configuration):
        yield
        return
    print("Starting the stack …", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "app.cli", "run"]
    stack = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)  # noqa: S603
    try:
        _wait(configuration, stack)
        yield
    finally:
        stack.terminate()
        stack.wait(timeout=30)


def _wait(configuration: Settings, stack: "subprocess.Popen[str]") -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while not _is_ready(configuration):
        if stack.poll() is not None:
            raise Problem(f"The stack did not start: {(stack.stderr.read() if stack.stderr else '').strip()}")
        if time.monotonic() > deadline:
            raise Problem("The stack did not become ready in time.")
        time.sleep(0.5)


def _is_ready(configuration: Settings) -> bool:
    try:
        return httpx.get(f"{configuration.web_url}/health", timeout=3.0).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False
