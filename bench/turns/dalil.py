"""Dalil's whole stack, asked as the chat page asks it."""

import uuid
from pathlib import Path
from typing import Any

from bench.turns.conversations import WITH_DALIL
from bench.turns.load import Door
from tests.running_stack import Stack


class Dalil(Stack):
    """Web, actions and engine on SQLite, with the default settings but for the limit of messages a person."""

    name = "Dalil"
    conversations = WITH_DALIL

    def __init__(self, data: Path) -> None:
        """`data` is its data folder; see `Stack`."""
        super().__init__(data)
        self.environment["DALIL_SENDER_LIMIT"] = "1000000"

    @property
    def door(self) -> Door:
        """The chat page's; the token lifts the limit of messages from one address."""
        token = (self.data / "secrets" / "evaluation-token").read_text()
        return Door(f"{self.url}/chat/messages", {"X-Dalil-Evaluation": token}, chat_message, chat_fault)

    @property
    def pid(self) -> int:
        """The supervisor."""
        assert self._process is not None, "it was not started"  # noqa: S101 - for mypy
        return self._process.pid


def chat_message(conversation: str, text: str) -> dict[str, Any]:
    """What the chat page posts."""
    return {"conversation": conversation, "id": str(uuid.uuid4()), "text": text}


def chat_fault(content: dict[str, Any]) -> str:
    """Not exactly one reply, one that only says that an answer will follow, or one that the engine did not give."""
    if content["pending"]:
        return "later"
    if len(content["replies"]) != 1:
        return f"{len(content['replies'])} replies"
    return "" if content["replies"][0]["trace"]["intent"] else "no answer of the engine"
