"""The content of a version: an article as plain values, complete or not."""

from collections.abc import Mapping
from typing import Any

from knowledge.content_check.text_rules import TEXT_FIELDS
from knowledge.exchange.article_content import article_content, differences
from knowledge.models import Article
from language.identify import LANGUAGES

LIST_FIELDS = ("steps", "papers", "samples")

Content = dict[str, Any]
"""In the form of `knowledge.exchange.article_content`; its state is always "published": what publishing makes of it."""


def blank_content(key: str) -> Content:
    """An article nobody has written yet."""
    blank: Content = {
        "key": key,
        "topic": topic_of(key),
        "risk": "normal",
        "state": "published",
        "as_of": "",
        "review_by": "",
        "sources": [],
        "services": [],
        "related": [],
        "languages": {},
    }
    return with_every_language(blank)


def with_every_language(content: Content) -> Content:
    """The content with blank texts for the languages that it lacks."""
    blank = {language: {field: [] if field in LIST_FIELDS else "" for field in TEXT_FIELDS} for language in LANGUAGES}
    return {**content, "languages": {**blank, **content["languages"]}}


def topic_of(key: str) -> str:
    """The topic that a key begins with."""
    return key.partition(".")[0]


def content_of(article: Article) -> Content:
    """What the database's article says."""
    return {**article_content(article), "state": "published"}


def changed_fields(one: Content, other: Content) -> list[str]:
    """Where two contents differ ("risk", "fr.title"); the order of samples means nothing."""
    return differences(_with_sorted_samples(one), _with_sorted_samples(other))


def changed_languages(before: Content, after: Content) -> list[str]:
    """The languages whose texts differ; samples need not be the same in each language and do not count."""
    fields = {tuple(name.split(".")) for name in changed_fields(before, after) if "." in name}
    changed = {language for language, field in fields if field != "samples"}
    return [language for language in LANGUAGES if language in changed]


def languages_behind(before: Content, after: Content) -> list[str]:
    """The languages whose texts are as before although those of another one are not."""
    changed = changed_languages(before, after)
    return [language for language in LANGUAGES if language not in changed] if changed else []


def missing_languages(content: Content) -> list[str]:
    """The languages without a title or without an answer."""
    texts: Mapping[str, Any] = content["languages"]
    return [name for name in LANGUAGES if not (texts.get(name, {}).get("title") and texts[name].get("answer"))]


def title_of(content: Content, language: str) -> str:
    """The title in a language, else in the first one that has one, else the key."""
    texts = content["languages"]
    titles = [texts.get(name, {}).get("title", "") for name in (language, *LANGUAGES)]
    return next(filter(None, titles), str(content["key"]))


def _with_sorted_samples(content: Content) -> Content:
    languages = {
        language: {**text, "samples": sorted(text.get("samples", []))}
        for language, text in content["languages"].items()
    }
    return {**content, "languages": languages}
