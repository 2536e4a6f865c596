"""Tables of the accounts: who is signed in, one-time links, recovery codes, attempts to sign in."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from desk.models import Base, now

_DIGEST = String(64)


class DeskSession(Base):
    """One browser in which somebody is signed in, or still has to give the second factor."""

    __tablename__ = "desk_session"

    id: Mapped[str] = mapped_column(_DIGEST, primary_key=True)
    """Hash of the token in the cookie: who reads the database cannot sign in with it."""
    user_id: Mapped[int] = mapped_column(ForeignKey("desk_user.id", ondelete="CASCADE"), index=True)
    csrf: Mapped[str] = mapped_column(String(43))
    """What every form sends along."""
    second_factor_done: Mapped[bool] = mapped_column()
    """False between password and code; a person without second factor has nothing to do."""
    totp_offered: Mapped[str | None] = mapped_column(String(200))
    """Sealed secret of a second factor that the person is just setting up."""
    agent: Mapped[str] = mapped_column(String(80), default="")
    """What the browser calls itself, shortened."""
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    last_seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)


class PasswordLink(Base):
    """A link with which somebody may set a password, once."""

    __tablename__ = "password_link"

    id: Mapped[str] = mapped_column(_DIGEST, primary_key=True)
    """Hash of the token in the link."""
    user_id: Mapped[int] = mapped_column(ForeignKey("desk_user.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class RecoveryCode(Base):
    """A code that stands once for the second factor, when the phone is lost."""

    __tablename__ = "recovery_code"

    id: Mapped[str] = mapped_column(_DIGEST, primary_key=True)
    """Hash of user and code."""
    user_id: Mapped[int] = mapped_column(ForeignKey("desk_user.id", ondelete="CASCADE"), index=True)


class SignInAttempt(Base):
    """An attempt to sign in that has failed, or is just being looked at."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_key", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(_DIGEST)
    """Hash of what is counted: a name, an address, a browser."""
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
