"""An article of the database as plain values, so that two versions can be compared and written to a file."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from knowledge.models import Article, ArticleSource, ArticleText
from language.identify import LANGUAGES


def article_content(article: Article) -> dict[str, Any]:
    """Everything that an article says, in the form of its file, with its sources written out.

    Spaces at the ends of texts, kinds of line breaks and the order of samples mean nothing and are evened out. A field
    that may be empty must be left out when it is: with a new field, every article would otherwise count as edited.
    """
    optional = {
        "verified_on": article.verified_on.isoformat() if article.verified_on else "",
        "verified_by": _even(article.verified_by),
    }
    return {
        "key": article.key,
        "topic": article.topic,
        "risk": article.risk,
        "state": article.state,
        "as_of": _even(article.as_of),
        "review_by": article.review_by.isoformat(),
        **_without_empty(optional),
        "sources": [_source(source) for source in _facts_first(article.sources)],
        "services": list(article.services or []),
        "related": list(article.related or []),
        "languages": {text.language: _text(text, article) for text in sorted(article.texts, key=_place_of_language)},
    }


def _facts_first(sources: Iterable[ArticleSource]) -> list[ArticleSource]:
    """In their order, but those of facts before others, as the file has them."""
    return sorted(sources, key=lambda source: (not source.fact, source.position))


def _source(source: ArticleSource) -> dict[str, str]:
    names = ("title", "year", "locator", "url", "fact")
    return _without_empty({name: _even(getattr(source, name)) for name in names})


def _text(text: ArticleText, article: Article) -> dict[str, Any]:
    return {
        **{name: _even(getattr(text, name)) for name in ("title", "label", "short", "answer")},
        **{name: [_even(item) for item in getattr(text, name) or []] for name in ("steps", "papers")},
        **{name: _even(getattr(text, name)) for name in ("cost", "next")},
        "samples": sorted(samples_in(article, text.language)),
    }


def samples_in(article: Article, language: str) -> list[str]:
    """The samples of a language in their order, each once."""
    texts = (_even(sample.text) for sample in article.samples if sample.language == language)
    return [text for text in dict.fromkeys(texts) if text]


def _place_of_language(text: ArticleText) -> int:
    return LANGUAGES.index(text.language) if text.language in LANGUAGES else len(LANGUAGES)


def _even(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _without_empty(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def fingerprint_of(article: Article) -> str:
    """SHA-256 of the content; changes exactly when the content does."""
    plain = json.dumps(article_content(article), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Where two contents differ: fields such as "risk" and, in a language, "fr.title"."""
    found = [name for name in one.keys() | other.keys() if name != "languages" and one.get(name) != other.get(name)]
    for language in one["languages"].keys() | other["languages"].keys():
        here, there = one["languages"].get(language, {}), other["languages"].get(language, {})
        found += [f"{language}.{name}" for name in here.keys() | there.keys() if here.get(name) != there.get(name)]
    return sorted(found)
