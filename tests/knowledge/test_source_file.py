"""Files and addresses with services: what is read, and the sentence for what cannot be."""

import json
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from knowledge.exchange import source_file, source_table
from knowledge.exchange.problems import ImportRefused
from knowledge.exchange.row_check import COLUMNS
from knowledge.exchange.source_file import read_source
from knowledge.exchange.source_table import csv_rows
from tests.knowledge.directory_rows import bare_row, csv_file, csv_text, lines_of, row, spreadsheet, written

ROWS = [row(), row(city="Oujda"), bare_row()]


def refusal(path: Path, content: bytes | str) -> str:
    with pytest.raises(ImportRefused) as refused:
        read_source(written(path, content))
    return str(refused.value)


def test_the_source_is_called_by_the_name_of_its_file_wherever_that_is(tmp_path: Path) -> None:
    assert read_source(str(csv_file(tmp_path / "table.csv", ROWS))).name == "table.csv"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "without the columns org_name_fr"),
        ("\n\n", "without the columns"),
        ("Bonjour", "without the columns"),
        (",".join(COLUMNS), "no rows"),
        (csv_text([dict.fromkeys(COLUMNS, "")]), "no rows"),
        (csv_text([]).replace("city", "town"), "columns that we do not know: town"),
        (csv_text([]).replace("source,", ""), "without the columns source"),
        (csv_text([]).replace("fee", "phone"), "more than one column phone"),
        (csv_text([]).replace("fee", ""), "do not know: (no name)"),
        (csv_text([row()]).rstrip() + ",more", "row 2: it has more fields"),
        (csv_text([row()]) + '"open', "not a table in CSV"),
        (csv_text([row(note="x" * 200_000)]), "not a table in CSV"),
        ("é".encode("latin-1"), "not a text in UTF-8"),
        (csv_text([row()]).encode("utf-16"), "not a text in UTF-8"),
        (b"PK\x03\x04 broken", "not a spreadsheet"),
        ("{", "not valid JSON"),
        ("[1,", "not valid JSON"),
        ('{"contents": "x"}', "no list"),
        ('{"contents": null}', "no list"),
        ('{"id": 1}\n{"id": 2}\n3', "holds neither"),
        ("[" * 100_000, "too many levels"),
        ("[" + "9" * 10_000 + "]", "too large numbers"),
    ],
    ids=range(22),
)
def test_what_cannot_be_read_is_refused_with_a_sentence_that_names_the_file(
    tmp_path: Path, content: bytes | str, sentence: str
) -> None:
    said = refusal(tmp_path / "table.csv", content)
    assert said.startswith("table.csv") and sentence in said and said.endswith(".")


def test_a_file_that_is_missing_or_a_folder_is_refused(tmp_path: Path) -> None:
    for name in (tmp_path / "none.csv", tmp_path, Path("ftp://a.example/b")):
        with pytest.raises(ImportRefused, match="There is no file"):
            read_source(str(name))


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "large.csv").open("wb") as large:
        large.truncate(21 * 1024 * 1024)
    with pytest.raises(ImportRefused, match="larger than 20 MB"):
        read_source(str(tmp_path / "large.csv"))


def test_a_spreadsheet_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_table, "_LARGEST_UNPACKED", 10_000_000)
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(2):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", bytes(5_500_000))
    assert (tmp_path / "bomb.xlsx").stat().st_size < 100_000
    with pytest.raises(ImportRefused, match="unpacks to more than 200 MB"):
        read_source(str(tmp_path / "bomb.xlsx"))


def test_too_many_rows_or_services_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_table, "_MOST", 2)
    assert len(csv_rows(csv_text(ROWS[:2]), "table.csv")) == 2
    for content in (csv_text(ROWS), "[{}, {}, {}]", spreadsheet(lines_of(ROWS))):
        assert "more than 2" in refusal(tmp_path / "many", content)


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ('[{"id": "a"}, {"id": "b"}]', [{"id": "a"}, {"id": "b"}]),
        ('{"id": "a"}', [{"id": "a"}]),
        ('{"contents": [{"id": "a"}], "page_number": 1, "total_pages": 9}', [{"id": "a"}]),
        ('{"id": "a"}\n\n{"id": "b\u2028"}\n', [{"id": "a"}, {"id": "b\u2028"}]),
        ("[]", []),
    ],
    ids=["a list", "one service", "a page of an API", "a service on each line", "nothing"],
)
def test_json_may_be_a_list_one_service_a_page_or_a_service_on_each_line(
    tmp_path: Path, text: str, documents: list[Any]
) -> None:
    source = read_source(written(tmp_path / "services.json", text))
    assert (source.rows, source.documents) == (None, documents)


class Pages(BaseHTTPRequestHandler):
    """An API with pages of one service each. `answers` says what is special on a page."""

    total = 3
    answers: ClassVar[dict[int, Any]] = {}
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        number = int(parse_qs(urlsplit(self.path).query).get("page", ["1"])[0])
        answer = self.answers.get(number, {})
        if isinstance(answer, int):
            self.send_error(answer)
            return
        page = {"page_number": number, "total_pages": self.total, "contents": [{"id": number}]}
        content = answer if isinstance(answer, bytes) else json.dumps({**page, **answer}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def api(answers: dict[int, Any] | None = None) -> Iterator[tuple[str, list[str]]]:
    """A running server: its address, and the list of what it was asked."""

    class Handler(Pages):
        """This API's answers."""

    Handler.answers, Handler.asked = answers or {}, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/services", Handler.asked
    finally:
        server.shutdown()
        server.server_close()


def test_all_pages_of_an_api_are_read_in_their_order() -> None:
    with api() as (address, asked):
        source = read_source(address)
    assert source.documents == [{"id": 1}, {"id": 2}, {"id": 3}]
    assert source.name == address
    assert asked == ["/services", "/services?page=2", "/services?page=3"]


def test_the_other_parameters_of_an_address_stay_on_every_page() -> None:
    with api() as (address, asked):
        assert len(read_source(f"{address}?term=a&term=b&full=&page=2").documents or ()) == 2
    assert asked[-1] == "/services?term=a&term=b&full=&page=3"


def test_a_table_may_come_from_an_address() -> None:
    with api({1: csv_text(ROWS).encode()}) as (address, _):
        assert read_source(address).rows == ROWS


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (500, "cannot be read"),
        (404, "cannot be read"),
        (b"<html>", "not valid JSON"),
        (b"\xff\xfe", "not a text in UTF-8"),
        ({"contents": {}}, "no list"),
        ({"page_number": 1}, "does not give page 2"),
    ],
    ids=["an error", "missing", "a web page", "no text", "no contents", "the first page again"],
)
def test_one_page_that_fails_refuses_all(answer: Any, sentence: str) -> None:
    with api({2: answer}) as (address, asked), pytest.raises(ImportRefused, match=sentence):
        read_source(address)
    assert len(asked) == 2


def test_an_api_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_file, "_MOST_PAGES", 2)
    with api() as (address, _), pytest.raises(ImportRefused, match="more than 2 pages"):
        read_source(address)


def test_an_answer_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_file, "_LARGEST_FILE", 10)
    with api() as (address, _), pytest.raises(ImportRefused, match="larger than"):
        read_source(address)


@pytest.mark.parametrize(
    "address",
    ["http://", "http://[", "http://.example.org", "http://127.0.0.1:1/", "http://a b/", "http://" + "a" * 300],
)
def test_an_address_that_cannot_be_asked_is_refused(address: str) -> None:
    with pytest.raises(ImportRefused, match=r"cannot be read: .|more than 300 characters"):
        read_source(address)
