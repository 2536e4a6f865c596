"""Addresses with a token, with which an association sees its own entry without an account."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import AssociationLink

VALID = timedelta(days=60)
_BYTES = 32


class LinkOver(Exception):
    """A link that was revoked, or whose time is over."""


def new_link(session: Session, organization_id: str, user: str, at: datetime) -> tuple[AssociationLink, str]:
    """A link and its token, which is kept nowhere; in the caller's transaction."""
    token = secrets.token_urlsafe(_BYTES)
    link = AssociationLink(
        organization_id=organization_id,
        token_digest=_digest(token),
        created_at=at,
        created_by=user,
        expires_at=at + VALID,
    )
    session.add(link)
    session.flush()
    return link, token


def link_of(session: Session, token: str, at: datetime) -> AssociationLink | None:
    """The link with that token; None for one that nobody gave out. Raises LinkOver."""
    link = session.scalars(select(AssociationLink).where(AssociationLink.token_digest == _digest(token))).one_or_none()
    if link is not None and not is_valid(link, at):
        raise LinkOver
    return link


def is_valid(link: AssociationLink, at: datetime) -> bool:
    """True while the link works."""
    return link.revoked_at is None and _aware(link.expires_at) > at


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _aware(moment: datetime) -> datetime:
    """SQLite forgets that moments are in UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
