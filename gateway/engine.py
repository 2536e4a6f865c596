"""The client of the Rasa engine."""

import json
from typing import Any

import httpx

from gateway.bearer import bearer
from reply import Reply

LONGEST_TEXT = 1500
"""Characters of a message that the engine reads; one of 240,000 would keep it busy for a second."""


class EngineError(Exception):
    """The engine gave no answer: it is down or too slow."""


class TurnFailed(EngineError):
    """The engine is there, but this turn failed inside it or inside the actions."""


class Engine:
    """One Rasa engine on loopback, spoken to through `bot.engine.channel`."""

    def __init__(self, url: str, token: str, timeout: float = 20.0) -> None:
        """`url` is the engine's address, `timeout` in seconds is for one whole turn.

        Raises ValueError for a token that no header can carry.
        """
        limits = httpx.Limits(max_connections=16, max_keepalive_connections=16)
        self._client = httpx.AsyncClient(base_url=url, headers=bearer(token), timeout=timeout, limits=limits)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def is_ready(self) -> bool:
        """True when the engine has loaded its model and answers."""
        try:
            response = await self._client.get("/", timeout=2.0)
        except httpx.HTTPError:
            return False
        return response.status_code == httpx.codes.OK

    async def ask(self, sender: str, message: str, metadata: dict[str, Any], seconds: float | None = None) -> Reply:
        """One turn. `message` is a text or the payload of a choice.

        `seconds` is for a turn that cannot wait as long as others. Raises EngineError or TurnFailed when there is no
        answer.
        """
        answers = await self._post(sender, message, metadata, seconds)
        try:
            replies = [Reply.from_dict(answer["custom"]) for answer in answers if "custom" in answer]
        except (TypeError, KeyError, AttributeError) as error:
            raise TurnFailed(f"an answer of another shape: {type(error).__name__}") from error
        if len(replies) != 1:
            raise TurnFailed(f"{len(replies)} replies to one message")
        return replies[0]

    async def start_session(self, sender: str) -> None:
        """Begin a new Rasa session: a conversation gets slower with every turn; slots are carried over."""
        await self._post(sender, "/session_start", {}, None)

    async def _post(
        self, sender: str, message: str, metadata: dict[str, Any], seconds: float | None
    ) -> list[dict[str, Any]]:
        timeout = httpx.USE_CLIENT_DEFAULT if seconds is None else httpx.Timeout(seconds)
        body = {"sender": sender, "message": message, "metadata": metadata}
        try:
            response = await self._client.post("/webhooks/gateway/webhook", content=json.dumps(body), timeout=timeout)
            response.raise_for_status()
            answers: list[dict[str, Any]] = response.json()
        except (httpx.HTTPStatusError, ValueError) as error:
            raise TurnFailed(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise EngineError(type(error).__name__) from error
        return answers


def as_text(text: str) -> str:
    """What a person wrote, safe for the engine: never a command ("/restart"), never longer than it reads."""
    return text.lstrip("/ \t\r\n").rstrip()[:LONGEST_TEXT] or "…"
