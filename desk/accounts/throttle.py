"""How often somebody may try to sign in: counted in the database, so for all processes and across restarts."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, or_, select
from sqlalchemy.orm import Session

from desk.accounts.models import SignInAttempt
from desk.accounts.tokens import digest
from gateway.due import aware

WINDOW = timedelta(minutes=10)
"""Attempts count for so long. Nobody is locked out for longer, however often somebody tries."""


@dataclass(frozen=True)
class Counted:
    """Something whose attempts are counted together, and how many are allowed within `WINDOW`."""

    key: str
    limit: int


@dataclass(frozen=True)
class Attempt:
    """An attempt that is counted: `wait` says how long to wait when it is one too many, else None."""

    ids: tuple[int, ...]
    wait: timedelta | None

    @property
    def minutes(self) -> int:
        """To wait, for people."""
        return max(1, math.ceil((self.wait or timedelta()) / timedelta(minutes=1)))


def by_name(folded_name: str) -> Counted:
    """Attempts for one name, from browsers in which this person never signed in."""
    return Counted(digest("name", folded_name), 5)


def by_browser(browser: str) -> Counted:
    """Attempts from a browser in which the person has signed in before: what others try does not count for it."""
    return Counted(digest("browser", browser), 5)


def by_address(network: str) -> Counted:
    """Attempts from one network address, for any name; a whole office may have the same."""
    return Counted(digest("address", network), 30)


def by_code(user_id: int) -> Counted:
    """Attempts of somebody who knows the password: for the second factor, or the password once more."""
    return Counted(digest("code", str(user_id)), 5)


def attempt(database: Engine, counted: Sequence[Counted], now: datetime) -> Attempt:
    """Count an attempt. It is stored before anybody looks whether it is right: many at once are not more than a few.

    One that is refused counts for nothing, so that trying again and again makes nobody wait longer.
    """
    with Session(database) as session, session.begin():
        _delete_old(session, now)
        rows = [SignInAttempt(key=each.key, at=now) for each in counted]
        session.add_all(rows)
        session.flush()
        ids = tuple(row.id for row in rows)
    with Session(database) as session, session.begin():
        waits = [wait for each in counted if (wait := _wait(session, each, now))]
        if waits:
            _delete(session, ids)
    return Attempt(ids, max(waits, default=None))


def succeeded(session: Session, tried: Attempt, counted: Sequence[Counted]) -> None:
    """It was right: forget the failures of these, and the attempt itself everywhere."""
    _delete(session, tried.ids)
    for each in counted:
        forget(session, each)


def forget(session: Session, counted: Counted) -> None:
    """Forget failures, for example because an administrator has given out a new link."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.key == counted.key))


def _wait(session: Session, counted: Counted, now: datetime) -> timedelta | None:
    query = (
        select(SignInAttempt.at)
        .where(SignInAttempt.key == counted.key, SignInAttempt.at > now - WINDOW)
        .order_by(SignInAttempt.at.desc())
        .offset(counted.limit)
        .limit(1)
    )
    one_too_many = session.scalar(query)
    return aware(one_too_many) + WINDOW - now if one_too_many else None


def _delete_old(session: Session, now: datetime) -> None:
    """And those of a future that a clock, since put right, had shown."""
    outside = or_(SignInAttempt.at <= now - WINDOW, SignInAttempt.at >= now + WINDOW)
    session.execute(delete(SignInAttempt).where(outside))


def _delete(session: Session, ids: Sequence[int]) -> None:
    session.execute(delete(SignInAttempt).where(SignInAttempt.id.in_(ids)))
