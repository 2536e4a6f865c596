"""The gateway with a desk where people work, with short words for what tests of it do most."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine as Database
from sqlalchemy import update
from sqlalchemy.orm import Session

from gateway.conversation_work import ConversationWork
from gateway.engine import Engine
from gateway.handoff.desk_hours import USUAL_PATIENCE, Reception
from gateway.handoff.sentences import Sentences
from gateway.handoff.speaking import Speaker
from gateway.handoff.staff import StaffMember, StaffWork
from gateway.handoff.sweeping import HandoffSweep
from gateway.models import OUTBOUND, Conversation, new_key, now
from gateway.turn_queue import TurnQueue
from reply import Choice, Reply
from tests.gateway.house import WEB, WHATSAPP, House
from tests.ports import free_ports

NOBODY = f"http://127.0.0.1:{free_ports(1)[0]}"
"""Where no engine is."""
SAMIRA = StaffMember(1, "samira", "Samira")
KARIM = StaffMember(2, "karim")
ASKED = Reply("Nobody reads this live", "en", (Choice("Menu", "/menu"),), human=True)
SENTENCES = Sentences("Association Test")
LATE = USUAL_PATIENCE + timedelta(minutes=1)


class Hours:
    """Opening hours of a test's choice."""

    def __init__(self) -> None:
        self.now: Reception | None = Reception(is_open=True)

    def reception(self, session: Session, language: str) -> Reception | None:
        return self.now

    def patience(self, session: Session) -> timedelta:
        return USUAL_PATIENCE


class DeskHouse(House):
    """One process of the gateway, with a desk where people work."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.hours = Hours()
        self.queue = TurnQueue(database, self.addresses, [WHATSAPP], self.hours, SENTENCES)
        self.staff = StaffWork(Speaker([WHATSAPP]), self.hours, SENTENCES)

    @contextmanager
    def at_desk(self) -> Iterator[Session]:
        with Session(self.database) as session, session.begin():
            yield session

    def take(self, number: int, staff: StaffMember = SAMIRA, from_id: int | None = None) -> None:
        with self.at_desk() as session:
            self.staff.take(session, number, staff, from_id)

    def write(self, number: int, text: str, staff: StaffMember = SAMIRA, key: str | None = None) -> None:
        with self.at_desk() as session:
            self.staff.answer(session, number, staff, text, key or new_key())

    def give_back(self, number: int, staff: StaffMember = SAMIRA) -> None:
        with self.at_desk() as session:
            self.staff.give_back(session, number, staff)

    def invite(self, number: int, staff: StaffMember = SAMIRA) -> None:
        with self.at_desk() as session:
            self.staff.invite(session, number, staff)

    def sweep(self) -> list[int]:
        return HandoffSweep(self.database, self.queue.handoffs, lambda _: None).end_late()

    def handoff(self, number: int) -> str | None:
        with Session(self.database) as session:
            return session.get_one(Conversation, number).handoff

    def said(self, number: int, kind: str) -> list[str]:
        return [row.text for row in self.transcript.messages(number) if row.direction == OUTBOUND and row.kind == kind]

    def pass_time(self, passed: timedelta) -> None:
        super().pass_time(passed)
        with Session(self.database) as session, session.begin():
            for conversation in session.query(Conversation).filter(Conversation.staff_at.is_not(None)):
                then = conversation.staff_at.replace(tzinfo=now().tzinfo) - passed  # type: ignore[union-attr]
                session.execute(update(Conversation).where(Conversation.id == conversation.id).values(staff_at=then))

    def answer_all(self, number: int, url: str, **more: Any) -> None:
        """Let the assistant do all that is due in a conversation."""

        async def whole() -> None:
            engine = Engine(url, "secret", timeout=2.0)
            turns = ConversationWork(self.answering(engine, **more).answer_next, self.queue.unfinished)
            await turns.start(number)
            await engine.close()

        asyncio.run(whole())

    def begun(self, channel: str = WEB) -> int:
        """A conversation in which the assistant has answered once."""
        turn = self.turn(channel=channel)
        self.answer(turn, "answer")
        return turn.conversation_id

    def wanted(self, channel: str = WEB) -> int:
        """A conversation in which a human was asked for."""
        turn = self.turn("a human please", channel=channel)
        self.answer(turn, ASKED)
        return turn.conversation_id

    def taken(self, channel: str = WEB) -> int:
        """A conversation that Samira has."""
        number = self.begun(channel)
        self.take(number)
        return number
