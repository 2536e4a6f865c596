"""The tables that all parts of the desk share: who works here, and what they did."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from gateway.models import NAMES, now

__all__ = ["ADMINISTRATOR", "EDITOR", "ROLES", "STAFF", "AuditEntry", "Base", "User", "now"]

STAFF = "staff"
EDITOR = "editor"
ADMINISTRATOR = "administrator"
ROLES = (STAFF, EDITOR, ADMINISTRATOR)
"""Each may do everything that those before it may."""


class Base(DeclarativeBase):
    """Constraint names are fixed, so that a migration can name them on every database."""

    metadata = MetaData(naming_convention=NAMES)


class User(Base):
    """Somebody who works at the desk. Their rows are never deleted: the audit log and versions name them."""

    __tablename__ = "desk_user"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    """What they sign in with and what others see."""
    role: Mapped[str] = mapped_column(String(20))
    """One of `ROLES`."""
    language: Mapped[str] = mapped_column(String(8), default="fr")
    """Of the pages."""
    is_active: Mapped[bool] = mapped_column(default=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    """Argon2; None until the person has set a password."""
    totp_secret: Mapped[str | None] = mapped_column(String(200))
    """Secret of the second factor, encrypted with the installation's key; None when the person uses none."""
    totp_last_used: Mapped[int | None] = mapped_column()
    """The time step of the last code: no code is taken twice."""
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)


class AuditEntry(Base):
    """One thing that a user did. Only ever added."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now, index=True)
    user_name: Mapped[str] = mapped_column(String(60), index=True)
    """As it was then; "dalil" for the command line."""
    action: Mapped[str] = mapped_column(String(60), index=True)
    """Part and verb, such as "article.published"."""
    subject: Mapped[str] = mapped_column(String(200), default="")
    """What it was done to, such as an article's key."""
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
