"""What the inbox is set to: hours for administrators, a shown name for everybody, prepared answers for editors."""

import html
import re
from typing import Any

import pytest
from sqlalchemy.orm import Session

from desk.inbox.models import ONLY, InboxSettings
from gateway.models import HANDOFF
from tests.desk.inbox.conftest import ALWAYS, Inbox, Visit
from tests.desk.visitors import Visitor

HOURS = "/desk/inbox/hours"
MONDAY = {"day_0-opens": "09:00", "day_0-closes": "12:30", "day_0-opens_again": "14:00",
          "day_0-closes_again": "17:00"}  # fmt: skip


def hours(**more: Any) -> dict[str, Any]:
    return {"version": "0", "patience": "30", **MONDAY, **more}


def stored(inbox: Inbox) -> InboxSettings | None:
    with Session(inbox.database, expire_on_commit=False) as session:
        return session.get(InboxSettings, ONLY)


def canned(**more: str) -> dict[str, str]:
    return {"version": "0", "name": "Accueil", "text_0": "Bonjour", "text_1": "مرحبا", "text_2": "", **more}


def links(visitor: Visitor) -> list[str]:
    return re.findall(r'href="(/desk/inbox/answers/\d+)"', visitor.get("/desk/inbox/answers").text)


# Who may


@pytest.mark.parametrize(
    ("path", "role", "status"),
    [
        ("/desk/inbox", "staff", 200),
        ("/desk/inbox/name", "staff", 200),
        ("/desk/inbox/answers", "staff", 200),
        ("/desk/inbox/answers/new", "staff", 403),
        ("/desk/inbox/answers/new", "editor", 200),
        (HOURS, "editor", 403),
        (HOURS, "administrator", 200),
    ],
)
def test_each_page_is_for_those_who_need_it(visit: Visit, path: str, role: str, status: int) -> None:
    assert visit(role).get(path).status_code == status


@pytest.mark.parametrize("path", ["/desk/inbox", "/desk/inbox/news", "/desk/inbox/1", "/desk/inbox/1/talk", HOURS])
def test_nothing_is_shown_without_an_account(inbox: Inbox, visit: Visit, path: str) -> None:
    inbox.wanted()
    answer = Visitor(visit()._client.app).get(path)  # type: ignore[arg-type]
    assert (answer.status_code, answer.headers["location"][:11]) == (303, "/desk/login")


@pytest.mark.parametrize("act", ["take", "answer", "return", "close", "invite"])
def test_nothing_is_done_for_a_form_of_another_site(inbox: Inbox, visit: Visit, act: str) -> None:
    number = inbox.wanted()
    before = inbox.texts()
    assert visit().post_without_token(f"/desk/inbox/{number}/{act}", {"text": "hello"}).status_code == 403
    assert inbox.texts() == before and inbox.audit() == []


# Hours


def test_what_an_administrator_sets_is_what_people_are_told(inbox: Inbox, visit: Visit) -> None:
    form = hours(**{"closed-0": "2026-12-24", "holidays": ["2027-01-11"], "patience": "45"})
    assert visit("administrator").post(HOURS, form).status_code == 303
    settings = stored(inbox)
    assert settings and settings.hours == [["MO", "09:00", "12:30"], ["MO", "14:00", "17:00"]]
    assert settings.closed_days == ["2026-12-24", "2027-01-11"]
    assert (settings.patience, settings.changed_by, settings.version) == (45, "samira", 1)
    assert inbox.audit()[-1][1] == "inbox.hours_changed"


def test_midnight_is_the_end_of_the_day_and_comes_back_as_it_was_typed(inbox: Inbox, visit: Visit) -> None:
    amina = visit("administrator")
    amina.post(HOURS, {"version": "0", "patience": "30", "day_6-opens": "20:00", "day_6-closes": "00:00"})
    settings = stored(inbox)
    assert settings and settings.hours == [["SU", "20:00", "24:00"]]
    assert 'value="00:00"' in amina.get(HOURS).text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"day_1-opens": "09:00"}, "manque l'ouverture ou la fermeture"),
        ({"day_1-opens": "12:00", "day_1-closes": "09:00"}, "se suivre"),
        ({"day_0-opens_again": "12:00"}, "se suivre"),
        ({"day_1-opens": "9 h", "day_1-closes": "12:00"}, "Écrivez les heures ainsi"),
        ({"patience": "2"}, "5"),
        ({"patience": ""}, "notice bad"),
        ({"closed-0": "24 décembre"}, "notice bad"),
    ],
)
def test_a_mistake_is_named_beside_the_field_nothing_is_stored_and_what_was_typed_stays(
    inbox: Inbox, visit: Visit, wrong: dict[str, str], said: str
) -> None:
    answer = visit("administrator").post(HOURS, hours(**wrong))
    assert answer.status_code == 422 and said in html.unescape(answer.text)
    assert 'value="09:00"' in answer.text and stored(inbox) is None


