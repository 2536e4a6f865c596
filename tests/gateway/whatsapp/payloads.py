"""Webhook bodies as WhatsApp sends them, with invented people, built from the inside out."""

import json
from typing import Any

from gateway.events import PHONE, USER_ID, Address

OURS = "700000000000001"
"""The phone_number_id of the assistant."""
NUMBER, ID = "212600000001", "MA.1000000000000001"
OTHER_NUMBER, OTHER_ID = "212600000002", "MA.1000000000000002"
PHONE_ADDRESS, ID_ADDRESS = Address(PHONE, NUMBER), Address(USER_ID, ID)
TIME = "1795000000"
"""2026-11-18 11:06:40 UTC."""

Json = dict[str, Any]


def message(kind: str = "text", content: Any = None, **more: Any) -> Json:
    """A message of NUMBER; fields given as None are left out."""
    content = {"body": "Bonjour"} if kind == "text" and content is None else content
    known = {"from": NUMBER, "id": "wamid.1", "timestamp": TIME, "type": kind, kind: content}
    return present(known | more)


def status(state: str = "delivered", **more: Any) -> Json:
    """A status of one of our messages to NUMBER."""
    return present({"id": "wamid.out", "status": state, "timestamp": TIME, "recipient_id": NUMBER} | more)


def contact(phone: str | None = NUMBER, user_id: str | None = None) -> Json:
    """Somebody a batch is about."""
    return present({"profile": {"name": "Somebody"}, "wa_id": phone, "user_id": user_id})


def present(fields: Json) -> Json:
    """The fields that are not None."""
    return {name: value for name, value in fields.items() if value is not None}


def value(number: str = OURS, **content: Any) -> Json:
    """What changed at one of our numbers."""
    return {"messaging_product": "whatsapp", "metadata": {"phone_number_id": number}, **content}


def change(content: Any, field: Any = "messages") -> Json:
    """One change of an entry."""
    return {"field": field, "value": content}


def entry(*changes: Any) -> Json:
    """One entry of an envelope."""
    return {"id": "800000000000001", "changes": list(changes)}


def envelope(*entries: Any) -> Json:
    """A whole body."""
    return {"object": "whatsapp_business_account", "entry": list(entries)}


def body_of(*messages: Any, **more: Any) -> bytes:
    """The body for some messages in one value, with more fields of that value."""
    return raw(envelope(entry(change(value(messages=list(messages), **more)))))


def raw(body: Any) -> bytes:
    """The JSON bytes, escaped as Meta does."""
    return json.dumps(body).encode()
