"""What the chat's routes need of the gateway, and how messages look to a page."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

from sse_starlette import ServerSentEvent

from gateway.bell import Bell
from gateway.conversation_work import ConversationWork
from gateway.events import Address
from gateway.forgetting import Forgetting
from gateway.inbox import Inbox, Stored
from gateway.models import HUMAN, INBOUND, Message
from gateway.transcript import Transcript
from reply import Reply

CHANNEL = "web"
_SECONDS_TO_WAIT = 25.0
_SECONDS_BETWEEN_LOOKS = 5.0
"""How soon an event stream sees what another process stored."""

Said = tuple[Reply, bool]
"""A reply, and whether the privacy notice goes with it."""


class WebChat:
    """The chat of pages."""

    def __init__(
        self,
        inbox: Inbox,
        transcript: Transcript,
        turns: ConversationWork,
        forgetting: Forgetting,
        bell: Bell,
        notice: Callable[[str], str],
    ) -> None:
        """`notice` is the privacy notice in a language."""
        self.inbox = inbox
        self.transcript = transcript
        self.forgetting = forgetting
        self._turns = turns
        self._bell = bell
        self._notice = notice

    async def answers(self, stored: Stored, address: Address) -> tuple[list[Said], bool]:
        """The replies to a message, waited for, and whether the answer is still to come."""
        task = self._turns.start(stored.conversation_id)
        await asyncio.wait([task], timeout=_SECONDS_TO_WAIT)
        return await asyncio.to_thread(self._answers_now, stored, address)

    def _answers_now(self, stored: Stored, address: Address) -> tuple[list[Said], bool]:
        """As they are; for somebody who wanted to be forgotten, the last words."""
        replies, pending = self.transcript.answers_to(stored.message_id)
        number = None if replies else self.transcript.conversation_id(CHANNEL, address)
        return (replies if number is None else self.transcript.last_words(number)), pending

    async def events(self, address: Address, after: int) -> AsyncIterator[ServerSentEvent]:
        """Every message of a conversation with a higher number, as it comes, until the conversation is gone."""
        number = await asyncio.to_thread(self.transcript.conversation_id, CHANNEL, address)
        while number is not None:
            for message in await asyncio.to_thread(self.transcript.messages, number, after):
                after = message.id
                data = json.dumps(self.entry(message), ensure_ascii=False)
                yield ServerSentEvent(id=str(message.id), event="message", data=data)
            await self._bell.wait(number, _SECONDS_BETWEEN_LOOKS)
            number = await asyncio.to_thread(self.transcript.conversation_id, CHANNEL, address)

    def entry(self, message: Message) -> dict[str, Any]:
        """A message as the page shows it."""
        return {
            "number": message.id,
            "id": message.external_id,
            "from": "person" if message.direction == INBOUND else "human" if message.kind == HUMAN else "assistant",
            "text": message.text,
            "reply": self.public(Reply.from_dict(message.reply), message.notice) if message.reply else None,
        }

    def traced(self, reply: Reply, with_notice: bool) -> dict[str, Any]:
        """A reply with its trace, for evaluation; without the notice, which is no answer."""
        return reply.to_dict()

    def public(self, reply: Reply, with_notice: bool) -> dict[str, Any]:
        """A reply without its trace, for the page."""
        values = reply.to_dict()
        del values["trace"]
        if with_notice:
            values["note"] = "\n\n".join(part for part in (reply.note, self._notice(reply.language)) if part)
        return values
