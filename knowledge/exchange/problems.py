"""What is wrong with a file of services, in words for the person who made it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ImportProblem:
    """One thing to mend: where it stands ("row 12, phone") and what is wrong."""

    where: str
    what: str
    """A `Reason` where it can be said in other languages than English."""

    @property
    def item(self) -> str:
        """The row or service alone ("row 12")."""
        return self.where.partition(", ")[0]

    @property
    def member(self) -> str:
        """Where in it ("phone"); empty for all of it."""
        return self.where.partition(", ")[2]

    def __str__(self) -> str:
        """One line."""
        return f"{self.where}: {self.what}"


class ImportRefused(Exception):
    """A file that cannot be imported at all; the message says why."""


def cannot_be_stored(text: str) -> bool:
    """True when a text holds what no database takes: the character NUL, or half of a pair of surrogates."""
    return any(character == "\0" or "\ud800" <= character <= "\udfff" for character in text)