def test_whoever_saves_over_a_colleagues_change_sees_the_difference_first(inbox: Inbox, visit: Visit) -> None:
    inbox.set_hours(ALWAYS, version=4)
    amina = visit("administrator")
    answer = amina.post(HOURS, hours(version="3"))
    text = html.unescape(answer.text)
    assert answer.status_code == 409 and "24 h/24" in text and "lundi 09:00–12:30" in text
    settings = stored(inbox)
    assert settings and settings.version == 4
    assert amina.post(HOURS, hours(version="4")).status_code == 303


def test_public_holidays_are_offered_to_be_closed_and_marked_when_the_date_is_an_estimate(visit: Visit) -> None:
    text = visit("administrator").get(HOURS).text
    assert 'name="holidays"' in text


# The shown name


def test_a_chosen_name_is_what_people_see_from_then_on_and_can_be_taken_back(inbox: Inbox, visit: Visit) -> None:
    samira, number = visit(), inbox.begun()
    samira.post("/desk/inbox/name", {"name": "  Samira  "})
    samira.post(f"/desk/inbox/{number}/take")
    assert "Samira (Association Test)" in inbox.said(number, HANDOFF)[0]
    samira.post(f"/desk/inbox/{number}/return")
    samira.post("/desk/inbox/name", {"name": ""})
    samira.post(f"/desk/inbox/{number}/take")
    assert "Samira" not in inbox.said(number, HANDOFF)[-1]
    assert all("Samira" not in str(entry) for entry in inbox.audit())


def test_too_long_a_name_is_refused_beside_the_field(visit: Visit) -> None:
    answer = visit().post("/desk/inbox/name", {"name": "x" * 61})
    assert answer.status_code == 422 and 'aria-invalid="true"' in answer.text


# Prepared answers


def test_an_editor_writes_changes_and_deletes_a_prepared_answer_and_all_is_noted(inbox: Inbox, visit: Visit) -> None:
    amina = visit("editor")
    assert amina.post("/desk/inbox/answers/new", canned()).status_code == 303
    (link,) = links(amina)
    page = amina.get(link).text
    assert "مرحبا" in page
    assert amina.post(link, canned(version="1", **{"text_0": "Bonsoir"})).status_code == 303
    assert "Bonsoir" in amina.get("/desk/inbox/answers").text
    assert amina.post(f"{link}/delete").status_code == 303
    assert links(amina) == [] and amina.get(link).status_code == 404
    assert [action for _, action, _, _ in inbox.audit()] == ["inbox.canned_saved"] * 2 + ["inbox.canned_deleted"]


def test_a_missing_language_is_marked(visit: Visit) -> None:
    amina = visit("editor")
    amina.post("/desk/inbox/answers/new", canned())
    assert "manque : Anglais" in html.unescape(amina.get("/desk/inbox/answers").text)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text_0": " ", "text_1": ""}, "au moins une langue"),
        ({"name": ""}, "aria-invalid"),
        ({"text_2": "x" * 4001}, "aria-invalid"),
        ({"name": "x" * 81}, "aria-invalid"),
    ],
)
def test_a_prepared_answer_that_cannot_be_used_is_refused_and_kept(
    visit: Visit, wrong: dict[str, str], said: str
) -> None:
    amina = visit("editor")
    answer = amina.post("/desk/inbox/answers/new", canned(**wrong))
    assert answer.status_code == 422 and said in html.unescape(answer.text)
    assert links(amina) == []


def test_two_prepared_answers_do_not_have_the_same_name(visit: Visit) -> None:
    amina = visit("editor")
    amina.post("/desk/inbox/answers/new", canned())
    answer = amina.post("/desk/inbox/answers/new", canned())
    assert answer.status_code == 422 and "porte ce nom" in html.unescape(answer.text)


def test_a_prepared_answer_that_a_colleague_changed_is_not_overwritten_unseen(visit: Visit) -> None:
    amina, karim = visit("editor", name="amina"), visit("editor", name="karim")
    amina.post("/desk/inbox/answers/new", canned())
    (link,) = links(amina)
    karim.post(link, canned(version="1", **{"text_0": "Bonsoir"}))
    answer = amina.post(link, canned(version="1", **{"text_0": "Salut"}))
    text = html.unescape(answer.text)
    assert answer.status_code == 409 and "karim" in text and "Bonsoir" in text and "Salut" in text
    assert "Bonsoir" in amina.get("/desk/inbox/answers").text
