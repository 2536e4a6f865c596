"""Where the names of people stand in a text: after the words that announce one, after a title, or well-known ones."""

from collections.abc import Iterator, Sequence

from knowledge.review.private_words import PrivateWords, Word, phrase_at, private_words

_BREAKS = frozenset(".,;!?؟،؛:()\n")
_MOST_WORDS = 3
_MOST_UNMARKED = 2
"""So many words are taken for a name that is written without capital letters."""


def names_in(text: str, tokens: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """From where to where each name goes."""
    lists = private_words()
    number = 0
    while number < len(tokens):
        announced = phrase_at(tokens, number, lists.name_follows)
        first = _first_word(text, tokens, number, announced, lists)
        if first is None:
            number += max(announced, 1)
            continue
        last = name_end(text, tokens, first, _MOST_WORDS, marked_only=not announced)
        yield tokens[first].start, tokens[last].end
        number = last + 1


def _first_word(text: str, tokens: Sequence[Word], number: int, announced: int, lists: PrivateWords) -> int | None:
    """The place of a name's first word, for a name that is announced at, or begins at, this word."""
    if announced:
        first = number + announced
        while first < len(tokens) and tokens[first].spelled in lists.before_name:
            first += 1
        return first if _begins_name(text, tokens, first, lists) else None
    if tokens[number].spelled in lists.title:
        follows = number + 1 < len(tokens) and tokens[number + 1].capital and is_joined(text, tokens, number + 1, ".")
        return number + 1 if follows and not lists.is_ordinary(tokens[number + 1]) else None
    return number if _is_known(tokens, number, lists) else None


def _begins_name(text: str, tokens: Sequence[Word], first: int, lists: PrivateWords) -> bool:
    return (
        first < len(tokens)
        and not tokens[first].spelled.isdigit()
        and not lists.is_ordinary(tokens[first])
        and is_joined(text, tokens, first, ":")
    )


def _is_known(tokens: Sequence[Word], number: int, lists: PrivateWords) -> bool:
    """A well-known name that is not that of a king, a hospital or a town."""
    if tokens[number].spelled not in lists.names:
        return False
    before = tokens[number - 1].spelled if number else ""
    after = tokens[number + 1].spelled if number + 1 < len(tokens) else ""
    return after not in lists.number_of_king and before not in lists.called_after | lists.street


def name_end(text: str, tokens: Sequence[Word], first: int, most: int, marked_only: bool = False) -> int:
    """The place of the last word of a name that begins at `first`.

    With `marked_only`, only words with capital letters or known names go on with it.
    """
    lists = private_words()
    last, count = first, 1
    for number in range(first + 1, len(tokens)):
        word = tokens[number]
        if count >= most or not is_joined(text, tokens, number) or lists.is_ordinary(word) or word.spelled.isdigit():
            break
        if word.spelled in lists.particle:
            continue
        known = word.capital or word.spelled in lists.names
        if not known and (marked_only or tokens[first].capital or count >= _MOST_UNMARKED):
            break
        last, count = number, count + 1
    return last


def is_joined(text: str, tokens: Sequence[Word], number: int, besides: str = "") -> bool:
    """True when nothing that ends a sentence or part of it stands before a word, other than the marks `besides`."""
    between = text[tokens[number - 1].end : tokens[number].start] if number else ""
    return not set(between) & (_BREAKS - set(besides))
