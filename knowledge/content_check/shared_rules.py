"""What the files beside the articles must look like: topics, categories and the emergency answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from knowledge.content_check.marked_yaml import Finding, MarkedFile
from knowledge.content_check.numbers import different_numbers
from knowledge.content_check.values import ADDRESS_WANTED, is_address, is_text_list
from language.identify import LANGUAGES

_LONGEST_LABEL = 24
_CARD_FIELDS = ("facts", "text", "articles", "category", "sources")


@dataclass(frozen=True)
class Known:
    """What content may refer to. None for a file that could not be read: references to it cannot be judged."""

    risks: dict[str, str] | None
    """Fact id → its risk."""
    topics: frozenset[str] | None
    categories: frozenset[str] | None
    articles: frozenset[str]


def topic_findings(file: MarkedFile) -> Iterator[Finding]:
    """Topics have a name in each language that fits on a button."""
    for topic, names in _entries(file):
        if not _in_each_language(names):
            yield file.finding(f"{topic}: must have a name in {', '.join(LANGUAGES)}", topic)
            continue
        for language, name in names.items():
            if len(name) > _LONGEST_LABEL:
                yield file.finding(
                    f"{topic}: {language} has {len(name)} characters, allowed are {_LONGEST_LABEL}", topic
                )


def category_findings(file: MarkedFile, known: Known) -> Iterator[Finding]:
    """Categories have a name in each language and belong to topics that exist."""
    for key, category in _entries(file):
        if not isinstance(category, dict) or not _in_each_language(category.get("names")):
            yield file.finding(f"{key}: names: must have a name in {', '.join(LANGUAGES)}", key)
        elif not is_text_list(category.get("topics")) or not isinstance(category.get("words"), str):
            yield file.finding(f"{key}: must have a list topics: and a text words:", key)
        elif known.topics is not None:
            for topic in category["topics"]:
                if topic not in known.topics:
                    yield file.finding(f"{key}: there is no topic {topic} in topics.yml", key, "topics")


def danger_findings(file: MarkedFile, known: Known) -> Iterator[Finding]:
    """Emergency answers say the same numbers in each language and lead on to what exists."""
    for kind, card in _entries(file):
        if not isinstance(card, dict) or not set(_CARD_FIELDS) <= card.keys() or not _in_each_language(card["text"]):
            yield file.finding(
                f"{kind}: must have {', '.join(_CARD_FIELDS)} and a text in {', '.join(LANGUAGES)}", kind
            )
            continue
        for _, wrong in different_numbers(kind, card["text"]):
            yield file.finding(f"{kind}: {wrong}", kind, "text")
        for field, name, there in (
            ("articles", "article", known.articles),
            ("facts", "fact", known.risks),
        ):
            for item in _missing(card[field], there):
                yield file.finding(f"{kind}: there is no {name} {item}", kind, field)
        if _missing([card["category"]], known.categories):
            yield file.finding(f"{kind}: there is no category {card['category']}", kind, "category")
        yield from _card_source_findings(file, kind, card["sources"])


def _card_source_findings(file: MarkedFile, kind: str, sources: Any) -> Iterator[Finding]:
    for position, source in enumerate(sources if isinstance(sources, list) else [None]):
        if not isinstance(source, dict) or not {"title", "year"} <= source.keys():
            yield file.finding(f"{kind}: each source must have title: and year:", kind, "sources", position)
        elif "url" in source and not is_address(source["url"]):
            yield file.finding(f"{kind}: url must be {ADDRESS_WANTED}", kind, "sources", position)


def _missing(items: Any, there: dict[str, str] | frozenset[str] | None) -> list[Any]:
    if there is None:
        return []
    return [item for item in items if item not in there] if is_text_list(items) else [items]


def _entries(file: MarkedFile) -> Iterator[tuple[str, Any]]:
    for key, value in (file.content or {}).items() if isinstance(file.content, dict) else ():
        yield str(key), value


def _in_each_language(texts: Any) -> bool:
    return (
        isinstance(texts, dict) and texts.keys() == set(LANGUAGES) and all(isinstance(t, str) for t in texts.values())
    )
