"""Spans of time in words."""

from datetime import datetime, timedelta

from desk.models import now
from desk.wording import Words
from gateway.due import aware

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def ago(words: Words, moment: datetime) -> str:
    """How long ago it was: "3 minutes", "2 hours", "4 days"; for less than a minute "now"."""
    passed = now() - aware(moment)
    return _span(words, passed) if passed >= timedelta(minutes=1) else words("inbox.just_now")


def left(words: Words, moment: datetime) -> str:
    """How long it is until then; in minutes when it is less than two hours, and never less than one."""
    return _span(words, max(aware(moment) - now(), timedelta(minutes=1)))


def _span(words: Words, span: timedelta) -> str:
    if span < 2 * _HOUR:
        return words.count("inbox.minutes", span // timedelta(minutes=1))
    if span < 2 * _DAY:
        return words.count("inbox.hours", span // _HOUR)
    return words.count("inbox.days", span // _DAY)
