"""An article and its further samples as text of their files, changing nothing that needs no change."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import yaml

from knowledge.content_check.marked_yaml import MarkedFile, NotYaml, read_marked
from knowledge.content_check.text_rules import TEXT_FIELDS
from knowledge.exchange.yaml_style import folded, item_list, name_list, scalar

_ORDER = ("key", "topic", "risk", "state", "as_of", "review_by", "verified_on", "verified_by", "facts", "sources",
          "services", "related", "languages")  # fmt: skip
_IN_QUOTES = ("as_of", "review_by")
_FOLDED = ("short", "answer")
_LISTS = ("steps", "papers", "samples")

Write = Callable[["_Old"], str]


def article_text(content: dict[str, Any], old: MarkedFile | None) -> str:
    """The article's file. Fields that are as in the old file keep its lines, with layout and comments."""
    return _written(content, old, lambda lines: _article(content, lines))


def samples_text(samples: dict[str, list[str]], old: MarkedFile) -> str:
    """The file of further samples."""
    return _written(samples, old, lambda lines: _samples(samples, lines))


def _written(content: dict[str, Any], old: MarkedFile | None, write: Write) -> str:
    if old:
        text = write(_Old(old))
        if _content_of(text, old) == content:
            return text
    return write(_Old(None))


def _content_of(text: str, old: MarkedFile) -> Any:
    try:
        return read_marked(old.path, text.encode()).content
    except NotYaml:
        return None


def _article(content: dict[str, Any], old: "_Old") -> str:
    parts = [old.beginning()]
    for field in _ORDER:
        if field == "languages":
            parts.append("languages:\n")
            parts += [_language(language, text, old) for language, text in content["languages"].items()]
        elif field in content:
            parts.append(old.lines(content[field], field) or f"{field}:{_field(field, content[field])}\n")
    return "".join(parts)


def _field(field: str, value: Any) -> str:
    if field == "sources":
        return "".join(f"\n  - {_source(source)}" for source in value)
    if isinstance(value, list):
        return name_list(value, field)
    if field == "verified_on":
        return f" {value}"
    return f" {scalar(value, field in _IN_QUOTES)}"


def _source(source: dict[str, str]) -> str:
    return "\n    ".join(f"{name}: {scalar(value, name == 'year')}" for name, value in source.items())


def _language(language: str, text: dict[str, Any], old: "_Old") -> str:
    parts = [f"  {language}:\n"]
    for field in TEXT_FIELDS:
        steps = ("languages", language, field)
        new = f"    {field}:{_text_field(field, text[field], old.in_quotes(*steps))}\n"
        parts.append(old.lines(text[field], *steps) or new)
    return "".join(parts)


def _text_field(field: str, value: Any, in_quotes: bool) -> str:
    if field in _FOLDED:
        return f" {folded(value, 6)}"
    return item_list(value, 6, in_quotes) if field in _LISTS else f" {scalar(value, in_quotes)}"


def _samples(samples: dict[str, list[str]], old: "_Old") -> str:
    parts = [old.beginning()]
    for language, texts in samples.items():
        new = f"{language}:{item_list(texts, 2, old.in_quotes(language))}\n"
        parts.append(old.lines(texts, language) or new)
    return "".join(parts)


@dataclass(frozen=True)
class _Block:
    """A field of the old file: its value and the lines from its key to the next one."""

    value: yaml.Node
    start: int
    end: int
    column: int


class _Old:
    """The lines of the old file, if there is one."""

    def __init__(self, file: MarkedFile | None) -> None:
        self._file = file
        self._lines = file.text.splitlines(keepends=True) if file else []

    def beginning(self) -> str:
        """What stands before the first field: comments."""
        node = self._file.node if self._file else None
        first = node.value[0][0].start_mark.line if isinstance(node, yaml.MappingNode) and node.value else 0
        return "".join(self._lines[:first])

    def lines(self, value: Any, *steps: str) -> str | None:
        """The lines of a field that has that value; None if it has another one or other than usual indentation."""
        block = self._block(steps)
        if not self._file or not block or block.column != 2 * (len(steps) - 1) or _at(self._file, steps) != value:
            return None
        return "".join(self._lines[block.start : block.end])

    def in_quotes(self, *steps: str) -> bool:
        """True if the field's text, or the first of its texts, stands in double quotes; so do its language's."""
        block = self._block(steps)
        node = block.value if block else None
        if isinstance(node, yaml.SequenceNode) and node.value:
            node = node.value[0]
        return isinstance(node, yaml.ScalarNode) and bool(node.value) and node.style == '"'

    def _block(self, steps: Iterable[str]) -> _Block | None:
        if not self._file or not self._file.node:
            return None
        block = _Block(self._file.node, 0, len(self._lines), 0)
        for step in steps:
            inner = _inner(block, step)
            if inner is None:
                return None
            block = inner
        return block


def _inner(block: _Block, step: str) -> _Block | None:
    node = block.value
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        return None
    starts = [key.start_mark.line for key, _ in node.value]
    for (key, value), start, end in zip(node.value, starts, [*starts[1:], block.end], strict=True):
        if key.value == step:
            return _Block(value, start, end, key.start_mark.column)
    return None


def _at(file: MarkedFile, steps: Iterable[str]) -> Any:
    value = file.content
    for step in steps:
        value = value[step]
    return value
