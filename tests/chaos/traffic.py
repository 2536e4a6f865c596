"""Many people who write on WhatsApp at once, delivered as Meta does: in batches, again until taken, and twice."""

import random
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from tests.gateway.whatsapp.fake_meta import FakeMeta
from tests.gateway.whatsapp.meta_webhooks import envelope

_LARGEST_BATCH = 12
_TWICE = 0.1
"""The share of deliveries that come again later."""
_AT_ONCE = 8


@dataclass(frozen=True)
class Traffic:
    """How much is written. Each person's messages keep their order; those of different people are mixed."""

    people: int
    messages: int
    texts: Sequence[str]
    seed: int

    @property
    def total(self) -> int:
        """How many messages there are, without those that are delivered twice."""
        return self.people * self.messages

    def deliver(self, meta: FakeMeta, urls: Sequence[str], secret: str) -> None:
        """Deliver everything. Raises AssertionError when a delivery is never acknowledged."""
        groups = [range(first, self.people, _AT_ONCE) for first in range(min(_AT_ONCE, self.people))]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for done in [pool.submit(self._deliver_group, group, meta, urls, secret) for group in groups]:
                done.result()

    def _deliver_group(self, people: Sequence[int], meta: FakeMeta, urls: Sequence[str], secret: str) -> None:
        chance = random.Random(f"{self.seed} {people[0]}")  # noqa: S311 - repeatable, not secret
        earlier: list[bytes] = []
        for batch in self._batches(people, chance):
            body = envelope(meta.phone_number_id, {"messages": batch})
            assert meta.post(chance.choice(urls), body, secret), "a delivery was never acknowledged"
            earlier.append(body)
            if chance.random() < _TWICE:
                assert meta.post(chance.choice(urls), chance.choice(earlier), secret)

    def _batches(self, people: Sequence[int], chance: random.Random) -> Iterator[list[dict[str, Any]]]:
        written = dict.fromkeys(people, 0)
        while left := [person for person in people if written[person] < self.messages]:
            batch = []
            for _ in range(chance.randint(1, _LARGEST_BATCH)):
                person = chance.choice(left)
                if written[person] < self.messages:
                    batch.append(self._message(person, written[person]))
                    written[person] += 1
            yield batch

    def _message(self, person: int, number: int) -> dict[str, Any]:
        return {
            "from": f"2126{person:08}",
            "id": f"wamid.{person}.{number}",
            "timestamp": str(int(time.time())),
            "type": "text",
            "text": {"body": self.texts[(person + number) % len(self.texts)]},
        }
