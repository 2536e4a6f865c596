"""Reading single values out of JSON that anything may be wrong with."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

LONGEST_TEXT = 10_000
"""Characters that are kept of a text: WhatsApp's own limit is 4096, captions and edits included."""

_IDENTIFIER = re.compile(r"[!-~]{1,250}")
"""What fits the message log's columns and cannot make a database refuse the whole batch."""
_NOT_STORABLE = re.compile("[\0\ud800-\udfff]")
_SECONDS = re.compile(r"[0-9]{10}")
_EARLIEST = datetime(2009, 1, 1, tzinfo=UTC)
"""WhatsApp did not exist before."""
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)

Fields = Mapping[str, Any]
"""A JSON object."""


class WrongShape(ValueError):
    """An item is not what WhatsApp's documentation says it is."""


class NothingForUs(Exception):
    """An item can be read and does not concern the assistant; the text says what it is, never what is in it."""


def fields_of(value: object) -> Fields:
    """The value as a JSON object. Raises WrongShape when it is none."""
    if not isinstance(value, dict):
        raise WrongShape("no object")
    return value


def identifier(values: Fields, name: str) -> str:
    """An id: 1–250 printable ASCII characters. Raises WrongShape for anything else."""
    value = values.get(name)
    if not isinstance(value, str) or not _IDENTIFIER.fullmatch(value):
        raise WrongShape(f"{name} is no id")
    return value


def text_of(values: Fields, name: str) -> str:
    """A text as it can be stored, or "" when there is none. Raises WrongShape when it is no text.

    NUL and lone surrogates, which no database takes, are replaced; what is longer than LONGEST_TEXT is cut.
    """
    value = values.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise WrongShape(f"{name} is no text")
    return _NOT_STORABLE.sub("\N{REPLACEMENT CHARACTER}", value[:LONGEST_TEXT])


def written(values: Fields, name: str) -> str:
    """A text with something in it. Raises WrongShape when it is absent or blank."""
    text = text_of(values, name)
    if not text.strip():
        raise WrongShape(f"{name} is empty")
    return text


def moment(value: object) -> datetime | None:
    """Seconds since 1970, as WhatsApp writes them, as a time in UTC; None when they cannot be a time of a message."""
    if not isinstance(value, str | int) or not _SECONDS.fullmatch(str(value)):
        return None
    time = datetime.fromtimestamp(int(value), UTC)
    return time if _EARLIEST <= time < _LATEST else None
