"""One spelling for what people write in many: the form every reader of text here works on."""

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = re.compile(r"[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_ARABIC_MARKS = re.compile(r"[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
_REPEATED = re.compile(r"(\D)\1{2,}")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^\w']+|_+")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'"})
_ARABIC_LETTERS = str.maketrans(
    {
        **{letter: "ا" for letter in "أإآٱ"},
        "ى": "ي",
        "ی": "ي",
        "ئ": "ي",
        "ؤ": "و",
        "ة": "ه",
        "ک": "ك",
        "گ": "ك",
        "ڭ": "ك",
        "ݣ": "ك",
        "ڤ": "ف",
        "ڨ": "ق",
        "پ": "ب",
        "ء": "",
    }
)


def tidy(text: str) -> str:
    """The same text without invisible characters, odd digits and apostrophes, and runs of spaces.

    Letters, accents and case stay: the result may be shown to people.
    """
    if text.isascii() and text.isprintable():
        return _SPACES.sub(" ", text.translate(_APOSTROPHES)).strip()
    text = _INVISIBLE.sub("", text.translate(_APOSTROPHES))
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(_APOSTROPHES)
    text = _OTHER_DIGIT.sub(lambda digit: str(unicodedata.digit(digit[0])), text)
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return _SPACES.sub(" ", text).strip()


@lru_cache(maxsize=64)
def normalise(text: str) -> str:
    """Lower case, no accents, no Arabic vowel marks, one form per Arabic letter, no long repetitions.

    For comparing and classifying only, never for showing: "Écoooole" and "ecole" become the same. The last few are
    kept, because several readers ask for the same message.
    """
    text = tidy(text).lower()
    text = _ARABIC_MARKS.sub("", text).translate(_ARABIC_LETTERS)
    if not text.isascii():
        parts = unicodedata.normalize("NFD", text)
        text = unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))
    text = _REPEATED.sub(r"\1", text)
    return _SPACES.sub(" ", text).strip()  # an accent that stood alone leaves a space


def words(text: str) -> list[str]:
    """The words of a text, normalised; apostrophes separate ("l'école" is "l" and "ecole")."""
    return [word for word in _NOT_WORD.sub(" ", normalise(text)).replace("'", " ").split() if word]


def is_number(text: str) -> bool:
    """True for a number alone, as people type that of a choice ("2", "3.")."""
    return text.strip(" .)").isdecimal()


def has_arabic_letter(text: str) -> bool:
    """True when at least one letter is of the Arabic script."""
    return any("\u0620" <= c <= "\u06ff" or "\u0750" <= c <= "\u077f" for c in text)
