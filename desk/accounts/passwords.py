"""Passwords: which are taken, how they are stored, whether one is right."""

import unicodedata
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from desk.accounts.names import folded
from desk.accounts.tokens import new_token
from desk.models import User

SHORTEST = 10
"""Characters."""
LONGEST = 200
_FEWEST_DIFFERENT = 5
_FEWEST_BESIDE_NAME = 6
_COMMON = Path(__file__).parent / "common_passwords.txt"
_hasher = PasswordHasher()
_room_for_one = BoundedSemaphore(2)
"""Each check takes 64 MB and four threads: who sends many at once gets them one after the other."""


class PasswordRefused(Exception):
    """A password that is too easy to guess; `key` of the words says why."""

    def __init__(self, key: str) -> None:
        """`key` is one of those that begin with "password_" in `words.yml`."""
        super().__init__(key)
        self.key = key


def check_password(password: str, name: str) -> None:
    """Raises PasswordRefused for a password that the person of that name should not use."""
    typed = _normal(password)
    simple = typed.casefold()
    if len(typed) < SHORTEST:
        raise PasswordRefused("password_short")
    if len(typed) > LONGEST:
        raise PasswordRefused("password_long")
    if _is_name_with_little_else(simple, folded(name)):
        raise PasswordRefused("password_name")
    if len(set(simple)) < _FEWEST_DIFFERENT or simple in _common() or _core(simple) in _common():
        raise PasswordRefused("password_common")


def set_password(user: User, password: str) -> None:
    """Store a password. Raises PasswordRefused."""
    check_password(password, user.name)
    user.password_hash = _hashed(password)


def is_right(user: User | None, password: str) -> bool:
    """True for the password of that person; takes as long when there is nobody, so that the time tells no names.

    Stores it anew when it was stored with weaker parameters than today's.
    """
    stored = user.password_hash if user and user.password_hash else _nobodys()
    try:
        with _room_for_one:
            _hasher.verify(stored, _normal(password[: LONGEST + 1]))
    except VerifyMismatchError:
        return False
    if user is None or stored == _nobodys():
        return False
    if _hasher.check_needs_rehash(stored):
        user.password_hash = _hashed(password)
    return True


def _is_name_with_little_else(password: str, name: str) -> bool:
    typed, own = ("".join(filter(str.isalnum, text)) for text in (password, name))
    return own in typed and len(typed) - len(own) < _FEWEST_BESIDE_NAME


def _hashed(password: str) -> str:
    with _room_for_one:
        return _hasher.hash(_normal(password))


def _normal(password: str) -> str:
    """Keyboards write the same letter in several ways."""
    return unicodedata.normalize("NFC", password)


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return _hashed(new_token())


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    lines = _COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(_normal(line).casefold() for line in lines if line and not line.startswith("#"))


def _core(password: str) -> str:
    """A word without the digits and signs that people put around it, and without spaces."""
    letters = [place for place, character in enumerate(password) if character.isalpha()]
    return "".join(password[letters[0] : letters[-1] + 1].split()) if letters else ""
