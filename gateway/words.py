"""What the gateway says without asking the engine."""

from functools import lru_cache
from pathlib import Path

import yaml

LANGUAGES = ("fr", "ar", "en")
_FILE = Path(__file__).parent / "words.yml"


@lru_cache(maxsize=32)
def read_words(file: Path) -> dict[str, dict[str, str]]:
    """Key → language → text, of a file of words."""
    words: dict[str, dict[str, str]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return words


def said(key: str, language: str | None) -> str:
    """The text in a language; in all of them, one after the other, when the person's is not known yet."""
    texts = read_words(_FILE)[key]
    return texts[language] if language else "\n\n".join(texts[each] for each in LANGUAGES)


def privacy_notice(language: str, operator: str, days: int) -> str:
    """Who runs this, what is kept, how to delete it. `operator` may be empty: then it names nobody."""
    words = read_words(_FILE)
    return words["privacy"][language].format(operator=operator or words["operator"][language], days=days)
