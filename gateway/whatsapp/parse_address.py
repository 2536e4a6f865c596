"""Who a message is from: number and business-scoped id, from the message and from the contacts beside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gateway.events import PHONE, USER_ID, Address
from gateway.whatsapp.parse_values import Fields, WrongShape, fields_of

USER_ID_PATTERN = r"[A-Z]{2}(?:\.ENT)?\.[A-Za-z0-9]{1,128}"
"""A business-scoped id: the country, a mark for ids of whole enterprises, and the id itself."""

_PHONE = re.compile(r"[0-9]{5,20}")
_USER_ID = re.compile(USER_ID_PATTERN)


@dataclass(frozen=True)
class Contact:
    """Somebody a batch is about; None for what WhatsApp does not tell."""

    phone: str | None
    user_id: str | None


_NOBODY = Contact(None, None)


def phone_in(value: object) -> str | None:
    """The value when it is a number as WhatsApp writes it: 5–20 digits."""
    return value if isinstance(value, str) and _PHONE.fullmatch(value) else None


def user_id_in(value: object) -> str | None:
    """The value when it is a business-scoped id."""
    return value if isinstance(value, str) and _USER_ID.fullmatch(value) else None


def read_contact(contact: object) -> Contact:
    """A contact of a batch. Raises WrongShape when it is no object."""
    values = fields_of(contact)
    return Contact(phone_in(values.get("wa_id")), user_id_in(values.get("user_id")))


class Contacts:
    """The contacts of a batch, of which a message's sender is one."""

    def __init__(self, contacts: Sequence[Contact]) -> None:
        """With several, the first wins that has an address; looking up stays quick with thousands."""
        self._only = contacts[0] if len(contacts) == 1 else _NOBODY
        pairs = [(each.phone, each.user_id) for each in reversed(contacts) if each.phone and each.user_id]
        self._user_ids = dict(pairs)
        self._phones = {user_id: phone for phone, user_id in pairs}

    def addresses_of(self, message: Fields) -> tuple[Address, ...]:
        """All addresses of a message's sender, the number first. Raises WrongShape when there is none.

        What the message does not say itself is that of the only contact, unless it is somebody else, or that of the
        contact with the same number or id.
        """
        named = Contact(phone_in(message.get("from")), user_id_in(message.get("from_user_id")))
        only = _NOBODY if _differ(named, self._only) else self._only
        phone = named.phone or only.phone or self._phones.get(named.user_id or "")
        user_id = named.user_id or only.user_id or self._user_ids.get(named.phone or "")
        known = [Address(PHONE, phone)] if phone else []
        known += [Address(USER_ID, user_id)] if user_id else []
        if not known:
            raise WrongShape("no sender")
        return tuple(known)


def _differ(one: Contact, other: Contact) -> bool:
    """True when two are surely not the same: an address of one must never be given to another person."""
    pairs = ((one.phone, other.phone), (one.user_id, other.user_id))
    return any(mine and theirs and mine != theirs for mine, theirs in pairs)
