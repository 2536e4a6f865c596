"""The terms of a text for full-text search: the same for Arabic, French and English, and for documents and queries."""

import re
from functools import lru_cache

import Stemmer

from language.normalise import has_arabic_letter
from language.reading import read

_ARTICLES = ("وبال", "ولل", "وال", "فال", "بال", "كال", "لل", "ال")
"""What is glued to a noun with its article: cut off."""
_DOUBTFUL_ARTICLES = frozenset(["وال", "فال", "بال", "كال"])
_DOUBTFUL_STEM = 4
"""Before so short a rest these may be the word's own letters: "والديه" is "his parents". It counts with and without."""
_PARTICLES = "وفبلك"
"""What may be glued to a word, or be its first letter: the word counts with and without."""
_POSSESSIVES = ("هم", "كم", "نا", "ها", "ك", "ه", "ي")
_ENDINGS = ("يين", "يون", "يات", "ات", "ون", "ين", "يه", *_POSSESSIVES)
_BEFORE_POSSESSIVES = ("ات", "ت")
"""What a feminine ending becomes before them: "بطاقة" (card), "بطاقتي" (my card). The word counts with and without."""
_SHORTEST_STEM = 3
_FEMININE = re.compile(r"(?<=\w{3}er)e(?=s?$)|(?<=\w{3}e)e(?=s?$)")
"""The last e of "réfugiée" and "étrangère", which the stemmers know only with accents."""


def terms(text: str) -> list[str]:
    """Terms in the order of the words, repeated as often as they are said.

    Spellings are made one as in `language.normalise` (hamza, ta marbuta, alif maqsura, accents); affixes and endings
    are cut off. A word that can be cut in two ways gives two terms. Darija in Latin letters gives its terms in both
    scripts.
    """
    return [term for word in read(text).words for term in _terms_of(word)]


@lru_cache(maxsize=50_000)
def _terms_of(word: str) -> tuple[str, ...]:
    if has_arabic_letter(word):
        return tuple(dict.fromkeys(term for stem in _without_prefix(word) for term in _without_ending(stem)))
    masculine = _FEMININE.sub("", word)
    return tuple(dict.fromkeys(stemmer.stemWord(masculine) for stemmer in _stemmers()))


@lru_cache(maxsize=1)
def _stemmers() -> tuple[Stemmer.Stemmer, ...]:
    return (Stemmer.Stemmer("french"), Stemmer.Stemmer("english"))


def _without_prefix(word: str) -> list[str]:
    for article in _ARTICLES:
        stem = word.removeprefix(article)
        if stem != word and len(stem) >= _SHORTEST_STEM:
            doubtful = article in _DOUBTFUL_ARTICLES and len(stem) <= _DOUBTFUL_STEM
            return [word, stem] if doubtful else [_without_second_article(stem)]
    if word[0] in _PARTICLES and len(word) > _SHORTEST_STEM:
        return [word, word[1:]]
    return [word]


def _without_second_article(stem: str) -> str:
    """So that "الالتحاق" and "التحاق", whose own first letters look like the article, meet."""
    return stem[2:] if stem.startswith("ال") and len(stem) - 2 >= _SHORTEST_STEM else stem


def _without_ending(word: str) -> list[str]:
    ending, stem = _cut(word, _ENDINGS)
    if ending not in _POSSESSIVES:
        return [stem]
    return list(dict.fromkeys([stem, _cut(stem, _BEFORE_POSSESSIVES)[1]]))


def _cut(word: str, endings: tuple[str, ...]) -> tuple[str, str]:
    """The ending that a word has, and the word without it."""
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return ending, word.removesuffix(ending)
    return "", word
