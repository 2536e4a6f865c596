"""The subjects articles belong to."""

from functools import lru_cache
from pathlib import Path

import yaml

_FILE = Path(__file__).parent / "content" / "topics.yml"


@lru_cache(maxsize=1)
def topics() -> dict[str, dict[str, str]]:
    """Topic → its name in each language, in the order of the menu."""
    names: dict[str, dict[str, str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return names
