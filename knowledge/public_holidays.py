"""Public holidays of Morocco: calculated by the package `holidays`, corrected by administrators.

Religious holidays depend on the sighting of the moon, so that their calculated dates are estimates until an
administrator confirms them.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from holidays import country_holidays
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models.base import bump_revision
from knowledge.models.public_holiday import CONFIRMED, NOT_A_HOLIDAY, PublicHoliday

_LOCALES = {"fr": "fr", "ar": "ar", "en": "en_US"}
_BETWEEN_NAMES = "; "


@dataclass(frozen=True)
class Holiday:
    """A public holiday. `names` has its name in each language; `certain` is False while the date is an estimate."""

    date: datetime.date
    names: Mapping[str, str]
    certain: bool


class PublicHolidays:
    """The public holidays as the database knows them at one moment."""

    def __init__(self, decisions: Iterable[PublicHoliday] = ()) -> None:
        """Decisions override what is calculated."""
        self._decided = {
            row.date: Holiday(row.date, row.names, certain=True) if row.decision == CONFIRMED else None
            for row in decisions
        }

    @classmethod
    def from_database(cls, session: Session) -> "PublicHolidays":
        """Read the decisions of the database."""
        return cls(session.scalars(select(PublicHoliday)))

    def on(self, day: datetime.date) -> Holiday | None:
        """The holiday on a day."""
        return self._decided[day] if day in self._decided else _calculated(day.year).get(day)

    def between(self, first: datetime.date, last: datetime.date) -> list[Holiday]:
        """The holidays from `first` to `last`, both included, in their order."""
        days = self._decided.keys() | {day for year in range(first.year, last.year + 1) for day in _calculated(year)}
        found = [self.on(day) for day in sorted(days) if first <= day <= last]
        return [holiday for holiday in found if holiday]


def confirm(session: Session, day: datetime.date) -> None:
    """Decide, in the caller's transaction, that an estimated date is right. Raises ValueError for other days."""
    _decide(session, day, CONFIRMED, _estimated(session, day).names)


def not_a_holiday(session: Session, day: datetime.date) -> None:
    """Decide, in the caller's transaction, that an estimated date is wrong. Raises ValueError for other days."""
    _decide(session, day, NOT_A_HOLIDAY, _estimated(session, day).names)


def add(session: Session, day: datetime.date, names: Mapping[str, str]) -> None:
    """Add, in the caller's transaction, a holiday on a day that was none, with its name in every language.

    Raises ValueError for a missing name and for a day that is a holiday or decided already.
    """
    _check_undecided(session, day)
    holiday = _calculated(day.year).get(day)
    if holiday:
        hint = "" if holiday.certain else "; confirm it instead"
        raise ValueError(f"{day} is a public holiday already ({holiday.names['en']}){hint}")
    given = {language: names.get(language, "").strip() for language in _LOCALES}
    missing = [language for language, name in given.items() if not name]
    if missing:
        raise ValueError(f"a public holiday needs its name in {', '.join(_LOCALES)}; missing: {', '.join(missing)}")
    _decide(session, day, CONFIRMED, given)


def withdraw(session: Session, day: datetime.date) -> None:
    """Undo a decision, in the caller's transaction. Raises ValueError for a day without one."""
    decision = session.get(PublicHoliday, day)
    if decision is None:
        raise ValueError(f"nothing was decided about {day}")
    session.delete(decision)
    bump_revision(session)


def _decide(session: Session, day: datetime.date, decision: str, names: Mapping[str, str]) -> None:
    session.add(PublicHoliday(date=day, decision=decision, names=dict(names)))
    bump_revision(session)


def _estimated(session: Session, day: datetime.date) -> Holiday:
    """The calculated holiday on a day. Raises ValueError when there is nothing to decide."""
    _check_undecided(session, day)
    holiday = _calculated(day.year).get(day)
    if holiday is None:
        raise ValueError(f"{day} is no estimated public holiday")
    if holiday.certain:
        raise ValueError(f"{day} is a public holiday with a fixed date ({holiday.names['en']}): nothing to decide")
    return holiday


def _check_undecided(session: Session, day: datetime.date) -> None:
    decided = session.get(PublicHoliday, day)
    if decided:
        raise ValueError(f"{day} is decided already ({decided.decision}): withdraw that decision first")


@lru_cache(maxsize=16)
def _calculated(year: int) -> dict[datetime.date, Holiday]:
    """The holidays of a year before any decision."""
    by_day: dict[datetime.date, dict[str, str]] = {}
    certain: set[datetime.date] = set()
    for language, locale in _LOCALES.items():
        calendar = country_holidays("MA", years=year, language=locale)
        mark = calendar.tr(calendar.estimated_label).replace("%s", "")
        for day, text in calendar.items():
            fixed = [name for name in text.split(_BETWEEN_NAMES) if not name.endswith(mark)]
            by_day.setdefault(day, {})[language] = _BETWEEN_NAMES.join(fixed) or text.replace(mark, "")
            if fixed:
                certain.add(day)
    return {day: Holiday(day, names, day in certain) for day, names in by_day.items()}
