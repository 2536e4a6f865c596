"""Reading the audit log. Nothing here writes: entries are only ever added, by `desk.audit.note`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from desk.models import AuditEntry
from knowledge.hours import moroccan_time

PER_PAGE = 50
_AT_ONCE = 500
_HISTORY = 10


@dataclass(frozen=True)
class Wanted:
    """Which entries somebody looks for; what is empty or None does not matter. Both days are included."""

    user: str = ""
    action: str = ""
    subject: str = ""
    first: date | None = None
    last: date | None = None


def count(session: Session, wanted: Wanted) -> int:
    """How many entries fit."""
    return session.scalar(_fitting(wanted).with_only_columns(func.count(AuditEntry.id))) or 0


def page(session: Session, wanted: Wanted, number: int) -> list[AuditEntry]:
    """One page of the entries that fit, the newest first; pages begin with 1."""
    query = _newest_first(wanted).offset((number - 1) * PER_PAGE).limit(PER_PAGE)
    return list(session.scalars(query))


def everything(session: Session, wanted: Wanted) -> Iterator[AuditEntry]:
    """All entries that fit, the newest first, without holding them all in memory."""
    yield from session.scalars(_newest_first(wanted).execution_options(yield_per=_AT_ONCE))


def names_and_actions(session: Session) -> tuple[list[str], list[str]]:
    """Who and what occurs in the log, to choose from."""
    names = session.scalars(select(AuditEntry.user_name).distinct().order_by(AuditEntry.user_name))
    actions = session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action))
    return [name for name in names if name], list(actions)


def last_sign_ins(session: Session) -> dict[str, datetime]:
    """User → when they last signed in."""
    query = (
        select(AuditEntry.user_name, func.max(AuditEntry.at))
        .where(AuditEntry.action == "account.signed_in")
        .group_by(AuditEntry.user_name)
    )
    return {name: at for name, at in session.execute(query)}


def history_of(session: Session, name: str) -> list[AuditEntry]:
    """The last things that happened to a user's account, the newest first."""
    about = or_(AuditEntry.action.startswith("user."), AuditEntry.action.startswith("account."))
    query = select(AuditEntry).where(AuditEntry.subject == name, about).order_by(AuditEntry.id.desc())
    return list(session.scalars(query.limit(_HISTORY)))


def _newest_first(wanted: Wanted) -> Select[AuditEntry]:
    return _fitting(wanted).order_by(AuditEntry.id.desc())


def _fitting(wanted: Wanted) -> Select[AuditEntry]:
    query = select(AuditEntry)
    if wanted.user:
        query = query.where(AuditEntry.user_name == wanted.user)
    if wanted.action:
        query = query.where(AuditEntry.action == wanted.action)
    if wanted.subject:
        query = query.where(AuditEntry.subject.icontains(wanted.subject, autoescape=True))
    if wanted.first:
        query = query.where(AuditEntry.at >= _beginning(wanted.first))
    if wanted.last:
        query = query.where(AuditEntry.at < _beginning(wanted.last + timedelta(days=1)))
    return query


def _beginning(day: date) -> datetime:
    """The moment at which a day begins in Morocco."""
    midnight = datetime.combine(day, time(), UTC)
    return midnight - (moroccan_time(midnight) - midnight.replace(tzinfo=None))
