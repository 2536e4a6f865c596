"""Links with which somebody sets a password, once: for new users and after a reset."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from desk.accounts import throttle
from desk.accounts.models import PasswordLink
from desk.accounts.names import folded
from desk.accounts.once import is_first
from desk.accounts.passwords import set_password
from desk.accounts.sessions import close_all
from desk.accounts.tokens import digest, new_token
from desk.audit import note
from desk.models import User
from gateway.due import aware

_NEW_USER = timedelta(hours=48)
_RESET = timedelta(hours=24)
_PATH = "/desk/password/"


class LinkGone(Exception):
    """A link that was used, whose time is over, or that nobody gave out."""


def lasts(user: User) -> timedelta:
    """How long a link for this person is valid."""
    return _RESET if user.password_hash else _NEW_USER


def new_link(session: Session, user: User, now: datetime) -> str:
    """The path of a link for this person; earlier ones are no longer valid."""
    delete_links(session, user.id)
    token = new_token()
    session.add(PasswordLink(id=digest(token), user_id=user.id, expires_at=now + lasts(user)))
    session.flush()
    return _PATH + token


def person_of_link(session: Session, token: str, now: datetime) -> User:
    """For whom a link is. Raises LinkGone."""
    link = session.get(PasswordLink, digest(token))
    if link is None or aware(link.expires_at) <= now:
        raise LinkGone
    user = session.get_one(User, link.user_id)
    if not user.is_active:
        raise LinkGone
    return user


def use_link(session: Session, token: str, password: str, now: datetime) -> User:
    """Set the password; the link is used up, and the person signed out everywhere. Raises LinkGone, PasswordRefused."""
    user = person_of_link(session, token, now)
    set_password(user, password)
    if not is_first(session, delete(PasswordLink).where(PasswordLink.id == digest(token))):
        raise LinkGone
    delete_links(session, user.id)
    close_all(session, user.id)
    throttle.forget(session, throttle.by_name(folded(user.name)))
    note(session, user, "account.password_set", user.name)
    return user


def delete_links(session: Session, user_id: int) -> None:
    """No link for this person is valid any more."""
    session.execute(delete(PasswordLink).where(PasswordLink.user_id == user_id))
