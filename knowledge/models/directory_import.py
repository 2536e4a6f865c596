"""Imports into the directory through the desk: what was uploaded, what it would do, what it did."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import Base, now

PREVIEW = "preview"
DONE = "done"
UNDONE = "undone"


class DirectoryImport(Base):
    """One uploaded file with services. Users are named as they were called then."""

    __tablename__ = "directory_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    """Of the file."""
    state: Mapped[str] = mapped_column(String(10), default=PREVIEW)
    """PREVIEW, DONE or UNDONE."""
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The file, until it is imported."""
    notices: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """What stops nothing: code of the reason and its values."""
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    created_by: Mapped[str] = mapped_column(String(60))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    """When a preview that nobody imported is deleted."""
    done_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    done_by: Mapped[str | None] = mapped_column(String(60))
    undone_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    undone_by: Mapped[str | None] = mapped_column(String(60))
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    """What it did, in services: added, changed, left."""


class DirectoryImportRow(Base):
    """One row or document of the file, compared with the directory."""

    __tablename__ = "directory_import_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("directory_import.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    """As a spreadsheet shows it, or the place of the document in its list."""
    state: Mapped[str] = mapped_column(String(12), index=True)
    """See `knowledge.directory_editing.import_preview`."""
    name: Mapped[str] = mapped_column(String(300), default="")
    service_id: Mapped[str | None] = mapped_column(String(36))
    differences: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    """Field, value in the directory, value in the file."""
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """Member, code of the reason and its values, the reason in English."""
    basis: Mapped[str] = mapped_column(String(64), default="")
    """`version_of` the service in the directory: another one now means that somebody changed it since the preview."""
    is_chosen: Mapped[bool] = mapped_column(default=False)
    raw: Mapped[Any] = mapped_column(JSON, nullable=True)
    """A refused row as it was read, to be mended."""


class DirectoryImportChange(Base):
    """One record that an import changed, as it was before, so that the import can be undone."""

    __tablename__ = "directory_import_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("directory_import.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    """organization, location or service."""
    record_id: Mapped[str] = mapped_column(String(36))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """See `knowledge.directory_editing.snapshot`; None for a record that the import added."""
    after_fingerprint: Mapped[str] = mapped_column(String(64))
    """Of the record as the import left it: another one now means that somebody changed it since."""
