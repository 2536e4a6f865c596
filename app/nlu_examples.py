"""The examples of a Rasa NLU file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class NluExample:
    """A text, its intent, and what the file says of the examples of its block."""

    text: str
    intent: str
    metadata: dict[str, Any] = field(default_factory=dict)


def read_examples(file: Path) -> Iterator[NluExample]:
    """All examples of a file with `nlu:` at its top, in their order."""
    for entry in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["nlu"]:
        for line in entry["examples"].splitlines():
            if line.strip():
                yield NluExample(line.strip().removeprefix("- "), entry["intent"], entry.get("metadata", {}))
