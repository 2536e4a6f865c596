"""Who is signed in, and for how long."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.accounts.models import DeskSession
from desk.accounts.sessions import (
    ABSOLUTE_LIMIT,
    CODE_LIMIT,
    IDLE_LIMIT,
    close_all,
    close_session,
    find_session,
    find_waiting,
    open_session,
    sessions_of,
)
from desk.models import EDITOR, User
from tests.desk.accounts.conftest import NOON

MINUTE = timedelta(minutes=1)


def test_who_has_signed_in_is_known_as_the_database_knows_them_now(session: Session, amina: User) -> None:
    token = open_session(session, amina, NOON)
    amina.role, amina.language = EDITOR, "ar"
    session.commit()
    found = find_session(session, token, NOON + MINUTE)
    assert found is not None
    assert (found.user_id, found.name, found.role, found.language) == (amina.id, "amina", EDITOR, "ar")


def test_a_token_that_nobody_gave_out_signs_nobody_in(session: Session, amina: User) -> None:
    token = open_session(session, amina, NOON)
    row = session.scalars(select(DeskSession)).one()
    assert find_session(session, token[:-1], NOON) is None
    assert find_session(session, row.id, NOON) is None
    assert token not in str(vars(row))


def test_every_session_has_its_own_token_and_csrf_token(session: Session, amina: User) -> None:
    tokens = [open_session(session, amina, NOON) for _ in range(3)]
    found = [find_session(session, token, NOON) for token in tokens]
    assert len({*tokens, *(person.csrf for person in found if person)}) == 6


def test_who_does_nothing_for_two_hours_is_signed_out(session: Session, amina: User) -> None:
    token = open_session(session, amina, NOON)
    assert find_session(session, token, NOON + IDLE_LIMIT - MINUTE) is not None
    assert find_session(session, token, NOON + 2 * IDLE_LIMIT - 2 * MINUTE) is not None
    assert find_session(session, token, NOON + 3 * IDLE_LIMIT) is None


def test_who_works_without_a_break_is_signed_out_after_twelve_hours(session: Session, amina: User) -> None:
    token = open_session(session, amina, NOON)
    moment = NOON
    while moment < NOON + ABSOLUTE_LIMIT - MINUTE:
        assert find_session(session, token, moment) is not None
        moment += timedelta(minutes=59)
    assert find_session(session, token, NOON + ABSOLUTE_LIMIT) is None


def test_a_request_is_noted_at_most_once_a_minute(session: Session, amina: User) -> None:
    token = open_session(session, amina, NOON)
    find_session(session, token, NOON + timedelta(seconds=59))
    assert session.scalars(select(DeskSession.last_seen_at)).one() == NOON.replace(tzinfo=None)
    find_session(session, token, NOON + MINUTE)
    assert session.scalars(select(DeskSession.last_seen_at)).one() == (NOON + MINUTE).replace(tzinfo=None)


def test_a_deactivated_person_is_out_at_once(session: Session, amina: User) -> None:
    token = open_session(session, amina, NOON)
    amina.is_active = False
    session.commit()
    assert find_session(session, token, NOON) is None


def test_between_password_and_code_nobody_is_signed_in(session: Session, amina: User) -> None:
    token = open_session(session, amina, NOON, waits_for_code=True)
    assert find_session(session, token, NOON) is None
    assert find_waiting(session, token, NOON) == amina
    assert find_waiting(session, token, NOON + CODE_LIMIT) is None
    assert find_waiting(session, open_session(session, amina, NOON), NOON) is None


def test_signing_out_ends_one_session_and_signing_out_everywhere_all_others(session: Session, amina: User) -> None:
    first, second, third = (open_session(session, amina, NOON) for _ in range(3))
    close_session(session, first)
    assert find_session(session, first, NOON) is None
    assert len(sessions_of(session, amina.id, NOON)) == 2
    close_all(session, amina.id, but=third)
    session.expire_all()
    assert find_session(session, second, NOON) is None
    assert find_session(session, third, NOON) is not None


def test_sessions_whose_time_is_over_do_not_stay_in_the_database(session: Session, amina: User) -> None:
    open_session(session, amina, NOON)
    open_session(session, amina, NOON + ABSOLUTE_LIMIT)
    assert session.scalar(select(func.count()).select_from(DeskSession)) == 1
