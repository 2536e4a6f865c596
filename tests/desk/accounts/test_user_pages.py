"""Where administrators decide who works here."""

import re

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from desk.models import User
from tests.desk.accounts.conftest import GOOD_PASSWORD
from tests.desk.accounts.people import actions, add_person, give_password, led_to, log_in
from tests.desk.accounts.test_login_pages import set_up_phone
from tests.desk.conftest import Visit
from tests.desk.visitors import Visitor

USERS = "/desk/admin/users"
SALMA = {"name": "Salma", "role": "editor", "language": "ar"}


@pytest.fixture
def admin(visit: Visit) -> Visitor:
    """The only administrator."""
    return visit("administrator", name="amina")


def person(database: Engine, name: str) -> User:
    with Session(database, expire_on_commit=False) as session:
        return session.query(User).filter_by(name=name).one()


def page_of(database: Engine, name: str) -> str:
    return f"{USERS}/{person(database, name).id}"


def link_in(page: str) -> str:
    found = re.search(r'value="https://dalil\.example\.org(/desk/password/[\w-]+)"', page)
    assert found, page
    return found[1]


@pytest.mark.parametrize("path", [USERS, f"{USERS}/new", f"{USERS}/1", "/desk/admin/audit", "/desk/admin/audit.csv"])
@pytest.mark.parametrize("role", ["staff", "editor"])
def test_only_administrators_see_accounts_and_log(visit: Visit, role: str, path: str) -> None:
    visitor = visit(role)
    assert visitor.get(path).status_code == 403
    assert visit("").get(path).status_code == 303


@pytest.mark.parametrize("what", ["role", "link", "deactivate", "reactivate", "remove-second-factor"])
def test_only_administrators_change_accounts(visit: Visit, admin: Visitor, desk_database: Engine, what: str) -> None:
    editor = visit("editor")
    path = f"{page_of(desk_database, 'amina')}/{what}"
    assert editor.post(path, {"role": "staff", "before": "administrator"}).status_code == 403
    assert visit("").post(path).status_code == 401
    assert (person(desk_database, "amina").role, actions(desk_database)) == ("administrator", [])


def test_a_new_person_gets_a_link_that_is_shown_once(admin: Visitor, visit: Visit, desk_database: Engine) -> None:
    answer = admin.post(f"{USERS}/new", SALMA)
    link = link_in(answer.text)
    assert answer.headers["cache-control"] == "no-store"
    token = link.rpartition("/")[2]
    for path in (USERS, page_of(desk_database, "Salma"), "/desk/admin/audit"):
        assert token not in admin.get(path).text
    salma = visit("")
    salma.post(link, {"password": GOOD_PASSWORD, "again": GOOD_PASSWORD})
    log_in(salma, "Salma")
    assert 'dir="rtl"' in salma.get("/desk/account").text
    assert (person(desk_database, "Salma").role, actions(desk_database)) == (
        "editor",
        ["user.added", "user.link_made", "account.password_set", "account.signed_in"],
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [("AMINA", "a déjà ce nom"), ("x", "entre 2 et 60"), ("<script>", "Un nom a des lettres"), ("", 'class="error"')],
)
def test_a_name_that_cannot_be_had_is_explained_and_kept(admin: Visitor, name: str, said: str) -> None:
    answer = admin.post(f"{USERS}/new", {**SALMA, "name": name})
    assert answer.status_code == 422 and said in answer.text
    assert "<script>" not in answer.text
    assert '<option selected value="editor">' in answer.text


def test_a_role_that_does_not_exist_is_not_given(admin: Visitor, visit: Visit, desk_database: Engine) -> None:
    assert admin.post(f"{USERS}/new", {**SALMA, "role": "owner"}).status_code == 422
    visit("staff", name="Salma")
    path = f"{page_of(desk_database, 'Salma')}/role"
    assert admin.post(path, {"role": "owner", "before": "staff"}).status_code == 422
    assert person(desk_database, "Salma").role == "staff"


