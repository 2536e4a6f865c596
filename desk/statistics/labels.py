"""The names of rows and columns in the language of a page."""

from collections.abc import Callable
from datetime import date
from functools import partial

from babel.dates import format_date

from desk.statistics.models import ASSISTANT, HUMAN
from desk.statistics.tally import LONGER, TIMES
from desk.wording import Words

_LOCALES = {"fr": "fr", "ar": "ar_MA", "en": "en_GB"}
_UNITS = (("hours", 3600), ("minutes", 60), ("seconds", 1))


class Labels:
    """The names for one page."""

    def __init__(self, words: Words) -> None:
        """`words` are those of the page."""
        self._words = words

    def row(self, table: str, key: str) -> str:
        """The name of a row of a table."""
        names: dict[str, Callable[[str], str]] = {
            "weeks": lambda week: self.week(date.fromisoformat(week)),
            "topics": self._words.topic,
            "languages": lambda code: self._known(f"language_{code}", code),
            "channels": self.channel,
            "times_assistant": partial(self.time, ASSISTANT),
            "times_human": partial(self.time, HUMAN),
        }
        return names[table](key) if table in names else self._words(f"statistics.outcome_{key}")

    def column(self, table: str, key: str) -> str:
        """The name of a column of a table."""
        return self.channel(key) if table.startswith("times_") else self._words(f"statistics.column_{key}")

    def channel(self, key: str) -> str:
        """The name of a channel."""
        return self._known(f"statistics.channel_{key}", key)

    def week(self, monday: date) -> str:
        """The day on which a week begins, short."""
        return format_date(monday, "d MMM y", locale=_LOCALES[self._words.language])

    def time(self, replier: str, limit: str) -> str:
        """From the limit before to this one: "15 s – 1 min"."""
        limits = TIMES[replier]
        if int(limit) == LONGER:
            return self._words("statistics.longer_than", time=self._duration(limits[-1]))
        before = max((each for each in limits if each < int(limit)), default=None)
        until = self._duration(int(limit))
        if before is None:
            return self._words("statistics.up_to", time=until)
        return f"{self._duration(before)} – {until}"

    def _duration(self, seconds: int) -> str:
        unit, size = next((unit for unit in _UNITS if seconds >= unit[1]), _UNITS[-1])
        return self._words(f"statistics.{unit}", count=seconds // size)

    def _known(self, key: str, otherwise: str) -> str:
        return self._words(key) if self._words.has(key) else otherwise
