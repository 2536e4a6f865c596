"""The disk is full, the database goes away and comes back: nothing that was acknowledged is lost."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from gateway.models import Base
from knowledge.database import connect
from tests.gateway.house import WHATSAPP, House
from tests.gateway.running_web import running_web
from tests.gateway.small_engine import SmallEngine, echo, running
from tests.gateway.whatsapp.fake_meta import running_meta
from tests.gateway.whatsapp.meta_webhooks import envelope
from tests.gateway.whatsapp.test_channel import SECRET, bodies, message, settings_for, wait_for
from tests.postgres import postgres_server

_UNLIMITED = 2**30


def limit(database: Database, pages: int) -> None:
    """Let the file have so many pages, as a full disk would."""
    with database.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def test_what_a_full_disk_refuses_is_not_acknowledged_and_is_stored_when_there_is_room_again(tmp_path: Path) -> None:
    database = connect(f"sqlite:///{tmp_path / 'full.db'}")
    Base.metadata.create_all(database)
    house = House(database)
    house.store("before", channel=WHATSAPP)
    limit(database, 1)  # SQLite takes it as "not more than now"
    with pytest.raises(OperationalError, match="full"):
        for number in range(1000):
            house.store("x" * 5000, channel=WHATSAPP, external_id=str(number))
    stored = len(house.texts(channel=WHATSAPP))
    limit(database, _UNLIMITED)
    house.store("after", channel=WHATSAPP)
    assert len(house.texts(channel=WHATSAPP)) == stored + 1
    assert house.texts(channel=WHATSAPP)[0] == "before"
    database.dispose()


def test_while_the_database_is_gone_meta_keeps_the_message_and_when_it_is_back_it_is_answered_once(
    tmp_path: Path,
) -> None:
    with postgres_server() as url, running_meta() as meta, running(SmallEngine(echo)) as engine:
        name = make_url(url).database
        outside = create_engine(make_url(url).set(database="template1"), isolation_level="AUTOCOMMIT")
        with running_web(tmp_path, engine.port, database_url=url, **settings_for(meta)) as web, outside.connect() as by:
            webhook = f"{web.base_url}/webhooks/whatsapp"
            by.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'))
            by.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"), {"name": name}
            )
            raw = envelope(meta.phone_number_id, {"messages": [message(1, "hello")]})
            with ThreadPoolExecutor(1) as pool:
                taken = pool.submit(meta.post, webhook, raw, SECRET)
                with pytest.raises(TimeoutError):
                    taken.result(timeout=2)
                by.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'))
                assert taken.result(timeout=30)
            wait_for(lambda: len(meta.sends) == 1)
            assert bodies(meta)[0].startswith("answer to hello")
        outside.dispose()
