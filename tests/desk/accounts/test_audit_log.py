"""Reading the audit log, which nobody can change."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.database import migrate
from app.settings import Settings
from desk.accounts.audit_log import Wanted, count, everything, last_sign_ins, names_and_actions, page
from desk.models import AuditEntry
from knowledge.database import connect
from tests.desk.accounts.conftest import NOON
from tests.postgres import new_database


def entry(user: str, action: str, subject: str = "", at: datetime = NOON) -> AuditEntry:
    return AuditEntry(user_name=user, action=action, subject=subject, at=at, details={})


@pytest.fixture
def log(session: Session) -> Session:
    """A log with a few entries."""
    session.add_all(
        [
            entry("amina", "account.signed_in", "amina", NOON - timedelta(days=2)),
            entry("amina", "article.published", "schooling.no_papers", NOON - timedelta(days=1)),
            entry("Driss", "article.saved", "schooling.100%_free"),
            entry("", "account.sign_in_failed", "amina"),
            entry("dalil", "user.added", "Driss", NOON + timedelta(days=1)),
        ]
    )
    session.flush()
    return session


def found(log: Session, **wanted: object) -> list[str]:
    return [row.action for row in everything(log, Wanted(**wanted))]  # type: ignore[arg-type]


def test_everything_is_shown_the_newest_first(log: Session) -> None:
    assert found(log)[0] == "user.added"
    assert count(log, Wanted()) == len(found(log)) == 5


def test_entries_are_found_by_who_did_what_to_whom(log: Session) -> None:
    assert found(log, user="amina") == ["article.published", "account.signed_in"]
    assert found(log, action="article.saved") == ["article.saved"]
    assert found(log, subject="SCHOOLING") == ["article.saved", "article.published"]
    assert found(log, user="amina", subject="papers") == ["article.published"]


def test_signs_that_mean_something_to_the_database_are_searched_as_they_are(log: Session) -> None:
    assert found(log, subject="100%_") == ["article.saved"]
    assert found(log, subject="_") == ["article.saved", "article.published"]
    assert found(log, subject="' OR 1=1 --") == []


def test_a_period_includes_its_first_and_its_last_day(log: Session) -> None:
    assert found(log, first=date(2026, 11, 27)) == ["user.added", "account.sign_in_failed", "article.saved"]
    assert found(log, last=date(2026, 11, 26)) == ["article.published", "account.signed_in"]
    assert found(log, first=date(2026, 11, 26), last=date(2026, 11, 26)) == ["article.published"]


def test_a_day_is_one_of_morocco(session: Session) -> None:
    """Before 20 September 2026 clocks there were an hour ahead."""
    session.add(entry("amina", "late.evening", at=datetime(2026, 7, 1, 23, 30, tzinfo=UTC)))
    session.flush()
    assert found(session, first=date(2026, 7, 2), last=date(2026, 7, 2)) == ["late.evening"]
    assert found(session, first=date(2026, 7, 1), last=date(2026, 7, 1)) == []


def test_pages_hold_fifty_entries_and_lose_none(session: Session) -> None:
    session.add_all(entry("amina", f"a.{number}") for number in range(120))
    session.flush()
    pages = [[row.action for row in page(session, Wanted(), number)] for number in (1, 2, 3, 4)]
    assert [len(each) for each in pages] == [50, 50, 20, 0]
    assert len({action for each in pages for action in each}) == 120


def test_who_and_what_occurs_can_be_chosen_from(log: Session) -> None:
    names, actions = names_and_actions(log)
    assert names == ["Driss", "amina", "dalil"]
    assert actions == sorted(actions) and len(actions) == 5


def test_the_last_time_somebody_signed_in_is_known(log: Session) -> None:
    assert list(last_sign_ins(log)) == ["amina"]


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A migrated database of each kind, with one entry."""
    if request.param == "sqlite":
        yield from prepared(Settings(data=tmp_path / "data", database_url=""))
        return
    with new_database(request.getfixturevalue("postgres_url")) as url:
        yield from prepared(Settings(data=tmp_path / "data", database_url=url))


def prepared(configuration: Settings) -> Iterator[Engine]:
    migrate(configuration)
    engine = connect(configuration.database)
    with Session(engine) as session, session.begin():
        session.add(entry("amina", "article.published"))
    yield engine
    engine.dispose()


@pytest.mark.parametrize("change", ["UPDATE audit_entry SET user_name = 'driss'", "DELETE FROM audit_entry"])
def test_the_database_itself_refuses_to_change_or_delete_an_entry(migrated: Engine, change: str) -> None:
    with pytest.raises(DBAPIError, match="only added to"), migrated.begin() as connection:
        connection.execute(text(change))
    with Session(migrated) as session:
        assert [row.user_name for row in session.query(AuditEntry)] == ["amina"]
