"""Names of users: letters of any script; capital letters make no difference when somebody signs in."""

import unicodedata

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.audit import COMMAND_LINE
from desk.models import User

SHORTEST = 2
LONGEST = 60
_SIGNS = " ._-'’"
_RESERVED = (COMMAND_LINE,)
"""The audit log calls the command line so."""


def tidy(name: str) -> str:
    """A name as it is stored."""
    return " ".join(unicodedata.normalize("NFKC", name).split())


def folded(name: str) -> str:
    """What two spellings of one name have in common."""
    return tidy(name).casefold()


def wrong_with(name: str) -> str | None:
    """The key of the words that says why nobody can be called so; None when somebody can."""
    wanted = tidy(name)
    if not SHORTEST <= len(wanted) <= LONGEST:
        return "name_length"
    if not all(unicodedata.category(character)[0] in "LMN" or character in _SIGNS for character in wanted):
        return "name_signs"
    if not any(character.isalpha() for character in wanted):
        return "name_letters"
    return "name_reserved" if folded(wanted) in _RESERVED else None


def user_named(session: Session, name: str) -> User | None:
    """The user with that name, however it is spelled. They are few, and databases fold only some alphabets."""
    wanted = folded(name)
    return next((user for user in session.scalars(select(User)) if folded(user.name) == wanted), None)
