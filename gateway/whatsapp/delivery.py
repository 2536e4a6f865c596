"""Sending replies to WhatsApp: rendered, in order, and again when that makes sense."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from gateway.outbox import Delivery, Outbox
from gateway.pause import Pause
from gateway.whatsapp.errors import Outcome, SendError
from gateway.whatsapp.graph import Graph
from gateway.whatsapp.render import pages, render, template

logger = logging.getLogger(__name__)

_MOST_ATTEMPTS = 60
"""With the pauses between them more than four hours."""
_PACE = 4
"""WhatsApp: after the n-th refusal of a message to the same person wait 4 to the power of n seconds."""
_LONGEST_PACE = 60.0
"""Seconds: ten times the pause between two messages that WhatsApp asks for."""


@dataclass(frozen=True)
class _Rendered:
    content: dict[str, Any]
    goes_on: bool = False


class WhatsAppDelivery:
    """Sends what the outbox of the channel holds."""

    def __init__(self, outbox: Outbox, graph: Graph, invitation: str, notice: Callable[[str], str]) -> None:
        """`invitation` is the name of the template that may be sent after 24 hours, empty for none.

        `notice` is the privacy notice in a language.
        """
        self._outbox = outbox
        self._graph = graph
        self._invitation = invitation
        self._notice = notice
        self._refused = Pause(first=30.0, longest=300.0)
        self.is_refused = False
        """True while WhatsApp accepts nothing from us: somebody has to mend token, account or settings."""

    async def send_next(self, conversation_id: int) -> bool:
        """Send the next reply of a conversation; False when there is nothing to send now."""
        if self._refused.seconds:
            return False
        delivery = await asyncio.to_thread(self._outbox.claim, conversation_id)
        if delivery is None:
            return False
        rendered = self._rendered(delivery)
        if rendered is None:
            await asyncio.to_thread(self._outbox.cancel, delivery)
            return True
        if rendered.goes_on:
            await asyncio.to_thread(self._outbox.goes_on, delivery)
        try:
            external_id = await self._graph.send(delivery.addresses, rendered.content, delivery.own_id)
        except SendError as error:
            await asyncio.to_thread(self._settle, delivery, error)
            return error.outcome in (Outcome.GIVE_UP, Outcome.WINDOW_CLOSED)
        self._refused.answered()
        self.is_refused = False
        await asyncio.to_thread(self._outbox.sent, delivery, external_id)
        return True

    def _rendered(self, delivery: Delivery) -> _Rendered | None:
        """What is sent; None when there is nothing to send, such as an invitation without a template."""
        if delivery.reply is None:
            return _Rendered(template(self._invitation, delivery.language or "fr")) if self._invitation else None
        notice = self._notice(delivery.reply.language) if delivery.with_notice else ""
        last = pages(delivery.reply, notice) - 1
        # A button of an older program may name a page that the reply does not have any more.
        page = min(delivery.page, last)
        return _Rendered(render(delivery.reply, delivery.message_id, page, notice), goes_on=page < last)

    def _settle(self, delivery: Delivery, error: SendError) -> None:
        logger.warning("A reply was not sent: %s", error)
        if error.outcome is Outcome.PARK:
            self._refused.failed()
            self.is_refused = True
            logger.error("WhatsApp refuses our messages (code %s): see docs/operators.md", error.code)
            self._outbox.park(delivery, error.code)
        elif error.outcome is Outcome.WINDOW_CLOSED:
            self._outbox.close(delivery, error.code)
        elif error.outcome is Outcome.GIVE_UP or delivery.attempts >= _MOST_ATTEMPTS:
            self._outbox.fail(delivery, error.code)
        elif error.outcome is Outcome.AMBIGUOUS:
            self._outbox.doubt(delivery)
        else:
            self._outbox.retry(delivery, _pause(error.outcome, delivery.attempts))


def _pause(outcome: Outcome, attempts: int) -> timedelta:
    """How long to wait after so many attempts; the outbox has a longest pause of its own."""
    if outcome is Outcome.PACE:
        return timedelta(seconds=min(float(_PACE ** min(attempts, 9)), _LONGEST_PACE))
    return timedelta(seconds=2.0 ** min(attempts, 9))
