"""The words of the desk's pages, in the languages of its users."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from gateway.words import LANGUAGES, read_words
from knowledge.categories import categories
from knowledge.topics import topics

_ROOM = Path(__file__).parent
_DEFAULT = "fr"


class Words:
    """All words in one language: a key "part.name" is in `desk/part/words.yml`."""

    def __init__(self, language: str) -> None:
        """`language` is one of `LANGUAGES`."""
        self.language = language

    @property
    def direction(self) -> str:
        """In which direction the language is written: "rtl" or "ltr"."""
        return "rtl" if self.language == "ar" else "ltr"

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key with its placeholders filled. Raises KeyError for an unknown key."""
        return all_words()[key][self.language].format(**values)

    def count(self, key: str, number: int, **values: object) -> str:
        """The text that fits a number (see `counted`); `{count}` is filled."""
        return self(counted(key, number), count=number, **values)

    def has(self, key: str) -> bool:
        """True when there is such a key."""
        return key in all_words()

    def topic(self, key: str) -> str:
        """The name of a topic; the key itself for one that is gone."""
        return topics().get(key, {}).get(self.language, key)

    def category(self, key: str) -> str:
        """The name of a kind of service; the key itself for one that is gone."""
        known = categories().get(key)
        return known.names[self.language] if known else key


@lru_cache(maxsize=1)
def all_words() -> Mapping[str, Mapping[str, str]]:
    """Key → language → text, of all parts; what all parts share has no part before its name."""
    words = dict(read_words(_ROOM / "words.yml"))
    for file in sorted(_ROOM.glob("*/words.yml")):
        words |= {f"{file.parent.name}.{key}": texts for key, texts in read_words(file).items()}
    return words


def counted(key: str, number: int) -> str:
    """The key of the sentence that fits a number (0 or more): `key_none`, `key_one`, `key_two`, `key_few` (3 to 10, 103
    to 110 …), `key_hundreds` (100 to 102, 200 to 202 …). Where that is not there, "few" for two, else `key_many`.
    """
    return next((f"{key}_{form}" for form in _forms(number) if f"{key}_{form}" in all_words()), f"{key}_many")


def _forms(number: int) -> tuple[str, ...]:
    if number < 3:
        return (("none",), ("one",), ("two", "few"))[number]
    rest = number % 100
    return ("few",) if 3 <= rest <= 10 else ("hundreds",) if rest < 3 else ()


def preferred(accept_language: str) -> str:
    """The first of a browser's languages that there are words in."""
    codes = (part.strip()[:2].lower() for part in accept_language.split(","))
    return next((code for code in codes if code in LANGUAGES), _DEFAULT)
