"""What an action knows of the running turn, read from Rasa's tracker."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from language.identify import DEFAULT_LANGUAGE, LANGUAGES

if TYPE_CHECKING:  # the desk shows answers without being an action server
    from rasa_sdk import Tracker

_WORDS = Path(__file__).parent / "words.yml"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Turn:
    """One message of a person with how it was understood. `language` is the one to answer in."""

    text: str
    language: str
    intent: str
    confidence: float
    intents: Mapping[str, float]
    """Every ranked intent with its confidence."""
    entities: Mapping[str, str]
    slots: Mapping[str, Any]
    danger: str | None
    """The kind of danger that was heard, see `language.danger.KINDS`."""
    again: bool = False
    """True when the engine may have seen this message before, because its answer got lost: it is no question asked
    twice."""

    @classmethod
    def read(cls, tracker: "Tracker") -> "Turn":
        """Read the tracker as Rasa sent it."""
        message = tracker.latest_message
        ranking = {entry["name"]: float(entry["confidence"]) for entry in message.get("intent_ranking") or ()}
        intent = message.get("intent") or {}
        return cls(
            text=message.get("text") or "",
            language=_language(tracker),
            intent=intent.get("name") or "",
            confidence=float(intent.get("confidence") or 0.0),
            intents=ranking,
            entities={entity["entity"]: str(entity["value"]) for entity in message.get("entities") or ()},
            slots=tracker.slots,
            danger=message.get("danger"),
            again=bool((message.get("metadata") or {}).get("again")),
        )

    @property
    def topics(self) -> dict[str, float]:
        """How probable the classifier finds each topic."""
        return {name.removeprefix("ask_"): value for name, value in self.intents.items() if name.startswith("ask_")}

    def words(self, key: str, **values: object) -> str:
        """The interface text of that key in the turn's language. Raises KeyError for an unknown key."""
        return _PLACEHOLDER.sub(lambda found: str(values[found[1]]), interface_words()[key][self.language])


@lru_cache(maxsize=1)
def interface_words() -> dict[str, dict[str, str]]:
    """Key → language → text, from `words.yml`."""
    words: dict[str, dict[str, str]] = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    return words


def _language(tracker: "Tracker") -> str:
    message = tracker.latest_message
    metadata = message.get("metadata") or {}
    identified = message.get("language") or {}
    chosen = metadata.get("language") if metadata.get("language_chosen") else None
    by_text = identified.get("name") if identified.get("certain") else None
    so_far = metadata.get("language") or tracker.slots.get("language")
    language = chosen or by_text or so_far or identified.get("name")
    return language if language in LANGUAGES else DEFAULT_LANGUAGE
