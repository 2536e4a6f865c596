"""After the set time nothing is left of a person: not here, and not in the engine's memory."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from app.database import migrate
from app.engine_memory import EngineMemory
from app.retention import Retention
from app.settings import Settings
from gateway.events import Incoming
from gateway.models import Base
from knowledge.database import connect
from knowledge.models import ReviewEntry
from knowledge.models.review import WRONG_ANSWER
from reply import Reply
from tests.gateway.house import WHATSAPP, House, address

DAYS = 30


@pytest.fixture
def house(tmp_path: Path) -> House:
    """The gateway on a migrated database."""
    configuration = Settings(data=tmp_path, database_url="")
    migrate(configuration)
    return House(connect(configuration.database))


@pytest.fixture
def tracker(tmp_path: Path) -> Database:
    """The engine's memory with an old and a new event."""
    engine = create_engine(f"sqlite:///{tmp_path / 'tracker.db'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE events (sender_id TEXT, timestamp FLOAT)"))
        for sender, days in (("old", DAYS + 1), ("new", 0)):
            moment = (datetime.now(UTC) - timedelta(days=days)).timestamp()
            connection.execute(
                text("INSERT INTO events VALUES (:sender, :moment)"), {"sender": sender, "moment": moment}
            )
    return engine


def retention(house: House, tracker: Database) -> Retention:
    return Retention(house.database, house.forgetting, EngineMemory(str(tracker.url)), DAYS)


def rows(house: House) -> int:
    with house.database.connect() as connection:
        return sum(len(connection.execute(table.select()).all()) for table in Base.metadata.sorted_tables)


def write(house: House) -> None:
    incoming = Incoming(WHATSAPP, (address("anna", WHATSAPP),), "1", text="a secret")
    house.inbox.store_body(WHATSAPP, b"raw", [incoming], 0)
    turn = house.claim(house.conversation(channel=WHATSAPP))
    assert turn
    house.answer(turn, "answer")


def age(house: House, days: int) -> None:
    """As if everything had been stored so many days ago."""
    moment = datetime.now(UTC) - timedelta(days=days)
    with house.database.begin() as connection:
        for table in Base.metadata.sorted_tables:
            if "created_at" in table.c:
                connection.execute(table.update().values(created_at=moment))


def test_what_is_too_old_is_deleted_everywhere(house: House, tracker: Database) -> None:
    write(house)
    age(house, DAYS + 1)
    retention(house, tracker).tidy()
    assert rows(house) == 0
    assert len(house.forgotten) == 1
    with tracker.connect() as connection:
        assert connection.execute(text("SELECT sender_id FROM events")).scalars().all() == ["new"]


def test_what_is_younger_stays(house: House, tracker: Database) -> None:
    write(house)
    before = rows(house)
    age(house, DAYS - 1)
    retention(house, tracker).tidy()
    assert rows(house) == before


def test_questions_kept_for_review_are_deleted_too(house: House, tracker: Database) -> None:
    old = datetime.now(UTC) - timedelta(days=DAYS + 1)
    with Session(house.database) as session, session.begin():
        session.add(ReviewEntry(reason=WRONG_ANSWER, language="en", question="why?", created_at=old))
    retention(house, tracker).tidy()
    with house.database.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM review_entry")).scalar() == 0


def test_the_confirmation_of_a_deletion_waits_ten_minutes_for_a_page_that_was_away(
    house: House, tracker: Database
) -> None:
    house.answer(house.turn(), Reply("All is deleted", "en", forget=True))
    retention(house, tracker).tidy()
    assert house.texts() == ["All is deleted"]
    age(house, 1)
    retention(house, tracker).tidy()
    assert rows(house) == 0
