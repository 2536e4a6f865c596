"""Reading the directory: each page opens in each language for who may open it, and says what there is."""

import json
import re
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from knowledge.exchange.source_table import csv_rows
from knowledge.models import Confirmation, Service
from tests.desk.conftest import Visit
from tests.desk.directory.conftest import PATH, Directory

FOR_ALL = ["", "/organizations", "/map", "/map?category=health", "/corrections"]
FOR_EDITORS = ["/import", "/organizations/new"]


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_page_opens_in_every_language_without_inline_styles_and_words_that_are_not_there(
    visit: Visit, directory: Directory, language: str
) -> None:
    visitor = visit("administrator", language)
    of_records = [directory.service, directory.organization, f"{directory.service}/edit", f"{directory.place}/edit",
                  f"{directory.place}/hours", f"{directory.service}/hours", f"{directory.service}/places/new",
                  f"{directory.organization}/edit",
                  f"{PATH}/services/new?organization={directory.organization_id}"]  # fmt: skip
    for path in [f"{PATH}{end}" for end in FOR_ALL + FOR_EDITORS] + of_records:
        answer = visitor.get(path)
        assert answer.status_code == 200, path
        assert "style=" not in answer.text and "<script>" not in answer.text, path
        assert re.findall(r"directory\.(?!css|js\b)\w", answer.text) == [], path


@pytest.mark.parametrize("role", ["staff", "editor", "administrator"])
def test_staff_only_read_and_confirm(visit: Visit, directory: Directory, role: str) -> None:
    visitor = visit(role)
    page = visitor.get(directory.service).text
    assert (f"{directory.service}/edit" in page) == (role != "staff")
    assert (f'action="{directory.service}/status"' in page) == (role == "administrator")
    for path in (f"{directory.service}/edit", f"{PATH}/import", f"{directory.place}/hours"):
        assert (visitor.get(path).status_code == 403) == (role == "staff")
    for path in (f"{directory.organization}/links", f"{directory.organization}/inactive"):
        assert (visitor.post(path).status_code == 403) == (role != "administrator")


@pytest.mark.parametrize(
    ("query", "found"),
    [("", 2), ("?text=consultations", 1), ("?place=Oujda", 1), ("?category=health", 2), ("?category=asylum", 0),
     ("?status=inactive", 0), ("?confirmed=0", 0), ("?confidence=partially", 2), ("?page=x&place=%00", 0)],
)  # fmt: skip
def test_the_list_is_filtered_by_its_address(visit: Visit, directory: Directory, query: str, found: int) -> None:
    page = visit("staff").get(f"{PATH}{query}").text
    assert len(re.findall(r'<td class="name">', page)) == found
    assert ("Tout montrer" in page) == (found == 0)


def test_a_filter_for_confirmation_brings_a_button_that_confirms_with_todays_day_and_who(
    visit: Visit, directory: Directory
) -> None:
    with Session(directory.database) as session, session.begin():
        directory.stored(session).assured_date = None
    visitor = visit("staff", name="amina")
    here = f"{PATH}?confirmed=0"
    assert f"{directory.service}/confirm" in visitor.get(here).text
    answer = visitor.post(f"{directory.service}/confirm", {"next": here})
    assert answer.headers["location"].startswith(here)
    with Session(directory.database) as session:
        (confirmation,) = session.query(Confirmation)
        assert confirmation.confirmed_by == "amina"
        assert directory.stored(session).assured_date == confirmation.day
    assert "amina" in visitor.get(directory.service).text


def test_a_confirmation_never_leads_to_another_site(visit: Visit, directory: Directory) -> None:
    answer = visit("staff").post(f"{directory.service}/confirm", {"next": "https://elsewhere.example"})
    assert answer.headers["location"].startswith(directory.service)


def test_what_does_not_exist_is_a_page_that_says_so(visit: Visit, directory: Directory) -> None:
    visitor = visit("administrator")
    for path in ("/services/x", "/services/x/edit", "/organizations/x", "/import/99", "/export/pdf",
                 "/services/new?organization=x"):  # fmt: skip
        assert visitor.get(f"{PATH}{path}").status_code == 404, path
    for path in ("/links/99/revoke", "/corrections/99", "/import/99/run"):
        assert visitor.post(f"{PATH}{path}").status_code == 404, path


def test_the_whole_directory_is_exported_as_csv_xlsx_and_hsds(visit: Visit, directory: Directory) -> None:
    visitor = visit("staff")
    table = csv_rows(visitor.get(f"{PATH}/export/csv").content.decode("utf-8-sig"), "x")
    assert {one["service_description_fr"] for one in table} == {"Consultations gratuites.", "Cours du soir."}
    sheet = load_workbook(BytesIO(visitor.get(f"{PATH}/export/xlsx").content)).worksheets[0]
    assert sheet.max_row == 3
    answer = visitor.get(f"{PATH}/export/json")
    assert len(json.loads(answer.text)) == 2
    assert "attachment" in answer.headers["content-disposition"]


def test_the_map_links_each_town_and_names_those_without_help(visit: Visit, directory: Directory) -> None:
    page = visit("staff").get(f"{PATH}/map").text
    assert f"{PATH}?status=active&amp;place=Rabat" in page
    missing = visit("staff").get(f"{PATH}/map?category=asylum").text
    assert "Rabat" in missing.partition("Où l'aide manque")[2].replace("&#39;", "'") or "Rabat" in missing


def test_an_administrator_makes_a_service_inactive_with_a_reason_and_active_again(
    visit: Visit, directory: Directory
) -> None:
    visitor = visit("administrator")
    refused = visitor.post(f"{directory.service}/status", {"status": "inactive"})
    assert "rien n" in visitor.get(refused.headers["location"]).text.lower()
    visitor.post(f"{directory.service}/status", {"status": "inactive", "source": "appel"})
    with Session(directory.database) as session:
        assert directory.stored(session).status == "inactive"
    visitor.post(f"{directory.service}/status", {"status": "active", "source": "appel"})
    visitor.post(f"{directory.organization}/inactive", {"source": "fermée"})
    with Session(directory.database) as session:
        assert {one.status for one in session.query(Service)} == {"inactive"}


def test_what_comes_from_outside_is_escaped(visit: Visit, directory: Directory) -> None:
    with Session(directory.database) as session, session.begin():
        service = directory.stored(session)
        service.description = service.organization.name = service.alert = "<script>alert(1)</script>"
        service.source = 'javascript:alert(1) | https://a.example/"><script>'
    visitor = visit("administrator")
    for path in (directory.service, directory.organization, f"{directory.service}/edit", PATH, f"{PATH}/organizations"):
        page = visitor.get(path).text
        assert "<script>" not in page, path
        assert 'href="javascript:' not in page, path
