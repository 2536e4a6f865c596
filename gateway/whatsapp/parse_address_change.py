"""A person's new number or id: told by a system message, and for ids in a webhook field of its own as well."""

import hashlib
import re

from gateway.events import PHONE, USER_ID, Address, AddressChange
from gateway.whatsapp import CHANNEL
from gateway.whatsapp.parse_address import USER_ID_PATTERN, phone_in, user_id_in
from gateway.whatsapp.parse_values import Fields, NothingForUs, WrongShape, fields_of, identifier, text_of

_CHANGED_USER_ID = re.compile(rf"changed from ({USER_ID_PATTERN}) to ({USER_ID_PATTERN})\.?\s*\Z")
"""Only at the end: before it stands the person's name, which may say anything, such as another person's id."""


def read_system(message: Fields) -> AddressChange:
    """A system message. Raises WrongShape, or NothingForUs when no address changes."""
    system = fields_of(message.get("system"))
    match system.get("type"):
        case "user_changed_number":
            previous, current = _numbers(message, system)
        case "user_changed_user_id":
            previous, current = _user_ids(system)
        case _:
            raise NothingForUs("system message")
    return AddressChange(CHANNEL, identifier(message, "id"), previous, current)


def read_user_id_update(update: object) -> AddressChange:
    """An item of the webhook field `user_id_update`. Raises WrongShape.

    It has no id of its own: one is made of both user ids, the same for the same change, which does not disclose them.
    """
    user_id = fields_of(fields_of(update).get("user_id"))
    previous, current = _change(USER_ID, user_id_in(user_id.get("previous")), user_id_in(user_id.get("current")))
    digest = hashlib.sha256(f"{previous.value}:{current.value}".encode()).hexdigest()
    return AddressChange(CHANNEL, f"user_id_update:{digest}", previous, current)


def _numbers(message: Fields, system: Fields) -> tuple[Address, Address]:
    current = system.get("wa_id", system.get("new_wa_id"))  # the second is the name in API versions up to 11
    return _change(PHONE, phone_in(message.get("from")), phone_in(current))


def _user_ids(system: Fields) -> tuple[Address, Address]:
    """The old id stands only in the sentence, the new one may also have a field of its own."""
    found = _CHANGED_USER_ID.search(text_of(system, "body"))
    if found is None:
        raise WrongShape("no ids in the sentence")
    return _change(USER_ID, found[1], user_id_in(system.get("user_id")) or found[2])


def _change(kind: str, previous: str | None, current: str | None) -> tuple[Address, Address]:
    if previous is None or current is None:
        raise WrongShape(f"no {kind}")
    return Address(kind, previous), Address(kind, current)
