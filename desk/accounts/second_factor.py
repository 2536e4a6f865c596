"""The second factor: codes of an app on the phone (TOTP), and recovery codes for when the phone is lost."""

import secrets
from datetime import datetime
from io import BytesIO

import pyotp
import segno
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from desk.accounts.models import DeskSession, RecoveryCode
from desk.accounts.once import is_first
from desk.accounts.tokens import digest
from desk.models import User
from gateway.addresses import AddressBook

RECOVERY_CODES = 10
_ISSUER = "Dalil"
_STEP = 30
"""Seconds for which a code is shown."""
_CLOCKS_APART = 1
"""Steps by which the clock of a phone may be wrong."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look like others."""
_GROUPS, _GROUP = 4, 4


class WrongCode(Exception):
    """A code that is not the one of this moment, or was used before."""


def offer(row: DeskSession, box: AddressBook) -> str:
    """A secret for the app of somebody who sets the second factor up; kept with the session until a code proves it."""
    secret = pyotp.random_base32()
    row.totp_offered = box.seal(secret.encode()).decode()
    return secret


def offered(row: DeskSession, box: AddressBook) -> str | None:
    """The secret that is being set up in this session."""
    return _opened(row.totp_offered, box)


def picture(secret: str, name: str) -> bytes:
    """What the app photographs: a QR code as SVG, which needs no styles."""
    address = pyotp.TOTP(secret, interval=_STEP).provisioning_uri(name=name, issuer_name=_ISSUER)
    drawn = BytesIO()
    segno.make(address, micro=False).save(drawn, kind="svg", scale=5, light="#fff", svgclass=None, lineclass=None)
    return drawn.getvalue()


def turn_on(session: Session, user: User, row: DeskSession, code: str, box: AddressBook, now: datetime) -> list[str]:
    """From now on this person needs codes; returns their recovery codes. Raises WrongCode."""
    secret = offered(row, box)
    step = _step_of(secret, code, now) if secret else None
    if step is None:
        raise WrongCode
    user.totp_secret, user.totp_last_used, row.totp_offered = row.totp_offered, step, None
    return new_recovery_codes(session, user)


def turn_off(session: Session, user: User) -> None:
    """The password is enough again."""
    user.totp_secret = user.totp_last_used = None
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))


def new_recovery_codes(session: Session, user: User) -> list[str]:
    """Codes that each stand once for the second factor; earlier ones are no longer valid. They are stored nowhere."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = [_random_code() for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(id=_stored(user, code), user_id=user.id) for code in codes)
    return codes


def recovery_codes_left(session: Session, user_id: int) -> int:
    """How many have not been used."""
    return session.scalar(select(func.count()).where(RecoveryCode.user_id == user_id)) or 0


def take_code(session: Session, user: User, code: str, box: AddressBook, now: datetime) -> str:
    """Take a code of the app or a recovery code; returns which it was ("code", "recovery_code"). Raises WrongCode.

    No code is taken twice, not even by two processes at the same moment.
    """
    secret = _opened(user.totp_secret, box)
    if secret and (step := _step_of(secret, code, now)) is not None:
        fresh = or_(User.totp_last_used.is_(None), User.totp_last_used < step)
        if is_first(session, update(User).where(User.id == user.id, fresh).values(totp_last_used=step)):
            return "code"
    if is_first(session, delete(RecoveryCode).where(RecoveryCode.id == _stored(user, code))):
        return "recovery_code"
    raise WrongCode


def is_like_recovery_code(code: str) -> bool:
    """True for what somebody typed as a recovery code, right or wrong; a code of the app has six digits."""
    typed = _plain(code)
    return len(typed) == _GROUPS * _GROUP or any(character.isalpha() for character in typed)


def _opened(sealed: str | None, box: AddressBook) -> str | None:
    """None also when the installation's key has changed: then only recovery codes help."""
    try:
        return box.unseal(sealed.encode()).decode() if sealed else None
    except ValueError:
        return None


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step whose code this is, of those about now."""
    typed = _plain(code)
    if len(typed) != 6 or not typed.isdecimal():
        return None
    present = int(now.timestamp()) // _STEP
    codes = pyotp.TOTP(secret, interval=_STEP)
    steps = range(present - _CLOCKS_APART, present + _CLOCKS_APART + 1)
    return next((step for step in steps if secrets.compare_digest(codes.generate_otp(step), typed)), None)


def _plain(code: str) -> str:
    """Without spaces and hyphens; digits of all scripts are the same."""
    kept = (character for character in code.casefold() if character.isalnum())
    return "".join(str(int(character)) if character.isdecimal() else character for character in kept)


def _random_code() -> str:
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def _stored(user: User, code: str) -> str:
    return digest("recovery", str(user.id), _plain(code))
