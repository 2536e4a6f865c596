"""Settings of the inbox: when the desk is open, for administrators, and the name that somebody shows to people."""

from datetime import timedelta

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from wtforms import StringField
from wtforms.validators import Length

from desk.access import Administrator, Staff
from desk.audit import note
from desk.context import Desk
from desk.forms import EditedElsewhere, Form
from desk.inbox.hours import described, opening_rows
from desk.inbox.hours_form import HoursForm, hours_form, offered_holidays
from desk.inbox.list_pages import INBOX
from desk.inbox.models import ONLY, InboxSettings
from desk.inbox.people import choose_name, shown_name
from desk.models import User, now
from desk.pages import see, show, words_of
from desk.posted import Posted
from knowledge.hours import moroccan_time
from knowledge.public_holidays import PublicHolidays

HOURS = f"{INBOX}/hours"
NAME = f"{INBOX}/name"
_HOLIDAYS_AHEAD = timedelta(days=120)


class NameForm(Form):
    """The name that people see."""

    name = StringField("inbox.shown_name", [Length(max=60)], render_kw={"dir": "auto", "autocomplete": "nickname"})


def settings_routes(desk: Desk) -> APIRouter:
    """Both pages."""
    router = APIRouter()
    router.include_router(_name_routes(desk))
    router.include_router(_hours_routes(desk))
    return router


def _name_routes(desk: Desk) -> APIRouter:
    router = APIRouter()

    @router.get(NAME)
    def name(request: Request, user: Staff) -> Response:
        with Session(desk.database) as session:
            form = NameForm.of(request, data={"name": shown_name(session, user)})
        return show(request, "inbox/name.html", form=form)

    @router.post(NAME)
    def name_sent(request: Request, user: Staff, posted: Posted) -> Response:
        form = NameForm.of(request, posted)
        if not form.validate():
            return show(request, "inbox/name.html", 422, form=form)
        with Session(desk.database) as session, session.begin():
            choose_name(session, user, " ".join((form.name.data or "").replace("\0", "").split()))
        return see(INBOX, "inbox.name_saved")

    return router


def _hours_routes(desk: Desk) -> APIRouter:
    router = APIRouter()

    @router.get(HOURS)
    def hours(request: Request, user: Administrator) -> Response:
        with Session(desk.database) as session:
            settings = session.get(InboxSettings, ONLY)
            form = hours_form(request, settings, moroccan_time().date(), None)
            return _hours_page(session, request, form)

    @router.post(HOURS)
    def hours_sent(request: Request, user: Administrator, posted: Posted) -> Response:
        with Session(desk.database) as session, session.begin():
            return _save(session, request, user, posted)

    return router


def _save(session: Session, request: Request, user: User, posted: FormData) -> Response:
    settings = session.get(InboxSettings, ONLY, with_for_update=True)
    form = hours_form(request, settings, moroccan_time().date(), posted)
    if not form.is_right(request):
        return _hours_page(session, request, form, 422)
    if settings and form.version.data != str(settings.version):
        conflict = _conflict(request, settings, form)
        form.version.process_data(str(settings.version))
        return _hours_page(session, request, form, 409, conflict)
    _store(session, settings or InboxSettings(version=0), user, form)
    return see(INBOX, "inbox.hours_saved")


def _store(session: Session, settings: InboxSettings, user: User, form: HoursForm) -> None:
    settings.hours, settings.closed_days, settings.patience = form.hours(), form.closed_days(), form.patience.data or 0
    settings.version += 1
    settings.changed_by, settings.changed_at = user.name, now()
    session.add(settings)
    note(session, user, "inbox.hours_changed", hours=settings.hours, closed_days=settings.closed_days,
         patience=settings.patience)  # fmt: skip


def _conflict(request: Request, settings: InboxSettings, form: HoursForm) -> EditedElsewhere:
    words, today = words_of(request), moroccan_time().date()
    typed = InboxSettings(hours=form.hours(), closed_days=form.closed_days())
    stored, here = (described(opening_rows(one), today, words.language) or "—" for one in (settings, typed))
    patience = (words("inbox.patience"), str(settings.patience), str(form.patience.data))
    differences = ((words("inbox.hours_title"), stored, here), patience)
    return EditedElsewhere(settings.changed_by, settings.changed_at, tuple(d for d in differences if d[1] != d[2]))


def _hours_page(
    session: Session, request: Request, form: HoursForm, status: int = 200, conflict: EditedElsewhere | None = None
) -> Response:
    today = moroccan_time().date()
    holidays = PublicHolidays.from_database(session).between(today, today + _HOLIDAYS_AHEAD)
    offered = offered_holidays(form, holidays)
    return show(request, "inbox/hours.html", status, form=form, conflict=conflict, holidays=offered)
