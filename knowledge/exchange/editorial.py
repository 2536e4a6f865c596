"""What was read out of the shipped directory's texts by hand: `content/directory/editorial.yml` and translations."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge.models.translations import Translations


@dataclass(frozen=True)
class Editorial:
    """Exact text of a column → what it means for a machine, or how other languages say it. Empty: nothing is known."""

    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    audiences: dict[str, dict[str, str]] = field(default_factory=dict)
    special_lines: dict[str, dict[str, str]] = field(default_factory=dict)
    hours: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    costs: dict[str, float] = field(default_factory=dict)
    programmes: dict[str, dict[str, str]] = field(default_factory=dict)
    alerts: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> "Editorial":
        """Read the files of the directory's folder."""
        return cls(
            texts=_yaml(folder / "translations.yml"),
            names=_yaml(folder / "organization-names.yml"),
            **_yaml(folder / "editorial.yml"),
        )

    def translations(self, **originals: str) -> Translations:
        """Field → language → text for the texts that have translations."""
        return {name: dict(self.texts[text]) for name, text in originals.items() if text in self.texts}


def _yaml(path: Path) -> dict[str, Any]:
    values: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) or {}
    return values
