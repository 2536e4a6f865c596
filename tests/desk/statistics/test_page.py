"""The page of statistics and its files, as people see them."""

import csv
import io
import re

import pytest
from sqlalchemy import Engine as Database

from desk.statistics.export import as_csv
from tests.desk.conftest import Visit
from tests.desk.statistics.counts import count, count_time


@pytest.fixture
def counted(desk_database: Database) -> Database:
    """Some weeks with questions, a search and reply times."""
    for weeks_ago in range(3):
        count(desk_database, 35, weeks_ago, topic="schooling", language="ar")
        count(desk_database, 2, weeks_ago, topic="violence")
        count(desk_database, 3, weeks_ago, outcome="unanswered")
    count(desk_database, 12, kind="service", outcome="no_service", category="housing", place="Oujda")
    count_time(desk_database, 41, 1)
    return desk_database


def test_an_empty_page_says_when_there_will_be_something(visit: Visit) -> None:
    page = visit("staff").get("/desk/statistics").text
    assert "une demi-heure après la première conversation" in page
    assert "<svg" not in page


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_pictures_have_a_title_a_description_and_a_table_behind_them(
    visit: Visit, counted: Database, language: str
) -> None:
    page = visit("staff", language).get("/desk/statistics").text
    picture = re.search(r'<svg class="weeks"[^>]*aria-labelledby="([^"]+)">(.*?)</svg>', page, re.DOTALL)
    assert picture is not None
    for name in picture[1].split():
        assert re.search(rf'<(title|desc) id="{name}">[^<]+<', picture[2])
    assert page.count("<details>") == page.count("<table") >= 6
    assert "style=" not in page and "<script>" not in page


def test_no_number_of_the_page_is_exact(visit: Visit, counted: Database) -> None:
    page = visit("staff").get("/desk/statistics").text
    cells = re.findall(r'<td class="figure"><span class="ltr">([^<]+)</span>', page)
    assert "&lt; 5" in cells and "105" in cells
    assert all(cell == "&lt; 5" or int(cell) % 5 == 0 for cell in cells)


def test_a_shorter_period_has_fewer_weeks_and_stays_in_the_links(visit: Visit, counted: Database) -> None:
    page = visit("staff").get("/desk/statistics?weeks=4").text
    assert page.count("<g>") == 4
    assert "/desk/statistics/topics.csv?weeks=4" in page and ".csv?weeks=12" not in page


@pytest.mark.parametrize(
    "name", ["outcomes", "weeks", "topics", "languages", "channels", "demand", "times_assistant", "times_human"]
)
def test_every_table_can_be_had_as_a_file_with_the_same_hiding(visit: Visit, counted: Database, name: str) -> None:
    answer = visit("staff", "en").get(f"/desk/statistics/{name}.csv?weeks=4")
    assert answer.headers["content-type"].startswith("text/csv")
    assert re.search(r'filename="dalil-[a-z-]+-\d{4}-\d\d-\d\d\.csv"', answer.headers["content-disposition"])
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    page = visit("staff", "en").get("/desk/statistics?weeks=4").text.replace("&#39;", "'")
    assert all(cell in page.replace("&lt;", "<") for line in lines for cell in line)
    numbers = [cell for line in lines[1:] for cell in line[1:] if cell.isdecimal()]
    assert all(int(cell) % 5 == 0 for cell in numbers)


def test_a_file_comes_in_the_readers_language_and_with_what_their_spreadsheet_expects(
    visit: Visit, counted: Database
) -> None:
    lines = visit("staff").get("/desk/statistics/topics.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Sujet;Réponse;Choix proposés;Total"
    assert lines[1] == "École des enfants;105;0;105"


def test_a_cell_of_a_file_is_never_a_formula() -> None:
    assert as_csv([["=1+1", "Rabat"]], "en").decode("utf-8-sig") == "'=1+1,Rabat\r\n"


def test_a_table_that_does_not_exist_is_not_found(visit: Visit) -> None:
    assert visit("staff").get("/desk/statistics/people.csv").status_code == 404


def test_nobody_without_an_account_sees_statistics(visit: Visit) -> None:
    assert visit("").get("/desk/statistics").headers["location"].startswith("/desk/login")
    assert visit("").get("/desk/statistics/topics.csv").headers["location"].startswith("/desk/login")
