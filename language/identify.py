"""In which language somebody writes: French, Arabic (Darija in Latin letters included) or English."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import langdetect
from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from language.arabizi import is_arabizi
from language.lexicon_words import AMBIGUOUS_WORDS, ENGLISH_WORDS, FRENCH_WORDS
from language.normalise import has_arabic_letter, words

LANGUAGES = ("fr", "ar", "en")
DEFAULT_LANGUAGE = "fr"
_ENOUGH_WORDS = 3
_ENOUGH_LETTERS = 12


@dataclass(frozen=True)
class Identified:
    """A language, whether the text itself decided it, and whether it was Darija in Latin letters."""

    language: str
    certain: bool
    arabizi: bool = False


@lru_cache(maxsize=1)
def _detectors() -> DetectorFactory:
    """langdetect with three profiles only: asking all 55 and filtering afterwards is far worse (and slower)."""
    profiles = Path(langdetect.__file__).parent / "profiles"
    factory = DetectorFactory()
    factory.load_json_profile([(profiles / code).read_text(encoding="utf-8") for code in LANGUAGES])
    factory.set_seed(0)
    return factory


def identify(text: str, so_far: str | None = None) -> Identified:
    """The language of a text; `so_far`, what the conversation used until now, when the text does not decide.

    A short word that several languages share ("ok", a town) never decides. `certain` is False when `so_far` or the
    default was used.
    """
    if has_arabic_letter(text):
        return Identified("ar", certain=True)
    if is_arabizi(text):
        return Identified("ar", certain=True, arabizi=True)
    by_words = _by_common_words(text)
    if by_words:
        return Identified(by_words, certain=True)
    detected = _by_profile(text)
    if detected:
        return Identified(detected, certain=True)
    return Identified(so_far or DEFAULT_LANGUAGE, certain=False)


def _by_common_words(text: str) -> str | None:
    tokens = [token for token in words(text) if token not in AMBIGUOUS_WORDS]
    french = sum(token in FRENCH_WORDS and token not in ENGLISH_WORDS for token in tokens)
    english = sum(token in ENGLISH_WORDS and token not in FRENCH_WORDS for token in tokens)
    if french == english:
        return None
    return "fr" if french > english else "en"


def _by_profile(text: str) -> str | None:
    tokens = words(text)
    if len(tokens) < _ENOUGH_WORDS or sum(map(len, tokens)) < _ENOUGH_LETTERS:
        return None
    detector = _detectors().create()
    detector.append(" ".join(tokens))
    try:
        code: str = detector.detect()
    except LangDetectException:
        return None
    return code if code in LANGUAGES and code != "ar" else None
