"""The import wizard as editors use it: twenty services from a spreadsheet with three mistakes in it."""

import re
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.directory import import_pages
from knowledge.models import DirectoryImport, DirectoryImportRow, Service
from tests.desk.conftest import Visit
from tests.desk.directory.conftest import PATH, Directory
from tests.desk.visitors import Visitor
from tests.knowledge.directory_rows import Row, csv_text, lines_of, row, spreadsheet

TWENTY = [row(service_description_fr=f"Aide {number:02}") for number in range(20)]
MISTAKES = [(3, {"city": "Paris"}), (7, {"phone": "call me"}), (12, {"source": ""})]


def with_mistakes() -> list[Row]:
    rows = [dict(one) for one in TWENTY]
    for number, change in MISTAKES:
        rows[number].update(change)
    return rows


def upload(visitor: Visitor, content: bytes, name: str) -> Any:
    return visitor.post(f"{PATH}/import", files={"file": (name, content)})


def uploaded(visitor: Visitor, rows: list[Row], name: str = "twenty.xlsx") -> str:
    """The path of the preview."""
    content = spreadsheet(lines_of(rows)) if name.endswith("xlsx") else csv_text(rows).encode()
    answer = upload(visitor, content, name)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def services(directory: Directory) -> int:
    with Session(directory.database) as session:
        return session.query(Service).count()


@pytest.mark.parametrize(("language", "reason"), [("fr", "n&#39;est pas une ville"), ("ar", "ليست مدينة")])
def test_each_row_is_shown_with_what_would_happen_and_why_it_is_refused(
    visit: Visit, directory: Directory, language: str, reason: str
) -> None:
    visitor = visit("editor", language)
    page = visitor.get(uploaded(visitor, with_mistakes())).text
    assert len(re.findall(r'name="chosen"[^>]* checked', page)) == 17
    assert page.count('<ul class="problems">') == 3
    assert reason in page
    assert services(directory) == 2


def test_what_is_ticked_is_imported_the_refused_rows_are_mended_and_all_is_undone(
    visit: Visit, directory: Directory
) -> None:
    editor, administrator = visit("editor", name="amina"), visit("administrator", name="omar")
    path = uploaded(editor, with_mistakes())
    page = editor.get(path).text
    shown = re.findall(r'name="shown" value="(\d+)"', page)
    answer = editor.post(f"{path}/run", {"shown": shown, "chosen": shown[:16]})
    assert answer.headers["location"].startswith(path)
    assert services(directory) == 18
    done = editor.get(path).text
    assert "Services ajoutés : 16" in done and "amina" in done and f"{path}/undo" not in done
    sheet = load_workbook(BytesIO(editor.get(f"{path}/refused").content)).worksheets[0]
    header, *lines = [[cell.value or "" for cell in line] for line in sheet.iter_rows()]
    refused = [dict(zip(header, line, strict=True)) for line in lines]
    assert [one["service_description_fr"] for one in refused] == ["Aide 03", "Aide 07", "Aide 12"]
    assert "Paris" in refused[0]["problem"]
    for one in refused:
        one.update(city="Rabat", phone="", source="https://source.example")
    mended = editor.get(mended_path(editor, header, refused)).text
    assert "Refusé" not in mended and mended.count("Nouveau</span>") == 3
    undone = administrator.post(f"{path}/undo")
    assert "import_undone" in undone.headers["location"]
    assert services(directory) == 2
    assert "omar" in administrator.get(path).text


def mended_path(visitor: Visitor, header: list[str], rows: list[dict[str, str]]) -> str:
    content = spreadsheet([header, *([one[column] for column in header] for one in rows)])
    return str(upload(visitor, content, "mended.xlsx").headers["location"])


