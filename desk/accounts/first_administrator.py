"""The first administrator, whom nobody else can let in."""

from datetime import datetime
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.accounts.links import new_link
from desk.accounts.names import user_named
from desk.accounts.users import add_user
from desk.models import ADMINISTRATOR, User, now

_NAME = "admin"


def first_administrator_link(session: Session, moment: datetime | None = None) -> str | None:
    """The path of a link with which an administrator sets a password; None as soon as one of them has.

    There is a new link at each start, and the earlier one is no longer valid. Without any administrator one is added.
    """
    active = select(User).where(User.role == ADMINISTRATOR, User.is_active).order_by(User.id)
    administrators = session.scalars(active).all()
    if any(user.password_hash for user in administrators):
        return None
    user = administrators[0] if administrators else add_user(session, None, _free_name(session), ADMINISTRATOR)
    return new_link(session, user, moment or now())


def _free_name(session: Session) -> str:
    names = (f"{_NAME}{number}" if number > 1 else _NAME for number in count(1))
    return next(name for name in names if user_named(session, name) is None)
