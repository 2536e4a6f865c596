"""The list of articles."""

import pytest
from sqlalchemy import Engine as Database

from tests.desk.articles.conftest import KEY, OTHER
from tests.desk.articles.pages import ARTICLES, TITLE, editor, fields_of, notices
from tests.desk.conftest import Visit
from tests.knowledge.articles import make_live, right_content


def listed(page: str) -> list[str]:
    return [part.split("<")[0] for part in page.split('class="quiet ltr key">')[1:]]


def test_all_articles_are_listed_with_titles_in_the_readers_language(visit: Visit) -> None:
    page = visit("staff", "ar").get(ARTICLES).text
    assert listed(page) == [KEY, OTHER]
    assert "زيارة الطبيب" in page
    assert "مقالان" in page


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("text=medecin", [KEY]),
        ("topic=schooling", [OTHER]),
        ("state=archived", []),
        ("open=any", [OTHER]),
        ("state=invented&topic=invented&lacks=xx&page=x", [KEY, OTHER]),
    ],
)
def test_a_filter_in_the_address_is_applied_and_an_unknown_one_is_not(
    visit: Visit, query: str, keys: list[str]
) -> None:
    amina = visit("editor")
    amina.post(editor(OTHER), fields_of(amina.get(editor(OTHER))) | {TITLE: "La cantine"})
    assert listed(amina.get(f"{ARTICLES}?{query}").text) == keys


def test_when_nothing_fits_the_page_says_what_to_do(visit: Visit) -> None:
    assert "Aucun article ne correspond à ces filtres. Voir tous les articles" in notices(
        visit("staff").get(f"{ARTICLES}?text=invented")
    )


def test_many_articles_are_shown_in_pages_that_keep_the_filters(visit: Visit, desk_database: Database) -> None:
    make_live(desk_database, *(right_content(f"health.n{number:03}") for number in range(120)))
    staff = visit("staff")
    first, third = staff.get(f"{ARTICLES}?topic=health").text, staff.get(f"{ARTICLES}?topic=health&page=3").text
    assert len(listed(first)) == 50
    assert 'href="?topic=health&amp;page=2"' in first
    assert listed(third) == [f"health.n{number:03}" for number in range(99, 120)]
    assert "121 articles" in third