def test_changes_are_shown_as_old_and_new_and_a_row_without_a_tick_stays(visit: Visit, directory: Directory) -> None:
    visitor = visit("editor")
    path = uploaded(visitor, [row(fee="10 DH"), row(city="Oujda", service_description_fr="Cours du soir.")], "x.csv")
    page = visitor.get(path).text
    assert "Gratuit</span></del>" in page and "10 DH</span></ins>" in page
    shown = re.findall(r'name="shown" value="(\d+)"', page)
    answer = visitor.post(f"{path}/run", {"shown": shown})
    assert "nothing_chosen" in answer.headers["location"]
    with Session(directory.database) as session:
        assert directory.stored(session).fees_description == "Gratuit"


def test_a_large_file_is_shown_in_pages_and_choices_of_all_pages_count(
    visit: Visit, directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_pages, "PER_PAGE", 8)
    visitor = visit("editor")
    path = uploaded(visitor, TWENTY, "twenty.csv")
    page = visitor.get(path).text
    shown = re.findall(r'name="shown" value="(\d+)"', page)
    assert len(shown) == 8 and "Page 1 sur 3" in page
    following = visitor.post(f"{path}/choose", {"shown": shown, "chosen": shown[1:], "to": "2"})
    assert following.headers["location"].endswith("page=2")
    second = re.findall(r'name="shown" value="(\d+)"', visitor.get(following.headers["location"]).text)
    visitor.post(f"{path}/run", {"shown": second, "chosen": second})
    assert services(directory) == 2 + 19


def test_all_rows_can_be_ticked_and_unticked_at_once(visit: Visit, directory: Directory) -> None:
    visitor = visit("editor")
    path = uploaded(visitor, TWENTY, "twenty.csv")
    visitor.post(f"{path}/choose", {"all": "none"})
    with Session(directory.database) as session:
        assert not session.scalars(select(DirectoryImportRow.is_chosen).distinct()).one()
    visitor.post(f"{path}/choose", {"all": "all", "state": "new"})
    with Session(directory.database) as session:
        assert session.scalars(select(DirectoryImportRow.is_chosen).distinct()).one()


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [(b"", "", "Choisissez un fichier"), (b"a,b\n1,2", "x.csv", "Il manque"), (b"{", "x.json", "JSON"),
     (b"PK\x03\x04broken", "x.xlsx", "XLSX"), (b"\xff", "x.csv", "UTF-8")],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(
    visit: Visit, directory: Directory, content: bytes, name: str, reason: str
) -> None:
    visitor = visit("editor")
    answer = upload(visitor, content, name) if name else visitor.post(f"{PATH}/import", {"x": "y"})
    assert answer.status_code == 422
    assert reason in answer.text
    with Session(directory.database) as session:
        assert session.query(DirectoryImport).filter_by(state="preview").count() == 0


def test_a_file_is_thrown_away_with_all_that_was_said_of_it(visit: Visit, directory: Directory) -> None:
    visitor = visit("editor")
    path = uploaded(visitor, TWENTY, "twenty.csv")
    assert visitor.post(f"{path}/discard").status_code == 303
    assert visitor.get(path).status_code == 404
    with Session(directory.database) as session:
        assert session.query(DirectoryImportRow).count() == 0


def test_undoing_says_what_it_left(visit: Visit, directory: Directory) -> None:
    visitor = visit("administrator")
    path = uploaded(visitor, [row(fee="10 DH")], "x.csv")
    page = visitor.get(path).text
    shown = re.findall(r'name="shown" value="(\d+)"', page)
    visitor.post(f"{path}/run", {"shown": shown, "chosen": shown})
    visitor.post(f"{directory.service}/confirm")
    answer = visitor.post(f"{path}/undo")
    assert answer.status_code == 200
    assert "pas entièrement" in answer.text and "Consultations gratuites." in answer.text


def test_only_administrators_undo_and_staff_do_not_import(visit: Visit, directory: Directory) -> None:
    editor, staff = visit("editor"), visit("staff")
    path = uploaded(editor, TWENTY[:1], "x.csv")
    assert editor.post(f"{path}/undo").status_code == 403
    for denied in (f"{path}/run", f"{path}/choose", f"{path}/discard", f"{PATH}/import"):
        assert staff.post(denied).status_code == 403
    assert staff.get(path).status_code == 403
