"""The messages of an evaluation, and what is right for each of them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.problems import Problem


@dataclass(frozen=True)
class Message:
    """One row to answer. `id` is whatever JSON value the file gives."""

    id: Any
    text: str


@dataclass(frozen=True)
class Gold(Message):
    """A message with what is right for it.

    `variety` is how it is written, for example "darija". `also` are other articles that answer it. `look_alike` says
    that it only sounds like danger; `danger` is a kind of danger that it speaks of besides what it asks.
    """

    kind: str
    variety: str | None = None
    language: str | None = None
    article: str | None = None
    also: tuple[str, ...] = ()
    category: str | None = None
    place: str | None = None
    look_alike: bool = False
    danger: str | None = None

    @property
    def articles(self) -> set[str]:
        """The articles that answer the message."""
        return {*self.also, *([self.article] if self.article else [])}


def read_messages(sources: Iterable[Path]) -> list[Message]:
    """The rows of JSON-lines files; those with a `kind` are Gold. Raises Problem with file and line for a wrong row."""
    return [_message(row, where) for source in sources for where, row in _rows(source)]


def _rows(source: Path) -> Iterator[tuple[str, Any]]:
    """Each row with the place where it stands."""
    try:
        lines = source.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise Problem(f"{source} is not a text in UTF-8.") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            where = f"{source}, line {number}"
            try:
                yield where, json.loads(line)
            except ValueError as error:
                raise Problem(_no_row(where)) from error


def _message(row: Any, where: str) -> Message:
    if not isinstance(row, dict) or not {"id", "text"} <= row.keys():
        raise Problem(_no_row(where))
    if not isinstance(row["text"], str):
        raise Problem(f"{where}: text must be a text")
    if row.get("kind") is None:
        return Message(row["id"], row["text"])
    texts = {
        name: _text(row, name, where) for name in ("variety", "language", "article", "category", "place", "danger")
    }
    if not isinstance(row["kind"], str):
        raise Problem(f"{where}: kind must be a text")
    alike = "look" in str(row["id"]) or _yes(row, "look_alike", where)
    return Gold(row["id"], row["text"], row["kind"], also=_texts(row, "also", where), look_alike=alike, **texts)


def _no_row(where: str) -> str:
    return f'{where}: each row must be {{"id": …, "text": …}}'


def _text(row: dict[str, Any], name: str, where: str) -> str | None:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise Problem(f"{where}: {name} must be a text or null")
    return value or None


def _texts(row: dict[str, Any], name: str, where: str) -> tuple[str, ...]:
    value = row.get(name)
    if value is not None and not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
        raise Problem(f"{where}: {name} must be a list of texts")
    return tuple(value or ())


def _yes(row: dict[str, Any], name: str, where: str) -> bool:
    value = row.get(name)
    if value is not None and not isinstance(value, bool):
        raise Problem(f"{where}: {name} must be true or false")
    return bool(value)
