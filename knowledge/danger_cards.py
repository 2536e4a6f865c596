"""What to say first when somebody is in danger; also used by the gateway when the engine is down."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

_FILE = Path(__file__).parent / "content" / "danger.yml"


@dataclass(frozen=True)
class DangerCard:
    """The answer to one kind of danger. `text` by language; its first line has the number and the first step."""

    text: dict[str, str]
    articles: tuple[str, ...]
    category: str
    sources: tuple[tuple[str, str, str | None], ...]
    """Title, year and address of what the numbers were read in."""


@lru_cache(maxsize=1)
def _cards() -> dict[str, DangerCard]:
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {
        kind: DangerCard(
            text={language: text.strip() for language, text in card["text"].items()},
            articles=tuple(card["articles"]),
            category=card["category"],
            sources=tuple((source["title"], str(source["year"]), source.get("url")) for source in card["sources"]),
        )
        for kind, card in raw.items()
    }


def danger_card(kind: str) -> DangerCard:
    """The card of a kind (`language.danger.KINDS`). Raises KeyError for another word."""
    return _cards()[kind]
