"""Which words of a text are names of places."""

from dataclasses import dataclass, replace

from knowledge.place_context import Context, Message
from knowledge.place_misspelled import misspelled
from knowledge.place_names import Names
from knowledge.place_spellings import Stem, stems
from knowledge.place_words import NOT_ALONE, NOT_MISSPELLED, OF_A_PERSON, ORDINARY

_SHORTEST_GLUED = 5


@dataclass(frozen=True)
class Span:
    """`length` words from `start` name one of the places; not `certain`: only if its town or quarter stands beside."""

    start: int
    length: int
    text: str
    keys: tuple[str, ...]
    certain: bool

    def is_beside(self, other: "Span") -> bool:
        """Whether at most one word stands between the two."""
        first, second = sorted((self, other), key=lambda span: span.start)
        return second.start - first.start - first.length <= 1


def read_names(names: Names, message: Message) -> list[Span]:
    """The spans of a message in their order; none overlap."""
    spans: list[Span] = []
    start = 0
    while start < len(message.tokens):
        span = _exact(names, message, start)
        if span is None or not names.is_firm(span.text):
            wrong = misspelled(names, message, start)
            if wrong and (span is None or wrong.length > span.length):
                span = Span(start, wrong.length, wrong.text, (wrong.key,), certain=True)
        if span:
            spans.append(span)
        start += span.length if span else 1
    return spans


def _exact(names: Names, message: Message, start: int) -> Span | None:
    """The longest name that is certain here, else one that would be if its town stands beside."""
    doubtful: Span | None = None
    tokens = message.tokens
    for stem in stems(tokens[start]):
        for length in range(min(names.longest(stem.word), len(tokens) - start), 0, -1):
            name = " ".join([stem.word, *tokens[start + 1 : start + length]])
            span = Span(start, length, name, names.keys(name), certain=True)
            if not span.keys or _is_rather_another(names, tokens[start], stem, span):
                continue
            if _is_meant(names, name, Context.of(message, start, length, stem), message):
                return span
            doubtful = doubtful or replace(span, certain=False)
    return doubtful


def _is_rather_another(names: Names, token: str, stem: Stem, span: Span) -> bool:
    """Whether a word is something else when nothing is taken away from it: "التمارة" is "السمارة", misspelled."""
    if stem.word == token:
        return False
    if token in NOT_MISSPELLED:
        return True
    if names.is_firm(span.text):
        return span.length == 1 and bool(names.near.keys(token) - set(span.keys))
    return not stem.faithful


def _is_meant(names: Names, name: str, context: Context, message: Message) -> bool:
    """Whether the name means a place here. Most communes and quarters sound like words or people."""
    if context.barred:
        return False
    if names.is_firm(name):
        expected = context.after_preposition or context.with_kind or context.alone
        return expected or name not in NOT_ALONE or message.is_written_as_name(name)
    if context.after_street:
        return False
    if name in ORDINARY or names.is_between(name):
        return context.with_kind
    several = " " in name and name.split(" ", 1)[0] not in OF_A_PERSON
    if context.glued and not several:
        return context.after_preposition and len(name) >= _SHORTEST_GLUED
    return several or context.after_preposition or context.with_kind or context.alone or names.is_distinctive(name)
