"""Who is signed in: a random token in a cookie, its hash in the database.

All functions work in the caller's transaction, which the caller commits.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from desk.accounts.models import DeskSession
from desk.accounts.tokens import digest, new_token
from desk.models import User
from gateway.due import aware

IDLE_LIMIT = timedelta(hours=2)
"""Somebody who does nothing for so long has to sign in again."""
ABSOLUTE_LIMIT = timedelta(hours=12)
"""And so has everybody after this time."""
CODE_LIMIT = timedelta(minutes=10)
"""Between password and second factor."""
_TOUCH = timedelta(minutes=1)
_AGENT_LENGTH = 80


@dataclass(frozen=True)
class SignedIn:
    """The person who sent a request, as the database knows them at that moment."""

    user_id: int
    name: str
    role: str
    language: str
    csrf: str


def open_session(session: Session, user: User, now: datetime, *, agent: str = "", waits_for_code: bool = False) -> str:
    """Sign somebody in; returns the token for the cookie. With `waits_for_code` only for the page that asks for it."""
    _delete_expired(session, now)
    token = new_token()
    row = DeskSession(
        id=digest(token),
        user_id=user.id,
        csrf=new_token(),
        second_factor_done=not waits_for_code,
        agent=agent[:_AGENT_LENGTH],
        created_at=now,
        last_seen_at=now,
    )
    session.add(row)
    session.flush()
    return token


def find_session(session: Session, token: str, now: datetime) -> SignedIn | None:
    """Who is signed in with a token; None when nobody is, or no longer. Notes at most once a minute that they are."""
    row = current(session, token, now)
    user = session.get(User, row.user_id) if row and row.second_factor_done else None
    if row is None or user is None or not user.is_active:
        return None
    if now - aware(row.last_seen_at) >= _TOUCH:
        session.execute(update(DeskSession).where(DeskSession.id == row.id).values(last_seen_at=now))
    return SignedIn(user.id, user.name, user.role, user.language, row.csrf)


def find_waiting(session: Session, token: str, now: datetime) -> User | None:
    """Who has given the right password with a token and still has to give the code of the second factor."""
    row = current(session, token, now)
    if row is None or row.second_factor_done or now - aware(row.created_at) >= CODE_LIMIT:
        return None
    user = session.get_one(User, row.user_id)
    return user if user.is_active else None


def current(session: Session, token: str, now: datetime) -> DeskSession | None:
    """The session of a token, unless its time is over; whether its user may do anything is another question."""
    row = session.get(DeskSession, digest(token))
    if row is None or now - aware(row.last_seen_at) >= IDLE_LIMIT or now - aware(row.created_at) >= ABSOLUTE_LIMIT:
        return None
    return row


def sessions_of(session: Session, user_id: int, now: datetime) -> list[DeskSession]:
    """Where a person is signed in, the last used first."""
    query = (
        select(DeskSession)
        .where(DeskSession.user_id == user_id, DeskSession.second_factor_done, ~_expired(now))
        .order_by(DeskSession.last_seen_at.desc())
    )
    return list(session.scalars(query))


def close_session(session: Session, token: str) -> None:
    """Sign out."""
    session.execute(delete(DeskSession).where(DeskSession.id == digest(token)))


def close_all(session: Session, user_id: int, but: str | None = None) -> None:
    """Sign a person out everywhere; with `but`, everywhere except where they use that token."""
    kept = digest(but) if but else ""
    session.execute(delete(DeskSession).where(DeskSession.user_id == user_id, DeskSession.id != kept))


def _delete_expired(session: Session, now: datetime) -> None:
    session.execute(delete(DeskSession).where(_expired(now)))


def _expired(now: datetime) -> ColumnElement[bool]:
    return or_(DeskSession.last_seen_at <= now - IDLE_LIMIT, DeskSession.created_at <= now - ABSOLUTE_LIMIT)
