"""What a date, a year and an address may look like in a content file."""

import re
from datetime import date
from typing import Any
from urllib.parse import urlsplit

NO_DATE = "n.d."
"""The year of a page without one."""
YEAR_WANTED = 'a year, a span of years such as "2013-2018", or n.d., and not in the future'
ADDRESS_WANTED = "a web address such as https://www.example.org/page"
_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")
_NOT_IN_ADDRESS = re.compile(r'[\s<>"]')
_ADDRESS_IN_TEXT = re.compile(r"\bhttps?:\S*", re.IGNORECASE)


def as_date(value: Any) -> date | None:
    """The day that a field says, with or without quotation marks around it; None when it says none."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def is_year(value: Any, today: date) -> bool:
    """True for a year, a span of years and "n.d.", unless they lie in the future."""
    if value == NO_DATE:
        return True
    found = _YEARS.fullmatch(str(value))
    if not found:
        return False
    first, last = int(found[1]), int(found[2] or found[1])
    return first <= last <= today.year and (found[2] is None or first < last)


def is_address(value: Any) -> bool:
    """True for a whole http or https address."""
    if not isinstance(value, str) or _NOT_IN_ADDRESS.search(value):
        return False
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in (parts.hostname or "").strip(".")


def wrong_addresses(text: str) -> list[str]:
    """What begins like an address in a running text and is none."""
    found = (match.rstrip(".,;:!?)»،؛؟") for match in _ADDRESS_IN_TEXT.findall(text))
    return [address for address in found if not is_address(address)]


def is_text_list(value: Any) -> bool:
    """True for a list of texts. Numbers, dates and yes or no are none: YAML may have changed what they look like."""
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
