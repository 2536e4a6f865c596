"""Writing down what users do."""

from typing import Any

from sqlalchemy.orm import Session

from desk.models import AuditEntry, User

COMMAND_LINE = "dalil"
"""In the place of a user's name: somebody with a shell on the machine."""


def note(session: Session, user: User | None, action: str, subject: str = "", **details: Any) -> None:
    """Write in the caller's transaction that a user did something; without a user it was the command line.

    `action` is part and verb ("article.published"); `details` are JSON values, never personal data of migrants.
    """
    name = user.name if user else COMMAND_LINE
    session.add(AuditEntry(user_name=name, action=action, subject=subject[:200], details=details))
