"""One-time links to set a password."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from desk.accounts.links import LinkGone, new_link, person_of_link, use_link
from desk.accounts.models import PasswordLink
from desk.accounts.passwords import PasswordRefused, is_right, set_password
from desk.accounts.sessions import find_session, open_session
from desk.models import AuditEntry, User
from tests.desk.accounts.conftest import GOOD_PASSWORD, NOON

HOUR = timedelta(hours=1)


def token_of(path: str) -> str:
    assert path.startswith("/desk/password/")
    return path.rpartition("/")[2]


def test_a_link_sets_a_password_once(session: Session, amina: User) -> None:
    token = token_of(new_link(session, amina, NOON))
    assert person_of_link(session, token, NOON) == amina
    assert use_link(session, token, GOOD_PASSWORD, NOON) == amina
    assert is_right(amina, GOOD_PASSWORD)
    with pytest.raises(LinkGone):
        person_of_link(session, token, NOON)
    with pytest.raises(LinkGone):
        use_link(session, token, "another good one", NOON)
    assert is_right(amina, GOOD_PASSWORD)


@pytest.mark.parametrize(("has_password", "hours"), [(False, 48), (True, 24)])
def test_a_link_is_valid_for_two_days_at_first_and_one_day_after_a_reset(
    session: Session, amina: User, has_password: bool, hours: int
) -> None:
    if has_password:
        set_password(amina, GOOD_PASSWORD)
    token = token_of(new_link(session, amina, NOON))
    assert person_of_link(session, token, NOON + hours * HOUR - timedelta(seconds=1)) == amina
    with pytest.raises(LinkGone):
        use_link(session, token, GOOD_PASSWORD, NOON + hours * HOUR)


def test_a_new_link_replaces_the_one_before(session: Session, amina: User) -> None:
    first, second = (token_of(new_link(session, amina, NOON)) for _ in range(2))
    with pytest.raises(LinkGone):
        person_of_link(session, first, NOON)
    assert person_of_link(session, second, NOON) == amina


def test_the_database_does_not_hold_what_opens_the_link(session: Session, amina: User) -> None:
    token = token_of(new_link(session, amina, NOON))
    row = session.query(PasswordLink).one()
    assert token not in str(vars(row))
    with pytest.raises(LinkGone):
        person_of_link(session, row.id, NOON)


def test_a_refused_password_leaves_the_link_valid(session: Session, amina: User) -> None:
    token = token_of(new_link(session, amina, NOON))
    with pytest.raises(PasswordRefused):
        use_link(session, token, "short", NOON)
    assert use_link(session, token, GOOD_PASSWORD, NOON) == amina


def test_a_new_password_ends_all_sessions_and_is_in_the_audit_log(session: Session, amina: User) -> None:
    open_one = open_session(session, amina, NOON)
    use_link(session, token_of(new_link(session, amina, NOON)), GOOD_PASSWORD, NOON)
    session.expire_all()
    assert find_session(session, open_one, NOON) is None
    entry = session.query(AuditEntry).one()
    assert (entry.user_name, entry.action) == ("amina", "account.password_set")
    assert GOOD_PASSWORD not in str(vars(entry))


def test_who_was_deactivated_cannot_use_a_link(session: Session, amina: User) -> None:
    token = token_of(new_link(session, amina, NOON))
    amina.is_active = False
    with pytest.raises(LinkGone):
        use_link(session, token, GOOD_PASSWORD, NOON)


def test_of_two_who_use_a_link_at_the_same_moment_one_wins(session: Session, amina: User) -> None:
    token = token_of(new_link(session, amina, NOON))
    session.commit()
    with Session(session.get_bind()) as other:
        person_of_link(other, token, NOON)  # both have the link before either uses it
        use_link(session, token, GOOD_PASSWORD, NOON)
        session.commit()
        with pytest.raises(LinkGone):
            use_link(other, token, "another good one", NOON)
