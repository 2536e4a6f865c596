"""`dalil directory import` and `export`, from the arguments to what is printed and stored."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from app.cli import main
from app.settings import settings
from knowledge.models import Phone, Service
from tests.knowledge.directory_rows import (
    bare_row,
    count,
    csv_file,
    lines_of,
    only_service,
    prepared_database,
    row,
    spreadsheet,
    written,
)

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The database of an installation of its own, with places and taxonomies; the current folder is the same."""
    monkeypatch.setenv("DALIL_DATA", str(tmp_path))
    monkeypatch.setenv("DALIL_DATABASE_URL", "")
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    with prepared_database(tmp_path) as engine:
        yield engine
    settings.cache_clear()


def services(engine: Engine) -> int:
    with Session(engine) as session:
        return count(session, Service)


def test_a_right_file_is_imported_and_what_happened_is_one_line(database: Engine, capsys: Output) -> None:
    csv_file(Path("table.csv"), [row(), row(city="Oujda")])
    assert main(["directory", "import", "table.csv"]) == 0
    assert capsys.readouterr().out == (
        "5 new, 0 changed, 0 as before, 0 removed, 0 kept because they were edited here, "
        "0 kept because they come from another source.\n"
    )
    assert services(database) == 2


def test_a_spreadsheet_is_imported_in_the_same_way(database: Engine) -> None:
    written(Path("table.xlsx"), spreadsheet(lines_of([row()])))
    assert main(["directory", "import", "table.xlsx"]) == 0
    with Session(database) as session:
        assert [phone.number for phone in only_service(session).phones] == ["+212 5 37 54 54 00", "2511"]


def test_importing_the_same_again_changes_nothing(capsys: Output) -> None:
    csv_file(Path("table.csv"), [row()])
    main(["directory", "import", "table.csv"])
    capsys.readouterr()
    assert main(["directory", "import", "table.csv"]) == 0
    assert capsys.readouterr().out.startswith("0 new, 0 changed, 3 as before")


@pytest.mark.parametrize("more", [[], ["--dry-run"]])
def test_every_bad_row_is_listed_with_its_column_and_nothing_is_imported(
    database: Engine, capsys: Output, more: list[str]
) -> None:
    csv_file(Path("table.csv"), [row(), row(city="Atlantis", phone="call me"), bare_row(confidence="")])
    assert main(["directory", "import", "table.csv", *more]) == 1
    *problems, last = capsys.readouterr().out.splitlines()
    assert [line.partition(": ")[0] for line in problems] == ["row 3, phone", "row 3, city", "row 4, confidence"]
    assert "'Atlantis' is not a town or region that we know" in problems[1]
    assert last == "Problems: 3. Nothing was imported."
    assert services(database) == 0


def test_a_dry_run_says_what_would_happen_and_stores_nothing(database: Engine, capsys: Output) -> None:
    csv_file(Path("table.csv"), [row()])
    assert main(["directory", "import", "table.csv", "--dry-run"]) == 0
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith("3 new, 0 changed")
    assert last == "This was a dry run: nothing was imported."
    assert services(database) == 0


def test_what_was_edited_here_is_named_and_kept(database: Engine, capsys: Output) -> None:
    csv_file(Path("table.csv"), [row()])
    main(["directory", "import", "table.csv"])
    with Session(database) as session, session.begin():
        only_service(session).note = "rappelé"
    csv_file(Path("table.csv"), [row(fee="10 DH")])
    capsys.readouterr()
    assert main(["directory", "import", "table.csv"]) == 0
    first, _ = capsys.readouterr().out.splitlines()
    assert first == (
        "service Les Amis: Consultations gratuites.: changed here and in the source; what is here was kept"
    )
    with Session(database) as session:
        assert (only_service(session).note, only_service(session).fees_description) == ("rappelé", "Gratuit")


def test_services_that_nobody_would_find_are_mentioned(capsys: Output) -> None:
    document = {
        "id": "00000000-0000-4000-8000-000000000001", "name": "Conseil", "status": "active",
        "organization": {"id": "00000000-0000-4000-8000-000000000002", "name": "Les Amis"},
    }  # fmt: skip
    Path("services.json").write_text(json.dumps([document]))
    assert main(["directory", "import", "services.json"]) == 0
    assert "services with no location, which are stored but not found: 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("none.csv", None, "dalil: There is no file none.csv."),
        ("table.csv", b"", "dalil: table.csv is a table without the columns"),
        ("table.csv", b"\xff\xfe", "dalil: table.csv is not a text in UTF-8."),
        ("table.xlsx", b"PK", "dalil: table.xlsx is not a spreadsheet in XLSX"),
        ("services.json", b"{", "dalil: services.json is not valid JSON"),
        ("http://127.0.0.1:1/", None, "dalil: http://127.0.0.1:1/ cannot be read"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_exit_code_1(
    capsys: Output, name: str, content: bytes | None, sentence: str
) -> None:
    if content is not None:
        written(Path(name), content)
    assert main(["directory", "import", name]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith(sentence)
    assert (printed.out, printed.err.count("\n")) == ("", 1)


def test_an_error_of_the_database_half_way_is_one_sentence_and_leaves_it_as_it_was(
    database: Engine, capsys: Output
) -> None:
    with database.begin() as connection:
        connection.execute(text(
            "CREATE TRIGGER full BEFORE INSERT ON phone WHEN NEW.number = '19' BEGIN SELECT RAISE(ABORT, 'full'); END"
        ))  # fmt: skip
    csv_file(Path("table.csv"), [row(), row(city="Oujda", phone="19")])
    assert main(["directory", "import", "table.csv"]) == 1
    assert capsys.readouterr().err.startswith("dalil: The database cannot be used (full).")
    with Session(database) as session:
        assert (count(session, Service), count(session, Phone)) == (0, 0)


def test_a_database_that_was_never_made_is_one_sentence(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    csv_file(Path("table.csv"), [row()])
    Path("empty").mkdir()
    monkeypatch.setenv("DALIL_DATA", "empty")
    settings.cache_clear()
    assert main(["directory", "import", "table.csv"]) == 1
    assert "`dalil prepare` makes it ready" in capsys.readouterr().err


def test_an_export_is_imported_elsewhere(
    database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    csv_file(Path("table.csv"), [row(), row(city="Oujda")])
    main(["directory", "import", "table.csv"])
    assert main(["directory", "export", "services.json", "--language", "en"]) == 0
    assert capsys.readouterr().out.endswith("2 services written to services.json.\n")
    (tmp_path / "other").mkdir()
    monkeypatch.setenv("DALIL_DATA", str(tmp_path / "other"))
    settings.cache_clear()
    with prepared_database(tmp_path / "other") as other:
        assert main(["directory", "import", "services.json"]) == 0
        assert services(other) == services(database) == 2
