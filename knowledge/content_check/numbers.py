"""The numbers a text says, in whatever notation its language uses: they must be the same in each language."""

import re
from collections import Counter
from collections.abc import Iterator

from knowledge.content_check.problems import Problem, problem

_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_HOUR_WITH_H = re.compile(r"\b(\d{1,2}) ?h ?(\d\d)?\b")
_RANGE_OF_HALF_A_DAY = re.compile(r"\b(\d{1,2})([–-]\d{1,2} ?)(am|pm)\b")
_HALF_A_DAY = re.compile(r"\b(\d{1,2})(:\d\d)? ?(am|pm)\b")
_SEPARATOR = re.compile(r"(?<=\d)[ \u00a0\u202f,.](?=\d)")
_NUMBER = re.compile(r"\d+(?::\d\d)?")

ONLY_IN_ONE_LANGUAGE = {
    ("health.medicines", "ar"): Counter({"5": 1}),  # the foundation's name is given in both scripts
}
"""Numbers an article says more often in one language than in French, with the reason."""


def numbers_in(text: str) -> Counter[str]:
    """All numbers of a text, each as often as it stands there.

    "9 h 30", "9:30" and "9:30 am" are one, and "13 h", "13:00", "1 pm" and "13" are one. Thousands and the groups of a
    phone number are joined ("3 636" and "3,636"; "05 37 54 54 00").
    """
    text = _MARKS.sub("", text)
    text = _HOUR_WITH_H.sub(lambda hour: f"{hour[1]}:{hour[2] or '00'}", text)
    text = _RANGE_OF_HALF_A_DAY.sub(lambda hours: f"{hours[1]}{hours[3]}{hours[2]}{hours[3]}", text)
    text = _HALF_A_DAY.sub(lambda hour: f"{int(hour[1]) % 12 + 12 * (hour[3] == 'pm')}{hour[2] or ''}", text)
    text = _SEPARATOR.sub("", text)
    return Counter(number.removesuffix(":00") for number in _NUMBER.findall(text))


def different_numbers(name: str, texts: dict[str, str]) -> Iterator[tuple[str, Problem]]:
    """Each language whose numbers are not those of French, with the problem. `name` is the article's key."""
    expected = numbers_in(texts["fr"])
    for language in texts.keys() - {"fr"}:
        wanted = expected + ONLY_IN_ONE_LANGUAGE.get((name, language), Counter())
        said = numbers_in(texts[language])
        without, excess = (", ".join(sorted(numbers)) for numbers in (wanted - said, said - wanted))
        if without or excess:
            code = "numbers_differ" if without and excess else "numbers_without" if without else "numbers_in_excess"
            yield language, problem(code, language=language, without=without, excess=excess)
