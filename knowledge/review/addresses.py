"""Where postal addresses stand in a text: after the words for a street or quarter, and the numbers of houses."""

from collections.abc import Iterator, Sequence

from knowledge.review.names import is_joined, name_end
from knowledge.review.private_words import PrivateWords, Word, private_words
from language.normalise import has_arabic_letter

_MOST_WORDS = 4
_GLUED = "فبلو"
_NEAR = 6
"""Words."""
_HOUSE_DIGITS = 3
"""Longer numbers are masked anyway."""


def address_parts(text: str, tokens: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """From where to where the name of each street, and each number of a house, goes; the word "street" itself stays."""
    lists = private_words()
    for number, word in enumerate(tokens):
        if _names_street(word, lists):
            yield from _street(text, tokens, number, lists)
        elif _announces_number(tokens, number, lists) and _is_house_number(tokens, number + 1):
            yield tokens[number + 1].start, tokens[number + 1].end


def _names_street(word: Word, lists: PrivateWords) -> bool:
    """True for "rue" and "شارع", also with a preposition glued to it: "فشارع"."""
    glued = word.spelled[0] in _GLUED and has_arabic_letter(word.spelled)
    return word.spelled in lists.street or (glued and word.spelled[1:] in lists.street)


def _street(text: str, tokens: Sequence[Word], number: int, lists: PrivateWords) -> Iterator[tuple[int, int]]:
    first = number + 1
    while first < len(tokens) and tokens[first].spelled in lists.particle and is_joined(text, tokens, first, "."):
        first += 1
    if first >= len(tokens) or not is_joined(text, tokens, first, ".") or not _is_name(tokens, number, first, lists):
        return
    last = name_end(text, tokens, first, _MOST_WORDS)
    yield tokens[number + 1].start, tokens[last].end
    if _is_house_number(tokens, last + 1) and is_joined(text, tokens, last + 1, ","):
        yield tokens[last + 1].start, tokens[last + 1].end
    if number and _is_house_number(tokens, number - 1):
        yield tokens[number - 1].start, tokens[number - 1].end


def _is_name(tokens: Sequence[Word], street: int, first: int, lists: PrivateWords) -> bool:
    """True when the words after "street" name one: not in "dans la rue depuis lundi"."""
    word = tokens[first]
    if word.spelled in lists.names or word.spelled.isdigit():
        return True
    if lists.is_ordinary(word):
        return False
    article = street > 0 and tokens[street - 1].spelled in lists.the_street
    return word.capital or has_arabic_letter(word.spelled) or not article


def _is_house_number(tokens: Sequence[Word], number: int) -> bool:
    return number < len(tokens) and tokens[number].spelled.isdigit() and len(tokens[number].spelled) <= _HOUSE_DIGITS


def _announces_number(tokens: Sequence[Word], number: int, lists: PrivateWords) -> bool:
    """True for a flat or floor, and near a street for a plain "number": "le numéro 19" is that of the police."""
    if tokens[number].spelled in lists.house:
        return True
    near = tokens[max(0, number - _NEAR) : number + _NEAR]
    return tokens[number].spelled in lists.house_near_street and any(_names_street(token, lists) for token in near)
