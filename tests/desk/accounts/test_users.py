"""Adding people, their role, taking them out and back in."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.accounts.first_administrator import first_administrator_link
from desk.accounts.links import LinkGone, new_link, person_of_link, use_link
from desk.accounts.passwords import is_right, set_password
from desk.accounts.sessions import find_session, open_session
from desk.accounts.users import Refused, add_user, change_role, deactivate, reactivate, reset_password
from desk.models import ADMINISTRATOR, EDITOR, STAFF, AuditEntry, User
from desk.tables import Base
from knowledge.database import connect
from tests.desk.accounts.conftest import GOOD_PASSWORD, NOON
from tests.postgres import new_database


def notes(session: Session) -> list[tuple[str, str, str]]:
    return [(entry.user_name, entry.action, entry.subject) for entry in session.scalars(select(AuditEntry))]


def person(session: Session, name: str) -> User:
    return session.query(User).filter_by(name=name).one()


def test_a_new_person_has_the_role_and_no_password(session: Session, amina: User) -> None:
    added = add_user(session, amina, "  Yasmine   B. ", EDITOR, "ar")
    assert (added.name, added.role, added.language, added.password_hash) == ("Yasmine B.", EDITOR, "ar", None)
    assert not is_right(added, "")
    assert notes(session) == [("amina", "user.added", "Yasmine B.")]


@pytest.mark.parametrize(("name", "why"), [("AMINA", "name_taken"), ("x", "name_length"), ("dalil", "name_reserved")])
def test_a_name_that_cannot_be_had_is_refused(session: Session, name: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        add_user(session, None, name, STAFF)
    assert refused.value.key == why


def test_a_role_that_does_not_exist_is_nobodys(session: Session) -> None:
    with pytest.raises(ValueError, match="owner"):
        add_user(session, None, "yasmine", "owner")


def test_the_last_active_administrator_stays(session: Session, amina: User) -> None:
    with pytest.raises(Refused) as refused:
        deactivate(session, amina, amina)
    session.rollback()
    assert refused.value.key == "last_administrator"
    with pytest.raises(Refused) as refused:
        change_role(session, amina, amina, STAFF)
    session.rollback()
    assert refused.value.key == "last_administrator"
    assert (amina.role, amina.is_active) == (ADMINISTRATOR, True)


def test_an_administrator_among_others_can_go(session: Session, amina: User) -> None:
    driss = person(session, "Driss")
    change_role(session, amina, driss, ADMINISTRATOR)
    deactivate(session, driss, amina)
    assert not amina.is_active
    with pytest.raises(Refused):
        deactivate(session, driss, driss)


def test_who_is_deactivated_is_out_at_once_and_comes_back_with_the_same_password(session: Session, amina: User) -> None:
    driss = person(session, "Driss")
    set_password(driss, GOOD_PASSWORD)
    token, link = open_session(session, driss, NOON), new_link(session, driss, NOON)
    deactivate(session, amina, driss)
    session.flush()
    session.expire_all()
    assert find_session(session, token, NOON) is None
    reactivate(session, amina, driss)
    assert find_session(session, token, NOON) is None
    with pytest.raises(LinkGone):
        person_of_link(session, link.rpartition("/")[2], NOON)
    assert is_right(driss, GOOD_PASSWORD)
    assert [action for _, action, _ in notes(session)] == ["user.deactivated", "user.reactivated"]


def test_what_changes_nothing_is_not_noted(session: Session, amina: User) -> None:
    change_role(session, amina, amina, ADMINISTRATOR)
    reactivate(session, amina, amina)
    assert notes(session) == []


def test_the_command_line_stands_in_the_log_under_its_own_name(session: Session, amina: User) -> None:
    reset_password(session, None, amina, NOON)
    assert notes(session) == [("dalil", "user.link_made", "amina")]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_two_administrators_who_take_each_others_role_away_leave_one(
    kind: str, session: Session, request: pytest.FixtureRequest
) -> None:
    if kind == "sqlite":
        url = session.get_bind().engine.url.render_as_string()
        session.close()
        assert administrators_left(url) == 1
        return
    with new_database(request.getfixturevalue("postgres_url")) as url:
        engine = connect(url)
        Base.metadata.create_all(engine)
        with Session(engine) as opened, opened.begin():
            opened.add_all([User(name="amina", role=ADMINISTRATOR), User(name="Driss", role=EDITOR)])
        engine.dispose()
        assert administrators_left(url) == 1


def administrators_left(url: str) -> int:
    """How many there are after two have tried at the same moment, twenty times."""
    engine = connect(url)
    both = Barrier(2)

    def take_role(name: str) -> None:
        both.wait()
        try:
            with Session(engine) as session, session.begin():
                change_role(session, None, person(session, name), STAFF)
        except Refused:
            pass

    left = set()
    with ThreadPoolExecutor(2) as pool:
        for _ in range(20):
            with Session(engine) as session, session.begin():
                for name in ("amina", "Driss"):
                    person(session, name).role = ADMINISTRATOR
            list(pool.map(take_role, ("amina", "Driss")))
            with Session(engine) as session:
                left.add(session.scalar(select(func.count()).where(User.role == ADMINISTRATOR)))
    engine.dispose()
    assert len(left) == 1
    return int(left.pop() or 0)


def test_an_empty_installation_gets_an_administrator_with_a_link(session: Session) -> None:
    session.query(User).delete()
    link = first_administrator_link(session, NOON)
    assert link
    user = use_link(session, link.rpartition("/")[2], GOOD_PASSWORD, NOON)
    assert (user.name, user.role) == ("admin", ADMINISTRATOR)
    assert first_administrator_link(session, NOON) is None


def test_until_a_password_is_set_each_start_gives_a_new_link_to_the_same_person(session: Session, amina: User) -> None:
    first, second = (first_administrator_link(session, NOON) for _ in range(2))
    assert first and second and first != second
    assert person_of_link(session, second.rpartition("/")[2], NOON) == amina
    with pytest.raises(LinkGone):
        person_of_link(session, first.rpartition("/")[2], NOON)
    assert session.query(User).count() == 3


def test_where_no_administrator_can_sign_in_there_is_a_new_one(session: Session, amina: User) -> None:
    set_password(amina, GOOD_PASSWORD)
    amina.is_active = False
    add_user(session, None, "Admin", STAFF)
    link = first_administrator_link(session, NOON)
    assert link
    assert person_of_link(session, link.rpartition("/")[2], NOON).name == "admin2"
