"""The words of a message that carry its subject."""

from language.lexicon_words import word_set
from language.normalise import words

_FILLERS = word_set("fillers.txt")


def content_words(text: str) -> list[str]:
    """The words left without greetings, articles, and ways to say "I have a question about"."""
    return [
        word
        for word in words(text)
        if word not in _FILLERS and word.removeprefix("ال") not in _FILLERS and word.removeprefix("وال") not in _FILLERS
    ]
