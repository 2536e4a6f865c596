"""Takes out of a question what could tell whose it is, as far as a program can see that."""

import re
from collections.abc import Iterable, Iterator

from knowledge.models.review import LONGEST_QUESTION
from knowledge.review.addresses import address_parts
from knowledge.review.names import names_in
from knowledge.review.private_words import words_in
from language.normalise import tidy

MASK = "…"
_PRIVATE = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|(?:[\w-]+\.)+(?:(?:com|org|net|info)\b\S*|[a-z]{2,}/\S+)"
    r"|\S*@\S+"
    r"|\+?\d(?:[\s.()/-]*\d){3,}",
    re.IGNORECASE,
)
"""Addresses of pages and mailboxes, and four or more digits, also with spaces or dashes between them as in a phone
number."""
_MASKS = re.compile(rf"{MASK}(?:[\s,]*{MASK})+")


def masked(text: str) -> str:
    """A text without what could tell whose it is, at most 500 characters.

    Taken out: addresses of pages and mailboxes, four or more digits, a name after "je m'appelle", "my name is", "اسمي",
    "smiti" and the like or after a title, some names that are hardly another word, what follows the words for a street
    or quarter, and house numbers. Not seen: other names without such words before them ("c'est Rose", "I am Peter"),
    addresses without the word for a street, and a story that only one person can tell.
    """
    text = _PRIVATE.sub(MASK, tidy(text))
    tokens = words_in(text)
    for start, end in reversed(list(_joined([*names_in(text, tokens), *address_parts(text, tokens)]))):
        text = f"{text[:start]}{MASK}{text[end:]}"
    return _MASKS.sub(MASK, text)[:LONGEST_QUESTION]


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans in their order, those that overlap as one."""
    current: tuple[int, int] | None = None
    for start, end in sorted(spans):
        if current and start <= current[1]:
            current = (current[0], max(end, current[1]))
        else:
            if current:
                yield current
            current = (start, end)
    if current:
        yield current
