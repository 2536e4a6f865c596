"""Why something cannot be imported, in words for the person who made it, in the languages of our users."""

from functools import lru_cache
from pathlib import Path

import yaml

_FILE = Path(__file__).parent / "reasons.yml"
_COMMAND_LINE = "en"


class Reason(str):
    """An English sentence, as the command line prints it, that can be said in other languages too."""

    code: str
    values: dict[str, str]

    def __new__(cls, code: str, **values: object) -> "Reason":
        """`code` is a key of `reasons.yml`; `values` fill its placeholders. Raises KeyError when one is missing."""
        texts = {name: str(value) for name, value in values.items()}
        reason = super().__new__(cls, _sentences()[code][_COMMAND_LINE].format(**texts))
        reason.code, reason.values = code, texts
        return reason

    def say(self, language: str) -> str:
        """The same in a language."""
        return _sentences()[self.code][language].format(**self.values)


def codes() -> frozenset[str]:
    """All reasons there are."""
    return frozenset(_sentences())


@lru_cache(maxsize=1)
def _sentences() -> dict[str, dict[str, str]]:
    sentences: dict[str, dict[str, str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return sentences
