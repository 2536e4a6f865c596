"""A message in the forms its readers need: one for letters and words, one for meaning."""

from dataclasses import dataclass

from language.arabizi import is_arabizi, to_arabic
from language.normalise import tidy, words


@dataclass(frozen=True)
class Reading:
    """`words` for comparing spellings (Arabizi in both scripts), `meaning` for the sentence encoder."""

    words: tuple[str, ...]
    meaning: str


def read(text: str) -> Reading:
    """Read a message. Darija in Latin letters is read in Arabic letters too, so that both scripts meet."""
    latin = words(text)
    if not is_arabizi(text):
        return Reading(tuple(latin), tidy(text))
    arabic = to_arabic(text)
    return Reading((*latin, *words(arabic)), arabic)