def test_another_role_counts_from_the_next_page(admin: Visitor, visit: Visit, desk_database: Engine) -> None:
    salma = visit("staff", name="Salma")
    assert salma.get(USERS).status_code == 403
    path = page_of(desk_database, "Salma")
    changed = admin.post(f"{path}/role", {"role": "administrator", "before": "staff"})
    assert led_to(changed) == (path, "accounts.saved")
    assert salma.get(USERS).status_code == 200


def test_a_role_that_somebody_else_has_just_changed_is_not_overwritten(
    admin: Visitor, visit: Visit, desk_database: Engine
) -> None:
    visit("staff", name="Salma")
    path = f"{page_of(desk_database, 'Salma')}/role"
    admin.post(path, {"role": "administrator", "before": "staff"})
    late = admin.post(path, {"role": "editor", "before": "staff"})
    assert late.status_code == 422 and "entre-temps" in late.text
    assert person(desk_database, "Salma").role == "administrator"
    assert 'name="before" type="hidden" value="administrator"' in late.text


def test_the_last_administrator_stays_and_the_page_says_why(admin: Visitor, desk_database: Engine) -> None:
    path = page_of(desk_database, "amina")
    for answer in (
        admin.post(f"{path}/deactivate"),
        admin.post(f"{path}/role", {"role": "staff", "before": "administrator"}),
    ):
        assert answer.status_code == 422
        assert "dernière personne active de l&#39;administration" in answer.text
    assert (person(desk_database, "amina").role, person(desk_database, "amina").is_active) == ("administrator", True)


def test_who_is_deactivated_is_out_at_once_and_can_come_back(
    admin: Visitor, visit: Visit, desk_database: Engine
) -> None:
    salma = visit("staff", name="Salma")
    give_password(desk_database, "Salma")
    path = page_of(desk_database, "Salma")
    admin.post(f"{path}/deactivate")
    assert salma.get("/desk").status_code == 303
    assert "désactivé" in log_in(visit(""), "Salma").text
    assert admin.post(f"{path}/link").status_code == 422
    admin.post(f"{path}/reactivate")
    assert led_to(log_in(visit(""), "Salma")) == ("/desk", "")


def test_a_reset_gives_a_link_and_the_old_password_stays_until_it_is_used(
    admin: Visitor, visit: Visit, desk_database: Engine
) -> None:
    add_person(desk_database, "Salma", "staff")
    link = link_in(admin.post(f"{page_of(desk_database, 'Salma')}/link").text)
    assert led_to(log_in(visit(""), "Salma")) == ("/desk", "")
    visit("").post(link, {"password": "quatre figues au frais", "again": "quatre figues au frais"})
    assert log_in(visit(""), "Salma").status_code == 422


def test_a_lost_phone_can_be_taken_away(admin: Visitor, visit: Visit, desk_database: Engine) -> None:
    salma = visit("staff", name="Salma")
    give_password(desk_database, "Salma")
    set_up_phone(salma)
    path = page_of(desk_database, "Salma")
    assert "Retirer le code de sécurité" in admin.get(path).text
    admin.post(f"{path}/remove-second-factor")
    assert led_to(log_in(visit(""), "Salma")) == ("/desk", "")
    assert "user.second_factor_removed" in actions(desk_database)


def test_the_list_says_who_has_no_password_and_who_never_came(admin: Visitor, desk_database: Engine) -> None:
    admin.post(f"{USERS}/new", SALMA)
    page = admin.get(USERS).text
    assert "sans mot de passe" in page and "jamais" in page


def test_the_page_of_a_person_shows_what_happened_to_the_account(admin: Visitor, desk_database: Engine) -> None:
    admin.post(f"{USERS}/new", SALMA)
    page = admin.get(page_of(desk_database, "Salma")).text
    assert "compte ajouté" in page and "amina" in page


def test_what_does_not_exist_is_not_found(admin: Visitor, desk_database: Engine) -> None:
    assert admin.get(f"{USERS}/999").status_code == 404
    assert admin.post(f"{USERS}/999/deactivate").status_code == 404
    assert admin.post(f"{page_of(desk_database, 'amina')}/delete").status_code == 404
