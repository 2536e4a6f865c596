"""Signing in: name and password, then the second factor if the person uses one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from desk.accounts.browsers import Browser
from desk.accounts.known_browsers import known_to
from desk.accounts.names import folded, user_named
from desk.accounts.passwords import is_right
from desk.accounts.second_factor import WrongCode, is_like_recovery_code, recovery_codes_left, take_code
from desk.accounts.sessions import close_session, find_waiting, open_session
from desk.accounts.throttle import Counted, attempt, by_address, by_browser, by_code, by_name, succeeded
from desk.audit import note
from desk.models import AuditEntry, User
from gateway.addresses import AddressBook


class NotSignedIn(Exception):
    """Why somebody could not sign in: `key` of the words, and for "wait" the `minutes`."""

    def __init__(self, key: str, minutes: int = 0) -> None:
        """`key`: "wrong_password", "wrong_code", "wrong_recovery_code", "deactivated", "too_late" or "wait"."""
        super().__init__(key)
        self.key = key
        self.minutes = minutes


@dataclass(frozen=True)
class Opened:
    """A session that was opened: its token for the cookie, whose it is, and whether it still waits for a code."""

    token: str
    user_id: int
    waits_for_code: bool = False
    codes_left: int | None = None
    """After a recovery code: how many have not been used."""


def sign_in(
    database: Engine, box: AddressBook, name: str, password: str, browser: Browser, now: datetime
) -> Opened:  # fmt: skip
    """Open a session for the right name and password. Raises NotSignedIn; the time it takes tells nothing of names."""
    counted = (_person_counted(database, box, name, browser), by_address(browser.network))
    tried = attempt(database, counted, now)
    if tried.wait:
        raise NotSignedIn("wait", tried.minutes)
    with Session(database) as session, session.begin():
        user = user_named(session, name)
        right = is_right(user, password)
        if user and right and user.is_active:
            succeeded(session, tried, counted[:1])
            waits = user.totp_secret is not None
            token = open_session(session, user, now, agent=browser.agent, waits_for_code=waits)
            if not waits:
                note(session, user, "account.signed_in", user.name)
            return Opened(token, user.id, waits)
        _note_failure(session, user, "deactivated" if right else "password")
    raise NotSignedIn("deactivated" if right else "wrong_password")


def give_code(
    database: Engine, box: AddressBook, waiting_token: str, code: str, browser: Browser, now: datetime
) -> Opened:  # fmt: skip
    """Open a session for who has given the password and now gives the right code. Raises NotSignedIn."""
    with Session(database) as session:
        waiting = find_waiting(session, waiting_token, now)
        user_id = waiting.id if waiting else None
    if user_id is None:
        raise NotSignedIn("too_late")
    counted = (by_code(user_id),)
    tried = attempt(database, counted, now)
    if tried.wait:
        raise NotSignedIn("wait", tried.minutes)
    with Session(database) as session, session.begin():
        user = session.get_one(User, user_id)
        try:
            kind = take_code(session, user, code, box, now)
        except WrongCode:
            _note_failure(session, user, "code")
        else:
            succeeded(session, tried, counted)
            close_session(session, waiting_token)
            left = recovery_codes_left(session, user_id) if kind == "recovery_code" else None
            noted = {} if left is None else {"codes_left": left}
            note(session, user, "account.signed_in", user.name, second_factor=kind, **noted)
            return Opened(open_session(session, user, now, agent=browser.agent), user_id, codes_left=left)
    raise NotSignedIn("wrong_recovery_code" if is_like_recovery_code(code) else "wrong_code")


def confirm_password(database: Engine, user_id: int, password: str, now: datetime) -> None:
    """Ask somebody who is signed in once more, before something that a stranger at their desk should not do.

    Raises NotSignedIn ("wrong_password" or "wait").
    """
    counted: Sequence[Counted] = (by_code(user_id),)
    tried = attempt(database, counted, now)
    if tried.wait:
        raise NotSignedIn("wait", tried.minutes)
    with Session(database) as session, session.begin():
        user = session.get_one(User, user_id)
        right = is_right(user, password)
        if right:
            succeeded(session, tried, counted)
        else:
            _note_failure(session, user, "password_again")
    if not right:
        raise NotSignedIn("wrong_password")


def _person_counted(database: Engine, box: AddressBook, name: str, browser: Browser) -> Counted:
    with Session(database) as session:
        user = user_named(session, name)
        known = known_to(box, browser.mark, user.id) if user and browser.mark else None
    return by_browser(known) if known else by_name(folded(name))


def _note_failure(session: Session, user: User | None, step: str) -> None:
    """Nobody has proved who they are. What was typed as a name is not kept: it may be somebody's password."""
    subject = user.name if user else ""
    session.add(AuditEntry(user_name="", action="account.sign_in_failed", subject=subject, details={"step": step}))
