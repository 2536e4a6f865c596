"""Tells those who wait inside this process that something was said in a conversation."""

import asyncio
from collections import defaultdict


class Bell:
    """Rings per conversation. Other processes do not hear it: whoever waits also looks from time to time."""

    def __init__(self) -> None:
        """Nobody waits yet."""
        self._waiting: defaultdict[int, set[asyncio.Event]] = defaultdict(set)

    def ring(self, conversation_id: int) -> None:
        """Something was said."""
        for event in self._waiting.get(conversation_id, ()):
            event.set()

    async def wait(self, conversation_id: int, seconds: float) -> None:
        """Return at the next ring, or after so many seconds."""
        event = asyncio.Event()
        self._waiting[conversation_id].add(event)
        try:
            await asyncio.wait_for(event.wait(), seconds)
        except TimeoutError:
            pass
        finally:
            self._waiting[conversation_id].discard(event)
            if not self._waiting[conversation_id]:
                del self._waiting[conversation_id]
