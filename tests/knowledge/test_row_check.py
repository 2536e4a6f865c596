"""A row of a table: what is wrong is said of its column; everything else becomes a checked row."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.exchange.batch import Batch
from knowledge.exchange.problems import ImportProblem, cannot_be_stored
from knowledge.exchange.row_check import COLUMNS, CheckedRow, check_row, is_web_address
from tests.knowledge.directory_rows import PLACES, Row, bare_row, row


def checked(raw: Row) -> tuple[CheckedRow | None, list[ImportProblem]]:
    batch = Batch()
    return check_row(raw, "row 7", PLACES, batch), batch.problems


def accepted(raw: Row) -> CheckedRow:
    found, problems = checked(raw)
    assert found is not None, problems
    assert problems == []
    return found


@pytest.mark.parametrize("raw", [row(), bare_row()], ids=["full", "bare"])
def test_a_right_row_keeps_the_text_of_every_column(raw: Row) -> None:
    found = accepted(raw)
    assert {column: found[column] for column in COLUMNS} == raw


def test_values_are_read() -> None:
    found = accepted(row())
    assert (found.place_key, found.latitude, found.longitude) == ("Rabat", 34.0201, -6.8402)
    assert (found.assured_date, found.languages) == (date(2026, 11, 2), ["fr", "ar"])


def test_missing_columns_and_spaces_around_texts_are_nothing() -> None:
    required = {column: f"  {text} " for column, text in bare_row().items() if text}
    found = accepted(required)
    assert found["org_name_fr"] == "Les Amis"
    assert found["phone"] == "" and found.latitude is None and found.languages == []


@pytest.mark.parametrize(
    ("city", "region", "key"),
    [
        ("Oujda", "", "Oujda"),
        ("Oujda", "Oriental", "Oujda"),
        ("", "Oriental", "Oriental"),
        ("", "National", None),
    ],
)
def test_the_place_is_the_town_else_the_region_and_none_for_the_whole_country(
    city: str, region: str, key: str | None
) -> None:
    assert accepted(bare_row(city=city, region=region)).place_key == key


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://a.ma", "https://a.ma"),
        ("www.a.ma", "http://www.a.ma"),
        ("https://a.ma ; b.ma", "https://a.ma"),
        ("", ""),
    ],
)
def test_the_website_is_the_first_address_and_may_lack_its_scheme(written: str, address: str) -> None:
    found = accepted(row(website=written))
    assert (found.website, found["website"]) == (address, written)


def test_a_language_counts_once() -> None:
    assert accepted(row(languages="fr| AR |ar||fr")).languages == ["fr", "ar"]


WRONG = [
    ("org_name_fr", "", "is empty"),
    ("org_name_fr", "   ", "is empty"),
    ("service_description_fr", "", "is empty"),
    ("source", "", "is empty"),
    ("confidence", "", "is empty"),
    ("confidence", "sure", "verified_in_source"),
    ("service_category", "hairdressing", "legal_aid"),
    ("geo_precision", "exact", "district"),
    ("org_type", "company", "consular"),
    ("city", "Paris", "'Paris' is not a town"),
    ("city", "rabat", "'rabat' is not a town"),
    ("region", "Bretagne", "'Bretagne' is not a town or region"),
    ("phone", "call me", "call me"),
    ("phone", "2511 / 12345", "12345"),
    ("phone", "+33 4 86 51 71 61", "not a phone number of Morocco"),
    ("phone", "2511, poste 12", "separated by"),
    ("phone", "0" * 61, "not only a number"),
    ("email", "nobody", "not an e-mail"),
    ("email", "a@b", "not an e-mail"),
    ("email", "a@b@c.ma", "not an e-mail"),
    ("email", "a@b.ma\nBcc:c@d.ma", "not an e-mail"),
    ("website", "amis.example", "http://"),
    ("website", "javascript:alert(1)", "http://"),
    ("website", "https://amis.example/a b", "http://"),
    ("website", "https://a\tb.example", "http://"),
    ("website", "http://[", "http://"),
    ("latitude", "33,97", "between 20.0 and 36.5"),
    ("latitude", "nan", "between"),
    ("latitude", "1e400", "between"),
    ("latitude", "-6.8402", "between"),
    ("longitude", "34.02", "between -18.0 and -0.5"),
    ("geo_precision", "", "say whether"),
    ("assured_date", "02/11/2026", "2026-11-30"),
    ("assured_date", "2026-02-30", "2026-11-30"),
    ("languages", "français", "such as fr"),
    ("languages", "fr, ar", "such as fr"),
    ("org_name_fr", "x" * 201, "more than 200"),
    ("org_key", "x" * 41, "more than 40"),
    ("address", "x" * 301, "more than 300"),
    ("website", "https://amis.example/" + "x" * 280, "more than 300"),
    ("email", "x" * 200 + "@a.ma", "more than 200"),
    ("source_date", "2" * 301, "more than 300"),
    ("note", "a\0b", "a character that is none"),
    ("service_description_fr", "a\0b", "a character that is none"),
]


@pytest.mark.parametrize(("column", "text", "reason"), WRONG, ids=[f"{c}-{t[:12]!r}" for c, t, _ in WRONG])
def test_a_wrong_cell_is_a_problem_of_its_column(column: str, text: str, reason: str) -> None:
    found, problems = checked(row(**{column: text}))
    assert found is None
    assert [problem.where for problem in problems] == [f"row 7, {column}"]
    assert reason in problems[0].what


def test_a_row_that_says_no_place_is_told_how_to_write_the_whole_country() -> None:
    found, problems = checked(bare_row(city=""))
    assert found is None
    assert [str(problem) for problem in problems] == [
        'row 7, city: is empty, and region too; write "National" as region of a service for the whole country'
    ]


@pytest.mark.parametrize(("empty", "given"), [("latitude", "longitude"), ("longitude", "latitude")])
def test_half_a_point_is_a_problem_of_the_half_that_is_there(empty: str, given: str) -> None:
    _, problems = checked(row(**{empty: ""}))
    assert [str(problem) for problem in problems] == [f"row 7, {given}: stands without its other half"]


def test_all_that_is_wrong_in_a_row_is_told_at_once() -> None:
    _, problems = checked(row(city="Paris", phone="0 / x", email="nobody", source="", assured_date="hier"))
    wheres = [problem.where.removeprefix("row 7, ") for problem in problems]
    assert sorted(wheres) == ["assured_date", "city", "email", "phone", "phone", "source"]


@pytest.mark.parametrize("text", ["a\0", "\ud800", "\udfff"])
def test_what_no_database_takes_is_known(text: str) -> None:
    assert cannot_be_stored(text)


@given(st.text())
def test_every_real_text_without_the_character_nul_can_be_stored(text: str) -> None:
    assert cannot_be_stored(text) == ("\0" in text)


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_may_be_asked_whether_it_is_a_web_address(text: str) -> None:
    assert not is_web_address(text) or text.lower().lstrip().startswith("http")
