"""What a message asks of a service beside its kind and place: open now, for whom, in which language."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.audiences import find_audiences
from knowledge.word_lists import meanings, readings, spellings
from language.language_names import find_language_name

_FILE = Path(__file__).parent / "content" / "wishes.yml"


@dataclass(frozen=True)
class Wishes:
    """What was asked. `spoken` is the code of the language in which somebody wants to be served."""

    open_now: bool = False
    audiences: frozenset[str] = frozenset()
    spoken: str | None = None

    def with_earlier(self, earlier: "Wishes") -> "Wishes":
        """These wishes, and those of the messages before where these say nothing."""
        return Wishes(
            self.open_now or earlier.open_now, self.audiences | earlier.audiences, self.spoken or earlier.spoken
        )


def find_wishes(text: str) -> Wishes:
    """The wishes a text holds."""
    said = set(meanings(_by_word(), readings(text)))
    return Wishes(
        open_now="open_now" in said,
        audiences=find_audiences(text),
        spoken=find_language_name(text) if "speaks" in said else None,
    )


@lru_cache(maxsize=1)
def _by_word() -> dict[str, str]:
    """The wish of each word."""
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {word: wish for wish, listed in raw.items() for word in spellings(listed)}
