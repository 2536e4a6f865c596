"""When somebody at the desk reads, as far as the gateway has to know it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from sqlalchemy.orm import Session

USUAL_PATIENCE = timedelta(minutes=30)


@dataclass(frozen=True)
class Reception:
    """Whether somebody reads at this moment."""

    is_open: bool
    opens: str = ""
    """When somebody reads again, in words; empty when that is not known."""


class DeskHours(Protocol):
    """What the desk has set; read in the caller's transaction."""

    def reception(self, session: Session, language: str) -> Reception | None:
        """How it is now, in the words of a language; None when the desk has no hours: then nobody reads regularly."""

    def patience(self, session: Session) -> timedelta:
        """After so long without a sign of the human who has a conversation, the assistant comes back."""


class NoHours:
    """A desk that nobody has set up."""

    def reception(self, session: Session, language: str) -> Reception | None:
        """See `DeskHours`."""
        return None

    def patience(self, session: Session) -> timedelta:
        """See `DeskHours`."""
        return USUAL_PATIENCE
