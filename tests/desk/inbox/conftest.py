"""The inbox on a real database, with people who write and people who work there."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from desk.context import Desk
from desk.inbox.models import ONLY, InboxSettings
from desk.models import AuditEntry
from gateway.models import Conversation
from tests.desk.visitors import Visitor, desk_on, sign_in
from tests.gateway.handoff_house import ASKED, DeskHouse
from tests.gateway.house import WEB, WHATSAPP

__all__ = ["ASKED", "WEB", "WHATSAPP"]
Visit = Callable[..., Visitor]
ALWAYS = [[day, "00:00", "24:00"] for day in ("MO", "TU", "WE", "TH", "FR", "SA", "SU")]


class Inbox(DeskHouse):
    """The gateway on the desk's database, and what tests of the inbox look up."""

    def set_hours(self, hours: list[list[str]], **more: Any) -> None:
        with Session(self.database) as session, session.begin():
            session.merge(InboxSettings(id=ONLY, **{"hours": hours, "closed_days": [], "patience": 30,
                                                    "changed_by": "amina", "version": 1, **more}))  # fmt: skip

    def audit(self) -> list[tuple[str, str, str, dict[str, Any]]]:
        """Who did what to what."""
        with Session(self.database) as session:
            entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
            return [(entry.user_name, entry.action, entry.subject, entry.details) for entry in entries]

    def know_topic(self, number: int, topic: str) -> None:
        with Session(self.database) as session, session.begin():
            session.execute(update(Conversation).where(Conversation.id == number).values(topic=topic))


@pytest.fixture
def told() -> list[int]:
    """The conversations of which the gateway was told that there is something to send."""
    return []


@pytest.fixture
def desk(desk_database: Any, told: list[int]) -> Desk:
    return desk_on(desk_database, said=told.append, operator="Association Test")


@pytest.fixture
def inbox(desk: Desk) -> Inbox:
    return Inbox(desk.database)


@pytest.fixture
def visit(desk: Desk, application: FastAPI) -> Visit:
    """`visit("staff", name="samira")`; names are those of the gateway's tests."""

    def visitor(role: str = "staff", language: str = "fr", name: str = "samira") -> Visitor:
        return sign_in(desk, application, role, language, name)

    return visitor
