"""What the web server itself says, without the engine."""

from functools import lru_cache
from pathlib import Path

import yaml

_FILE = Path(__file__).parent / "words.yml"


@lru_cache(maxsize=1)
def sentences() -> dict[str, dict[str, str]]:
    """Key → language → sentence, from `words.yml`."""
    words: dict[str, dict[str, str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return words
