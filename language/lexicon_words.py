"""The word lists of `language/lexicon/`, read once: which words are Darija, French or English."""

from pathlib import Path

from language.normalise import normalise

_LEXICON = Path(__file__).parent / "lexicon"


def _lines(name: str) -> list[list[str]]:
    text = (_LEXICON / name).read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]


def word_set(name: str) -> frozenset[str]:
    """All words of a file of the lexicon, normalised."""
    return frozenset(normalise(word) for line in _lines(name) for word in line)


FRENCH_WORDS = word_set("french.txt")
ENGLISH_WORDS = word_set("english.txt")
FOREIGN_WORDS = FRENCH_WORDS | ENGLISH_WORDS
SENTENCE_WORDS = word_set("sentence_words.txt")
"""French and English words that only stand in sentences of these languages: pronouns, auxiliaries, question words."""

_SPELLINGS = {normalise(latin): line[0] for line in _lines("darija.txt") for latin in line[1:]}

AMBIGUOUS_WORDS = frozenset(_SPELLINGS) & FOREIGN_WORDS
"""Words that Darija shares with French or English ("had", "men", "la"): they decide nothing."""

DARIJA_WORDS = {latin: arabic for latin, arabic in _SPELLINGS.items() if latin not in FOREIGN_WORDS}
"""Latin spelling → Arabic spelling, for words that only Darija has."""
