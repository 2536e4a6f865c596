"""Darija written in Latin letters: recognise it and write it in Arabic letters.

People write "bghit n9eyyed weldi f lmdrasa": digits stand for letters Latin lacks (3 ع, 7 ح, 9 ق, 5 خ, 2 ء, 8 ه) and
vowels come and go. The Arabic spelling below is rough on purpose: it only has to look like what others write in
Arabic letters, so that one set of examples teaches both.
"""

import re
from itertools import pairwise

from language.lexicon_words import AMBIGUOUS_WORDS, DARIJA_WORDS, FOREIGN_WORDS, SENTENCE_WORDS
from language.normalise import has_arabic_letter, words

_FOREIGN_OUTWEIGHS_ONE = 2
_DIGIT_INSIDE_WORD = re.compile(r"^(?=.*[a-z])(?=.*[2356789])[a-z2356789]{2,}$")
_NOT_DARIJA = re.compile(r"^(\d+[a-z]{1,2}|[a-z]{1,2}\d+|[a-z]{1,4}[012456]\d*|[a-z]+\d{2,}|\w*4u\w*|[bg2]4|cov?id19)$")
_VERB = re.compile(r"^(ka[ytn](?![aeiou])[a-z2356789]{2,}|gh?an?[ytn][a-z2356789]{3,}|ma(?!rra)[a-z2356789]{2,}ch)$")
"""Shapes only Darija verbs have: "kaydreb" (he hits), "ghaymchi" (he will go), "makaynch" (there is none)."""
_SOUNDS = {
    "tch": "تش", "kh": "خ", "gh": "غ", "ch": "ش", "sh": "ش", "dh": "د", "th": "ت", "ou": "و", "oo": "و", "ee": "ي",
    "ei": "ي", "ai": "اي", "aa": "ا", "ii": "ي", "ll": "ل", "rr": "ر", "mm": "م", "nn": "ن", "ss": "س", "tt": "ت",
    "dd": "د", "yy": "ي", "kk": "ك", "bb": "ب", "qq": "ق", "ff": "ف", "zz": "ز", "jj": "ج",
    "a": "ا", "b": "ب", "c": "ك", "d": "د", "e": "", "f": "ف", "g": "ك", "h": "ه", "i": "ي", "j": "ج", "k": "ك",
    "l": "ل", "m": "م", "n": "ن", "o": "و", "p": "ب", "q": "ق", "r": "ر", "s": "س", "t": "ت", "u": "و", "v": "ف",
    "w": "و", "x": "ش", "y": "ي", "z": "ز", "2": "ا", "3": "ع", "5": "خ", "6": "ط", "7": "ح", "8": "ه", "9": "ق",
}  # fmt: skip
"""Letters of one sound before single letters: the first that fits is read."""
_SOUND = re.compile("|".join(_SOUNDS))


def is_arabizi(text: str) -> bool:
    """True when a text in Latin letters reads as Darija rather than French or English.

    Darija borrows French nouns freely, so only the words that carry a French or English sentence (pronouns, verbs)
    speak against it: "bghit ndir carte de séjour" is Darija, "salam, je cherche un médecin" is not.
    """
    if has_arabic_letter(text):
        return False
    tokens = words(text)
    darija = sum(_is_darija(token) for token in tokens) + _negations(tokens)
    foreign = sum(token in FOREIGN_WORDS for token in tokens)
    if darija == 1 and foreign >= _FOREIGN_OUTWEIGHS_ONE:
        return False
    return darija > sum(token in SENTENCE_WORDS for token in tokens)


def _is_darija(token: str) -> bool:
    if token in DARIJA_WORDS:
        return True
    if token in AMBIGUOUS_WORDS or token in FOREIGN_WORDS:
        return False
    if _VERB.match(token):
        return True
    return bool(_DIGIT_INSIDE_WORD.match(token)) and not _NOT_DARIJA.match(token)


def _negations(tokens: list[str]) -> int:
    """How often "ma … ch" ("ma 9aderch": I cannot) stands in two words."""
    return sum(
        before == "ma" and len(after) > 3 and after.endswith(("ch", "sh", "x")) and after not in FOREIGN_WORDS
        for before, after in pairwise(tokens)
    )


def to_arabic(text: str) -> str:
    """The text with its Darija words in Arabic letters; French and English words stay as they are."""
    return " ".join(_word_to_arabic(token) for token in words(text))


def _word_to_arabic(token: str) -> str:
    if token in DARIJA_WORDS:
        return DARIJA_WORDS[token] or _transliterate(token)
    if token.isdigit() or token in FOREIGN_WORDS or token in AMBIGUOUS_WORDS:
        return token
    return _transliterate(token)


def _transliterate(token: str) -> str:
    spelled = _SOUND.sub(lambda sound: _SOUNDS[sound[0]], token)
    if token.startswith("l") and len(token) > 4 and token[1] not in "aeiou":
        return "ا" + spelled
    return spelled
