"""How far our messages have come, as the channel reports it: in any order, and only ever forward."""

import logging

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from gateway.events import DeliveryStatus
from gateway.models import FAILED, OUTBOUND, SENDING, SENT, UNSURE, WAITING, Message
from gateway.outbox import close_window

logger = logging.getLogger(__name__)

_STEPS = ("sent", "failed", "delivered", "read", "played")
"""What was sent can still fail; what was delivered has not failed, whatever is reported later."""
_WINDOW_CLOSED = 131047
"""WhatsApp's code for a reply that comes more than 24 hours after the person's last message."""


def note_status(session: Session, status: DeliveryStatus, stored_id: str) -> None:
    """Write a status down at its message; one of an unknown message is somebody else's.

    `stored_id` is what its id is stored as.
    """
    named = [Message.external_id == stored_id]
    if status.own_id:
        named.append(Message.key == status.own_id)
    query = select(Message).where(Message.channel == status.channel, Message.direction == OUTBOUND, or_(*named))
    message = session.scalars(query).first()
    if message is None or status.state not in _STEPS:
        return
    if message.state in (WAITING, SENDING, UNSURE):
        # The answer to the sending got lost, not the message.
        message.external_id, message.state, message.claim = stored_id, SENT, None
    if message.delivery is None or _STEPS.index(status.state) > _STEPS.index(message.delivery):
        message.delivery = status.state
        if status.state == "failed":
            logger.warning("The channel reports that a message did not arrive: code %s", status.error_code)
        if status.state == "failed" and status.error_code == _WINDOW_CLOSED:
            close_window(session, message, status.error_code)
        elif status.state == "failed":
            message.state, message.error_code = FAILED, status.error_code
        elif message.state == FAILED:
            message.state, message.error_code = SENT, None
