"""The page of the audit log, and its file."""

import csv
import re
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from desk.accounts.action_words import action_name
from desk.accounts.audit_pages import AUDIT, audit_routes
from desk.context import Desk
from desk.models import AuditEntry
from desk.wording import Words
from tests.desk.conftest import Visit
from tests.desk.visitors import Visitor

ROOM = Path(__file__).parents[3] / "desk" / "accounts"
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture
def log(desk_database: Engine) -> Engine:
    """A log with 60 entries of one kind and some others."""
    entries: list[tuple[str, str, str, dict[str, Any]]] = [
        ("Driss", "article.saved", f"schooling.{number}", {}) for number in range(60)
    ]
    entries += [
        ("amina", "user.role_changed", "Driss", {"before": "staff", "after": "editor"}),
        ("", "account.sign_in_failed", "amina", {"step": "password"}),
        ("dalil", "user.added", '=HYPERLINK("x")', {"note": "<b>سلمى</b>"}),
    ]
    with Session(desk_database) as session, session.begin():
        session.add_all(
            AuditEntry(user_name=user, action=action, subject=subject, details=details, at=NOON)
            for user, action, subject, details in entries
        )
    return desk_database


@pytest.fixture
def admin(log: Engine, visit: Visit) -> Visitor:
    return visit("administrator")


def rows(page: str) -> int:
    return page.count("<tr>") - 1


def test_the_log_says_in_words_who_did_what(admin: Visitor) -> None:
    page = admin.get(AUDIT).text
    assert "rôle changé" in page and "avant</span> Équipe" in " ".join(page.split())
    assert "sans connexion" in page and "ligne de commande" in page
    assert "<b>" not in page


def test_it_comes_in_pages(admin: Visitor) -> None:
    assert [rows(admin.get(f"{AUDIT}?page={number}").text) for number in (1, 2)] == [50, 13]
    assert "page=2" in admin.get(AUDIT).text


@pytest.mark.parametrize("number", ["0", "-1", "99999999999", "x", "²", ""])
def test_a_page_that_does_not_exist_is_the_nearest_one(admin: Visitor, number: str) -> None:
    assert admin.get(f"{AUDIT}?page={number}").status_code == 200


def test_filters_stay_when_one_turns_the_page(admin: Visitor) -> None:
    page = admin.get(f"{AUDIT}?user=Driss&subject=schooling&last=2026-11-27").text
    assert rows(page) == 50
    assert "user=Driss&amp;action=&amp;subject=schooling&amp;first=&amp;last=2026-11-27&amp;page=2" in page


def test_what_fits_nothing_says_so(admin: Visitor) -> None:
    assert "Rien ne correspond" in admin.get(f"{AUDIT}?subject=nowhere").text


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "9999-12-31", "0001-01-01"])
def test_what_is_no_day_is_said_beside_the_field_and_kept(admin: Visitor, day: str) -> None:
    page = admin.get(f"{AUDIT}?first={day}&last=2026-11-27").text
    assert page.count("pas une date") == 1
    assert f'value="{day}"' in page


def test_the_file_holds_what_the_filters_let_through(admin: Visitor) -> None:
    answer = admin.get(f"{AUDIT}.csv?user=Driss")
    assert answer.headers["content-disposition"] == 'attachment; filename="dalil-audit.csv"'
    lines = list(csv.reader(StringIO(answer.text.removeprefix("\ufeff"))))
    assert lines[0] == ["at", "user", "action", "subject", "details"]
    assert len(lines) == 61
    assert lines[1] == ["2026-11-27T12:00:00+00:00", "Driss", "article.saved", "schooling.59", ""]


def test_a_spreadsheet_computes_nothing_in_the_file_and_reads_all_letters(admin: Visitor) -> None:
    text = admin.get(f"{AUDIT}.csv?user=dalil").content.decode("utf-8")
    assert text.startswith("\ufeff")
    (line,) = list(csv.reader(StringIO(text)))[1:]
    assert line[3] == '\'=HYPERLINK("x")'
    assert "سلمى" in line[4]


def test_no_route_of_the_log_changes_anything(desk: Desk) -> None:
    routes = [route for route in audit_routes(desk).routes if isinstance(route, APIRoute)]
    assert [(route.path, route.methods) for route in routes] == [(AUDIT, {"GET"}), (f"{AUDIT}.csv", {"GET"})]


def test_everything_that_accounts_note_has_a_sentence() -> None:
    """Read from the source of what writes into the log."""
    source = " ".join(file.read_text() for file in ROOM.glob("*.py"))
    noted = set(re.findall(r'"((?:account|user)\.[a-z_]+)"', source))
    assert len(noted) >= 15
    assert [action for action in noted if action_name(Words("fr"), action) == action] == []


def test_an_action_without_a_sentence_is_shown_as_it_is_stored() -> None:
    assert action_name(Words("fr"), "other.thing_done") == "other.thing_done"
