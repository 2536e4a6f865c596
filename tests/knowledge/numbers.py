"""The numbers a text says, and those that are shown turned round."""

import re

from knowledge.content_check.numbers import numbers_in

__all__ = ["numbers_in", "turned_round"]

_GROUPS = re.compile(r"(?<![\d+])(?<!\d )\+?\d+(?: \d+)+")


def turned_round(text: str) -> list[str]:
    """The numbers of several groups whose groups change places in right-to-left text.

    They do unless a mark (U+200E) or an isolate (U+2066, U+2068) stands before them.
    """
    return [found[0] for found in _GROUPS.finditer(text) if text[: found.start()][-1:] not in set("\u200e\u2066\u2068")]
