"""An article as a file: `knowledge/content/articles/<topic>/<slug>.yml` (docs/writing-articles.md)."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from knowledge.models.article import RISKS, STATES
from language.identify import LANGUAGES

LIMITS = {"title": 70, "label": 24, "short": 220, "answer": 650}
"""Most characters a text may have, so that a whole answer fits into one WhatsApp message."""
_FIELDS = {"key", "topic", "risk", "state", "as_of", "review_by", "facts", "services", "related", "languages"}
_OPTIONAL_FIELDS = {"verified_on", "verified_by"}
_TEXT_FIELDS = {"title", "label", "short", "answer", "steps", "papers", "cost", "next", "samples"}


class ContentError(Exception):
    """A content file is wrong; the message names the file and says what to mend."""


@dataclass(frozen=True)
class ArticleFile:
    """The content of one file and where it came from."""

    path: Path
    content: dict[str, Any]
    fingerprint: str


def read_article_files(content_folder: Path) -> Iterator[ArticleFile]:
    """All articles of `content/articles` with their further samples of `content/samples`, in order of their path.

    Raises ContentError at the first bad file.
    """
    for path in sorted((content_folder / "articles").glob("*/*.yml")):
        content = _read(path)
        problems = list(article_problems(path, content))
        if problems:
            raise ContentError("\n".join(problems))
        raw = path.read_bytes()
        more = content_folder / "samples" / path.parent.name / path.name
        if more.exists():
            raw += more.read_bytes()
            _add_samples(content, more)
        yield ArticleFile(path, content, hashlib.sha256(raw).hexdigest())


def _read(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ContentError(f"{path}: not valid YAML in UTF-8: {error}") from error


def _add_samples(content: dict[str, Any], path: Path) -> None:
    samples = _read(path)
    if not isinstance(samples, dict) or not samples.keys() <= set(LANGUAGES):
        raise ContentError(f"{path}: must hold lists of samples under {', '.join(LANGUAGES)}")
    for language, texts in samples.items():
        content["languages"][language]["samples"] += texts


def article_problems(path: Path, content: Any) -> Iterator[str]:
    """Everything that is wrong with one article, one sentence each, beginning with the file's name."""
    if not isinstance(content, dict):
        yield f"{path}: the file must hold fields such as key: and languages:"
        return
    for field in sorted(_FIELDS - content.keys()):
        yield f"{path}: the field {field}: is missing"
    for field in sorted(content.keys() - _FIELDS - _OPTIONAL_FIELDS):
        yield f"{path}: unknown field {field}:"
    if _FIELDS - content.keys():
        return
    yield from _value_problems(path, content)
    for field in ("facts", "services", "related"):
        if not _is_list_of_texts(content[field]):
            yield f"{path}: {field} must be a list of texts"
    languages = content["languages"] if isinstance(content["languages"], dict) else {}
    for language in LANGUAGES:
        yield from _text_problems(path, language, languages.get(language))


def _value_problems(path: Path, content: dict[str, Any]) -> Iterator[str]:
    if content["key"] != f"{path.parent.name}.{path.stem}" or content["topic"] != path.parent.name:
        yield f"{path}: key and topic must match the file's folder and name"
    if content["risk"] not in RISKS:
        yield f"{path}: risk must be one of {', '.join(RISKS)}"
    if content["state"] not in STATES:
        yield f"{path}: state must be one of {', '.join(STATES)}"
    try:
        date.fromisoformat(str(content["review_by"]))
    except ValueError:
        yield f"{path}: review_by must be a date such as 2027-05-31"


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str | int | float) for item in value)


def _text_problems(path: Path, language: str, text: Any) -> Iterator[str]:
    if not isinstance(text, dict):
        yield f"{path}: the language {language} is missing"
        return
    for field in sorted(_TEXT_FIELDS ^ text.keys()):
        yield f"{path}: {language}: field {field}: is {'missing' if field in _TEXT_FIELDS else 'unknown'}"
    for field, limit in LIMITS.items():
        length = len(str(text.get(field, "")).strip())
        if not 0 < length <= limit:
            yield f"{path}: {language}: {field} has {length} characters, allowed are 1 to {limit}"
    for field in ("steps", "papers", "samples"):
        if not _is_list_of_texts(text.get(field)):
            yield f"{path}: {language}: {field} must be a list of texts"
    if not text.get("samples"):
        yield f"{path}: {language}: no sample questions"
