"""Who works at the desk: adding people, their role, taking them out and back in."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desk.accounts import second_factor
from desk.accounts.links import delete_links, new_link
from desk.accounts.names import tidy, user_named, wrong_with
from desk.accounts.sessions import close_all
from desk.audit import note
from desk.models import ADMINISTRATOR, ROLES, User


class Refused(Exception):
    """Something that cannot be done with users; `key` of the words says why. The transaction is to be rolled back."""

    def __init__(self, key: str) -> None:
        """`key` is one of `words.yml`."""
        super().__init__(key)
        self.key = key


def add_user(session: Session, by: User | None, name: str, role: str, language: str = "fr") -> User:
    """Add somebody, who has no password yet. `by` is None for the command line. Raises Refused for the name."""
    if wrong := wrong_with(name):
        raise Refused(wrong)
    if user_named(session, name):
        raise Refused("name_taken")
    user = User(name=tidy(name), role=_known(role), language=language)
    session.add(user)
    session.flush()
    note(session, by, "user.added", user.name, role=role)
    return user


def change_role(session: Session, by: User | None, user: User, role: str) -> None:
    """Give somebody another role. Raises Refused for the last administrator."""
    before = user.role
    if before == role:
        return
    _lock_administrators(session)
    user.role = _known(role)
    session.flush()
    _somebody_administers(session)
    note(session, by, "user.role_changed", user.name, before=before, after=role)


def deactivate(session: Session, by: User | None, user: User) -> None:
    """Somebody can no longer sign in, and is out at once. Raises Refused for the last administrator."""
    if not user.is_active:
        return
    _lock_administrators(session)
    user.is_active = False
    session.flush()
    _somebody_administers(session)
    close_all(session, user.id)
    delete_links(session, user.id)
    note(session, by, "user.deactivated", user.name)


def reactivate(session: Session, by: User | None, user: User) -> None:
    """Somebody can sign in again, with the password they had."""
    if user.is_active:
        return
    user.is_active = True
    note(session, by, "user.reactivated", user.name)


def reset_password(session: Session, by: User | None, user: User, now: datetime) -> str:
    """The path of a link with which somebody sets a new password; until they do, the old one is valid."""
    note(session, by, "user.link_made", user.name)
    return new_link(session, user, now)


def remove_second_factor(session: Session, by: User | None, user: User) -> None:
    """For somebody who has lost the phone and the recovery codes."""
    if user.totp_secret is None:
        return
    second_factor.turn_off(session, user)
    note(session, by, "user.second_factor_removed", user.name)


def _known(role: str) -> str:
    if role not in ROLES:
        raise ValueError(f"no role {role}")
    return role


def _lock_administrators(session: Session) -> None:
    """Two administrators who take each other's role away at the same moment do it one after the other."""
    session.execute(_active_administrators().with_for_update())


def _somebody_administers(session: Session) -> None:
    if session.scalars(_active_administrators().limit(1)).first() is None:
        raise Refused("last_administrator")


def _active_administrators() -> Select[int]:
    return select(User.id).where(User.role == ADMINISTRATOR, User.is_active)
