"""Answers messages through the real stack, each as a new conversation."""

import json
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx

from app.health import says_ready
from app.problems import Problem
from app.settings import ROOT, Settings
from reply import Reply
from reply.gold import Message
from reply.judging import Answer, judged

_AT_ONCE = 6
_SECONDS_TO_START = 600


def answer_all(configuration: Settings, messages: Sequence[Message], target: Path) -> list[Answer]:
    """Answer the messages and write a row for each of them, in their order. Raises Problem when the stack fails."""
    token = configuration.secret("evaluation-token")
    answers = []
    with (
        _running_stack(configuration),
        httpx.Client(base_url=configuration.web_url, headers={"X-Dalil-Evaluation": token}, timeout=60) as client,
        ThreadPoolExecutor(_AT_ONCE) as pool,
        target.open("w", encoding="utf-8") as output,
    ):
        for answer in pool.map(lambda message: _answer(client, message), messages):
            output.write(json.dumps(answer, ensure_ascii=False) + "\n")
            answers.append(answer)
    return answers


def _answer(client: httpx.Client, message: Message) -> Answer:
    conversation = str(uuid.uuid4())
    body = {"conversation": conversation, "id": str(uuid.uuid4()), "text": message.text[:6000]}
    response = client.post("/chat/messages", json=body)
    response.raise_for_status()
    replies = response.json()["replies"]
    client.delete(f"/chat/conversations/{conversation}")
    if not replies:
        raise Problem(f"No answer to row {message.id} within the time of a turn.")
    return {"id": message.id, **judged(Reply.from_dict(replies[0]))}


@contextmanager
def _running_stack(configuration: Settings) -> Iterator[None]:
    if says_ready(configuration):
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
    while not says_ready(configuration):
        if stack.poll() is not None:
            raise Problem(f"The stack did not start: {(stack.stderr.read() if stack.stderr else '').strip()}")
        if time.monotonic() > deadline:
            raise Problem("The stack did not become ready in time.")
        time.sleep(0.5)
