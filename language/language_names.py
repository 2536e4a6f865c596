"""Which language somebody asks for by its name."""

import re

from language.normalise import words

_NAMES = {
    "fr": r"french|francai\w*|francee|franse|fa?ran[sc](?:i|iy?a|awi\w*)|فر[او]?نس(?:ي|يه|اوي|اويه)",
    "ar": r"arab(?:e|ic|i|iya)?|3a?r[ae]?b[iey]\w*|dar[ie]?[jg]a|marocain|moroccan|عربيه?|دارجه|مغربيه",
    "en": r"anglai\w*|angle|eng|[aei]?n[aei]?gli[sz]\w*|an[aei]gli[sz]\w*|[اي]?ن[جكغ]ليزي?ه?|نكليش|ونكلي",
}
"""After `_PREFIX`, as it is normalised."""
_PREFIX = r"(?:wa?|و|ف)?(?:b|f|ب|ف)?(?:d|l|ال|ل|لل)?"
_PATTERNS = {code: re.compile(f"{_PREFIX}(?:{names})") for code, names in _NAMES.items()}
_REFUSED_WITHIN = 3
"""So many words after a no it is a language that is refused: "pas bien le français", but not in "I not understand, I
want Arabic"."""
_NEVER = -1_000
_NOT = frozenset(["not", "pas", "pa", "no", "don", "dont", "ne", "non", "ماشي", "مش", "لا", "machi", "mshi", "مو"])


def find_language_name(text: str) -> str | None:
    """The language a text asks for: the last one named that is not refused ("pas français, arabe" → Arabic)."""
    wanted, refusal = None, _NEVER
    for number, token in enumerate(words(text)):
        if token in _NOT:
            refusal = number
        elif named := next((code for code, pattern in _PATTERNS.items() if pattern.fullmatch(token)), None):
            wanted = wanted if number - refusal <= _REFUSED_WITHIN else named
            refusal = _NEVER
    return wanted
