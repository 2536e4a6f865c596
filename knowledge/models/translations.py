"""Texts in further languages, kept beside the text of the source: HSDS has no columns for them."""

from collections.abc import Mapping

Translations = dict[str, dict[str, str]]
"""Field → language → text."""


def translated(translations: Mapping[str, Mapping[str, str]], field: str, language: str, original: str) -> str:
    """The text of a field in a language, else the original."""
    return translations.get(field, {}).get(language, original)
