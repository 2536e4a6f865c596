"""The page of a one-time link."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from desk.accounts.links import new_link
from desk.models import STAFF, User, now
from tests.desk.accounts.conftest import GOOD_PASSWORD
from tests.desk.accounts.people import led_to, log_in
from tests.desk.conftest import Visit
from tests.desk.visitors import Visitor

BOTH = {"password": GOOD_PASSWORD, "again": GOOD_PASSWORD}


@pytest.fixture
def link(desk_database: Engine) -> str:
    """The path of a link for Salma, who has no password."""
    with Session(desk_database) as session, session.begin():
        user = User(name="Salma <3", role=STAFF)
        session.add(user)
        session.flush()
        return new_link(session, user, now())


@pytest.fixture
def salma(visit: Visit) -> Visitor:
    """Her browser."""
    return visit("")


def test_a_link_lets_somebody_choose_a_password_and_sign_in(salma: Visitor, link: str) -> None:
    assert "Salma &lt;3" in salma.get(link).text
    assert led_to(salma.post(link, BOTH)) == ("/desk/login", "accounts.password_set")
    assert led_to(log_in(salma, "salma <3")) == ("/desk", "")


def test_looking_at_the_page_does_not_use_the_link_up(salma: Visitor, link: str) -> None:
    assert [salma.get(link).status_code for _ in range(3)] == [200] * 3
    assert salma.post(link, BOTH).status_code == 303


def test_a_used_or_invented_link_says_what_to_do(salma: Visitor, link: str) -> None:
    salma.post(link, BOTH)
    for answer in (salma.get(link), salma.post(link, BOTH), salma.get("/desk/password/invented")):
        assert answer.status_code == 410
        assert "demandez un nouveau lien" in answer.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"password": "court", "again": "court"}, "au moins 10 caractères"),
        ({"password": GOOD_PASSWORD, "again": "autre chose"}, "pas le même mot de passe"),
        ({"password": "azertyuiop", "again": "azertyuiop"}, "Beaucoup de gens"),
        ({"password": GOOD_PASSWORD}, 'class="error"'),
    ],
)
def test_a_password_that_is_not_taken_says_why_and_the_link_stays(
    salma: Visitor, link: str, typed: dict[str, str], said: str
) -> None:
    answer = salma.post(link, typed)
    assert answer.status_code == 422 and said in answer.text
    assert salma.post(link, BOTH).status_code == 303


def test_another_site_cannot_set_the_password(salma: Visitor, link: str) -> None:
    assert salma.post_without_token(link, BOTH).status_code == 403
