"""What all tables of the knowledge base share."""

from datetime import UTC, datetime

from sqlalchemy import MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Constraint names are fixed by a rule, so that a migration can name them on every database."""

    metadata = MetaData(naming_convention=_NAMES)


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


class Revision(Base):
    """One row that counts the changes to the knowledge, so that readers notice them without a restart."""

    __tablename__ = "knowledge_revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
    directory_fingerprint: Mapped[str | None] = mapped_column(String(64))
    """SHA-256 of the directory files that were loaded last."""


def bump_revision(session: Session) -> None:
    """Say in the running transaction that the knowledge has changed."""
    revision = session.get(Revision, 1)
    if revision is None:
        session.add(Revision(id=1, number=1))
    else:
        revision.number = Revision.number + 1


def current_revision(session: Session) -> int:
    """The number of the last committed change; 0 for an empty database."""
    revision = session.get(Revision, 1)
    return revision.number if revision else 0


def loaded_directory(session: Session) -> str | None:
    """The fingerprint of the directory files that were loaded last, places among them; None when there were none."""
    revision = session.get(Revision, 1)
    return revision.directory_fingerprint if revision else None
