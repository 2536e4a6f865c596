"""One delivery status of a batch → how far our message has come."""

from gateway.events import DeliveryStatus
from gateway.whatsapp import CHANNEL
from gateway.whatsapp.parse_values import NothingForUs, WrongShape, fields_of, identifier, text_of

_STATES = ("sent", "delivered", "read", "played", "failed")
_HIGHEST_CODE = 2**31 - 1
"""What the message log's column holds."""


def read_status(status: object) -> DeliveryStatus:
    """Read one status. Raises WrongShape when it cannot be read, NothingForUs when it is about a group."""
    values = fields_of(status)
    if values.get("recipient_type") == "group":
        raise NothingForUs("group status")
    external_id, state = identifier(values, "id"), values.get("status")
    if state not in _STATES:
        raise WrongShape("unknown state")
    own_id = text_of(values, "biz_opaque_callback_data") or None
    return DeliveryStatus(CHANNEL, external_id, state, own_id, _error_code(values.get("errors")))


def _error_code(errors: object) -> int | None:
    """The first error's code; a status without a readable one is still a status."""
    first = errors[0] if isinstance(errors, list) and errors else None
    code = first.get("code") if isinstance(first, dict) else None
    return code if type(code) is int and 0 <= code <= _HIGHEST_CODE else None
