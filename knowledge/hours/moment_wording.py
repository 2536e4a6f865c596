"""Openness → a sentence: "Ouvert maintenant, ferme à 15:00"."""

from datetime import datetime, time, timedelta

from knowledge.hours.state import Openness, OpenState
from knowledge.hours.words import HoursWords, hours_words

_DAY = timedelta(days=1)
_WEEK = 7


def describe_openness(openness: Openness, at: datetime, language: str) -> str:
    """What to tell somebody at that moment, without a full stop at the end; empty when nothing is known.

    Raises KeyError for a language without words.
    """
    if openness.state is OpenState.UNKNOWN:
        return ""
    words = hours_words(language)
    values = {}
    key = str(openness.state)
    if openness.changes_at:
        key += "_until"
        values["when"] = moment_in_words(
            openness.changes_at, at, closing=openness.state is not OpenState.CLOSED, words=words
        )
    if openness.holiday:
        name = openness.holiday.names[language]
        values["holiday"] = words.say("holiday" if openness.holiday.certain else "estimated_holiday", name=name)
        key += "_uncertain" if openness.state is OpenState.CLOSED else ""
    return words.say(key, **values)


def moment_in_words(change: datetime, at: datetime, closing: bool, words: HoursWords) -> str:
    """When something opens, or with `closing` closes, seen from `at`: "à 09:00", "demain à 09:00", "lundi à 09:00"."""
    day, clock = change.date(), f"{change:%H:%M}"
    if closing and change.time() == time(0):
        day, clock = day - _DAY, "24:00"
    away = (day - at.date()).days
    if away == 0:
        return words.say("closes_today" if closing else "opens_today", time=clock)
    if away == 1:
        return words.say("tomorrow", time=clock)
    if away < _WEEK:
        return words.say("on_weekday", day=words.weekday(day.weekday()), time=clock)
    return words.say("on_date", day=words.date(day, with_year=day.year != at.year), time=clock)
