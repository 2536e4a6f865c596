"""Posting webhooks as Meta does: signed, and again and again until somebody takes them."""

import hashlib
import hmac
import json
import threading
import time
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import httpx

LONGEST_PAUSE = 1.0


@dataclass
class Webhooks:
    """`patience` is for how many seconds a webhook is posted again until it gets a 200 (Meta: seven days)."""

    patience: float = 30.0
    _closing: threading.Event = field(default_factory=threading.Event)

    @cached_property
    def _client(self) -> httpx.Client:
        """Made when needed: most tests post nothing, and it takes a tenth of a second."""
        return httpx.Client(timeout=30.0)

    def post(self, url: str, body: bytes, secret: str, duplicates: int = 0) -> bool:
        """Post a body until it gets a 200, and then again as often as told; False when one was given up."""
        return all([self._is_taken(url, body, secret) for _ in range(1 + duplicates)])

    def give_up(self) -> None:
        """Post nothing more."""
        self._closing.set()

    def _is_taken(self, url: str, body: bytes, secret: str) -> bool:
        headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signature_of(body, secret)}
        last = time.monotonic() + self.patience
        pause = 0.0
        while not self._closing.wait(pause):
            try:
                if self._client.post(url, content=body, headers=headers).status_code == httpx.codes.OK:
                    return True
            except httpx.HTTPError:
                pass  # nobody there, or killed in the middle: as good as a refusal
            if time.monotonic() >= last:
                return False
            pause = min(2 * pause or 0.05, LONGEST_PAUSE)
        return False


def signature_of(body: bytes, secret: str) -> str:
    """What the header X-Hub-Signature-256 says of a body."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def envelope(phone_number_id: str, value: dict[str, Any]) -> bytes:
    """A webhook with one change, such as {"statuses": […]} or {"contacts": […], "messages": […]}."""
    metadata = {"display_phone_number": "15550783881", "phone_number_id": phone_number_id}
    change = {"field": "messages", "value": {"messaging_product": "whatsapp", "metadata": metadata, **value}}
    entry = {"id": "102290129340398", "changes": [change]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
