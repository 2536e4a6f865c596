"""Somebody who knows a service says that it is as it stands in the directory."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.changes import announce_services
from knowledge.models import Confirmation, Service
from knowledge.models.base import now


def confirm(session: Session, services: Iterable[Service], who: str, today: date, link_id: int | None = None) -> None:
    """Note in the caller's transaction who confirmed services today; `link_id` is an association's link."""
    for service in services:
        service.assured_date = today
        service.last_modified = now()
        session.add(Confirmation(service_id=service.id, day=today, confirmed_by=who, link_id=link_id))
    announce_services(session)


def last_confirmation(session: Session, service_id: str) -> Confirmation | None:
    """The latest; None when only the source of an import said a day, or nobody."""
    query = select(Confirmation).where(Confirmation.service_id == service_id)
    return session.scalars(query.order_by(Confirmation.id.desc()).limit(1)).first()
