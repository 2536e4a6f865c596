"""The form of the desk's hours: a grid of the week, closed days, and how long the assistant is silent."""

from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import Any

from fastapi import Request
from starlette.datastructures import FormData
from wtforms import DateField, FieldList, FormField, HiddenField, IntegerField, SelectMultipleField, TimeField
from wtforms.validators import InputRequired, NumberRange, Optional

from desk.forms import Form
from desk.inbox.hours import closed_days_to_come
from desk.inbox.models import InboxSettings
from desk.pages import words_of
from gateway.handoff.desk_hours import USUAL_PATIENCE
from knowledge.hours.row import WEEKDAYS
from knowledge.public_holidays import Holiday

SHORTEST_PATIENCE, LONGEST_PATIENCE = 5, 24 * 60
"""Minutes."""
_MIDNIGHT = "24:00"
_EMPTY_DAYS = 2
_TIME = {"class": "ltr"}


class DayForm(Form):
    """One weekday, with a pause in the middle or without."""

    opens = TimeField("inbox.opens", [Optional()], render_kw=_TIME)
    closes = TimeField("inbox.closes", [Optional()], render_kw=_TIME)
    opens_again = TimeField("inbox.opens_again", [Optional()], render_kw=_TIME)
    closes_again = TimeField("inbox.closes_again", [Optional()], render_kw=_TIME)

    def spans(self) -> Iterator[tuple[time | None, time | None]]:
        """What was filled in."""
        for opens, closes in ((self.opens, self.closes), (self.opens_again, self.closes_again)):
            if opens.data or closes.data:
                yield opens.data, closes.data

    def problem(self) -> str:
        """The key of the word that says what is wrong with the day; empty when nothing is."""
        if self.errors:
            return "hours_unreadable"
        before = ""
        for opens, closes in self.spans():
            if opens is None or closes is None:
                return "hours_half"
            if not before <= f"{opens:%H:%M}" < _closing(closes):
                return "hours_order"
            before = _closing(closes)
        return ""


class HoursForm(Form):
    """All of it."""

    version = HiddenField()
    day_0 = FormField(DayForm)
    day_1 = FormField(DayForm)
    day_2 = FormField(DayForm)
    day_3 = FormField(DayForm)
    day_4 = FormField(DayForm)
    day_5 = FormField(DayForm)
    day_6 = FormField(DayForm)
    closed = FieldList(DateField("inbox.closed_day", [Optional()], render_kw=_TIME), min_entries=0, max_entries=100)
    holidays = SelectMultipleField("inbox.holidays", validate_choice=False)
    patience = IntegerField(
        "inbox.patience",
        [InputRequired(), NumberRange(SHORTEST_PATIENCE, LONGEST_PATIENCE)],
        render_kw={"inputmode": "numeric", "class": "ltr"},
    )

    @property
    def days(self) -> list[Any]:
        """Monday first. They have names of their own: a list would count only the days that were sent."""
        return [self[f"day_{number}"] for number in range(len(WEEKDAYS))]

    def is_right(self, request: Request) -> bool:
        """True when everything can be stored; else the form says beside the field what is wrong."""
        right = self.validate()
        words = words_of(request)
        for day in self.days:
            if problem := day.form.problem():
                day.form.opens.errors = [words(f"inbox.{problem}")]
                right = False
        return right

    def hours(self) -> list[list[str]]:
        """As `InboxSettings.hours`."""
        return [
            [weekday, f"{opens:%H:%M}", _closing(closes)]
            for weekday, day in zip(WEEKDAYS, self.days, strict=True)
            for opens, closes in day.form.spans()
            if opens and closes
        ]

    def closed_days(self) -> list[str]:
        """As `InboxSettings.closed_days`: typed dates and chosen holidays."""
        typed = {day.data.isoformat() for day in self.closed if day.data}
        return sorted(typed | {_day(chosen) for chosen in self.holidays.data or () if _day(chosen)})


def hours_form(request: Request, settings: InboxSettings | None, today: date, posted: FormData | None) -> HoursForm:
    """The form with what is stored, or with what was posted."""
    if posted is not None:
        return HoursForm.of(request, posted)
    hours = settings.hours if settings else []
    days = {f"day_{number}": _day_values(weekday, hours) for number, weekday in enumerate(WEEKDAYS)}
    closed = closed_days_to_come(settings.closed_days, today) if settings else []
    patience = settings.patience if settings else USUAL_PATIENCE.seconds // 60
    data = {
        "version": str(settings.version if settings else 0),
        **days,
        "closed": [*closed, *[None] * _EMPTY_DAYS],
        "patience": patience,
    }
    return HoursForm.of(request, data=data)


def offered_holidays(form: HoursForm, holidays: Sequence[Holiday]) -> list[Holiday]:
    """The public holidays that are not closed days of the form already."""
    closed = {day.data for day in form.closed if day.data}
    return [holiday for holiday in holidays if holiday.date not in closed]


def _day_values(weekday: str, hours: Sequence[Sequence[str]]) -> dict[str, time]:
    spans = [(opens, closes) for day, opens, closes in hours if day == weekday]
    names = (("opens", "closes"), ("opens_again", "closes_again"))
    return {
        name: time.fromisoformat("00:00" if clock == _MIDNIGHT else clock)
        for fields, span in zip(names, spans, strict=False)
        for name, clock in zip(fields, span, strict=True)
    }


def _closing(closes: time) -> str:
    """Midnight is the end of the day, which a field for times cannot show."""
    return f"{closes:%H:%M}" if closes != time(0) else _MIDNIGHT


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""
