"""What is right for a message: a row of an evaluation, and of the regression set that staff keep."""

from dataclasses import asdict, dataclass
from typing import Any, Self

KINDS = ("question", "service", "emergency", "command", "smalltalk", "out_of_scope", "ambiguous")
_TEXTS = ("variety", "language", "article", "category", "place", "danger")


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

    def to_row(self) -> dict[str, Any]:
        """The row of a file that `read_row` makes this of."""
        return {**asdict(self), "also": list(self.also)}

    @classmethod
    def read(cls, row: dict[str, Any]) -> Self:
        """A row with a kind. Raises ValueError, naming the field, for one of a wrong type."""
        if not isinstance(row["kind"], str):
            raise ValueError("kind must be a text")
        texts = {name: _text(row, name) for name in _TEXTS}
        alike = "look" in str(row["id"]) or _yes(row, "look_alike")
        return cls(row["id"], row["text"], row["kind"], also=_list(row, "also"), look_alike=alike, **texts)


def read_row(row: Any) -> Message:
    """A row of a file, as JSON gives it; one with a `kind` is Gold. Raises ValueError that says what is wrong."""
    if not isinstance(row, dict) or not {"id", "text"} <= row.keys():
        raise ValueError(NO_ROW)
    if not isinstance(row["text"], str):
        raise ValueError("text must be a text")
    return Message(row["id"], row["text"]) if row.get("kind") is None else Gold.read(row)


NO_ROW = 'each row must be {"id": …, "text": …}'


def _text(row: dict[str, Any], name: str) -> str | None:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{name} must be a text or null")
    return value or None


def _list(row: dict[str, Any], name: str) -> tuple[str, ...]:
    value = row.get(name)
    if value is not None and not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
        raise ValueError(f"{name} must be a list of texts")
    return tuple(value or ())


def _yes(row: dict[str, Any], name: str) -> bool:
    value = row.get(name)
    if value is not None and not isinstance(value, bool):
        raise ValueError(f"{name} must be true or false")
    return bool(value)
