"""What is said when the engine does not answer: danger is still answered, everything else honestly."""

from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.danger_cards import danger_card
from language.danger import find_danger
from language.identify import identify
from reply import Reply, SourceNote, Trace


@lru_cache(maxsize=1)
def _sentences() -> dict[str, str]:
    words: dict[str, dict[str, str]] = yaml.safe_load((Path(__file__).parent / "words.yml").read_text(encoding="utf-8"))
    return words["unavailable"]


def unavailable(text: str, language: str | None) -> Reply:
    """The reply without the engine, in the language of the text or of the conversation."""
    language = identify(text, language).language
    kind = find_danger(text)
    if kind is None:
        return Reply(_sentences()[language], language)
    card = danger_card(kind)
    sources = tuple(SourceNote(*source) for source in card.sources)
    return Reply(card.text[language], language, sources=sources, urgent=True, trace=Trace("emergency"))
