"""The words in which opening hours are told."""

from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml
from babel import Locale
from babel.dates import format_date

_FILE = Path(__file__).parents[1] / "content" / "hours_words.yml"


class HoursWords:
    """The words of one language."""

    def __init__(self, words: dict[str, str]) -> None:
        """`words` is one language of `content/hours_words.yml`."""
        self._words = words
        self._locale = Locale.parse(words["locale"])
        self._weekdays = [str(name) for _, name in sorted(self._locale.days["stand-alone"]["wide"].items())]

    def say(self, key: str, **values: str) -> str:
        """The words for `key` with their values."""
        return self._words[key].format(**values)

    def weekday(self, number: int) -> str:
        """The name of a weekday (0: Monday)."""
        return self._weekdays[number]

    def date(self, day: date, with_year: bool = True) -> str:
        """Day, month and year."""
        number = self._words["first_of_month"] if day.day == 1 else str(day.day)
        return f"{number} {format_date(day, 'MMMM y' if with_year else 'MMMM', locale=self._locale)}"


@lru_cache(maxsize=1)
def _all_words() -> dict[str, HoursWords]:
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {language: HoursWords(words) for language, words in raw.items()}


def hours_words(language: str) -> HoursWords:
    """The words of a language. Raises KeyError for a language without words."""
    return _all_words()[language]
