"""The content of an article as a form's data, and back."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from gateway.words import LANGUAGES
from knowledge.editing.content import LIST_FIELDS, Content, blank_content
from knowledge.editing.facts import facts

if TYPE_CHECKING:
    from desk.articles.forms import ArticleForm, SourceForm

_SHARED = ("risk", "as_of", "review_by", "verified_on", "verified_by")
_SOURCE_FIELDS = ("title", "year", "locator", "url", "fact")
_WORDS = ("title", "label", "short", "answer", "steps", "papers", "cost", "next", "samples")


def form_data(content: Content) -> dict[str, Any]:
    """What the form shows of a content: a line for each entry of a list."""
    topic, _, name = content["key"].partition(".")
    texts = [_text_data(content["languages"].get(language, {})) for language in LANGUAGES]
    shared = {field: content.get(field, "") for field in (*_SHARED, "services", "related")}
    return {"topic": topic, "name": name, "texts": texts, "sources": content["sources"], **shared}


def form_content(form: "ArticleForm", key: str) -> Content:
    """What somebody wrote, complete or not."""
    content = blank_content(key)
    content |= {field: _text(form[field].data) for field in _SHARED if form[field].data}
    content |= {"services": _chosen(form.services), "related": _chosen(form.related)}
    content["sources"] = [source for row in form.sources if (source := _source(row.form))]
    for language, entry in zip(LANGUAGES, form.texts, strict=True):
        content["languages"][language] = {
            field: _list(entry.form[field].data) if field in LIST_FIELDS else _text(entry.form[field].data)
            for field in _WORDS
        }
    return content


def _text_data(text: dict[str, Any]) -> dict[str, str]:
    return {field: "\n".join(text.get(field, [])) if field in LIST_FIELDS else text.get(field, "") for field in _WORDS}


def _source(row: "SourceForm") -> dict[str, str]:
    """The fields that are filled in; a fact brings its own title, year, place and address where the row has none."""
    if row.remove.data:
        return {}
    typed = {field: _text(row[field].data) for field in _SOURCE_FIELDS}
    fact = facts().get(typed["fact"])
    known = {field: getattr(fact.source, field) or "" for field in _SOURCE_FIELDS} if fact else {}
    filled = typed if typed["title"] or typed["year"] else {**known, **{n: v for n, v in typed.items() if v}}
    return {field: filled[field] for field in _SOURCE_FIELDS if filled.get(field)}


def _chosen(entries: Iterable[Any]) -> list[str]:
    return list(dict.fromkeys(str(entry.data) for entry in entries if entry.data))


def _text(value: Any) -> str:
    return str(value or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _list(value: Any) -> list[str]:
    return [line.strip() for line in _text(value).split("\n") if line.strip()]
