"""Everything the engine learns intents from, as one list: written examples, samples of articles, requests."""

import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from app.nlu_examples import read_examples
from app.settings import ROOT
from app.training import write_samples
from language.identify import identify
from language.normalise import has_arabic_letter
from language.request_kinds import DANGER, kind_of

VARIETIES = ("French", "English", "Arabic letters", "Darija, Latin letters")
_SEED = 20


@dataclass(frozen=True)
class Example:
    """A text, the label it teaches, and the language of its file where that has one."""

    text: str
    label: str
    file_language: str | None = None

    @cached_property
    def variety(self) -> str:
        """See `variety_of`."""
        return variety_of(self.text, self.file_language)


def label_of(intent: str, metadata: dict[str, Any]) -> str:
    """The intent; of danger, its kind, because each kind says other things."""
    return kind_of(intent, metadata.get("kind", "general")) if intent == DANGER else intent


def variety_of(text: str, file_language: str | None = None) -> str:
    """One of `VARIETIES`. `file_language` ("fr", "ar", "en") counts when the text does not tell; without it, French."""
    if has_arabic_letter(text):
        return "Arabic letters"
    language = identify(text, file_language).language
    return {"fr": "French", "en": "English"}.get(language, "Darija, Latin letters")


def all_examples() -> list[Example]:
    """Each text once per label, in a fixed order."""
    found: dict[tuple[str, str], Example] = {}
    with tempfile.TemporaryDirectory() as folder:
        written = sorted((ROOT / "bot" / "data" / "nlu").rglob("*.yml"))
        for path, language in [*((path, path.parent.name) for path in written), (write_samples(Path(folder)), None)]:
            for example in read_examples(path):
                label = label_of(example.intent, example.metadata)
                found.setdefault((example.text, label), Example(example.text, label, language))
    return list(found.values())


def sample(examples: Sequence[Example], size: int) -> list[Example]:
    """So many of them by chance, always the same ones; all when there are not more."""
    chance = random.Random(_SEED)  # noqa: S311 - no secret
    return chance.sample(examples, min(size, len(examples)))
