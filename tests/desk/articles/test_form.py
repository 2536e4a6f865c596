"""The form keeps an article as it is."""

import pytest

from desk.articles.form_content import form_content, form_data
from desk.articles.forms import ArticleForm
from knowledge.content_check.content import check_content
from knowledge.editing.content import Content, blank_content, content_of
from knowledge.load.articles import article_of
from tests.knowledge.articles import right_content
from tests.knowledge.samples import CONTENT

FACT = "schooling.all_children_any_status"
SHIPPED = check_content(CONTENT)


def form_with(content: Content) -> ArticleForm:
    return ArticleForm(data=form_data(content))


@pytest.mark.parametrize("key", sorted(SHIPPED.articles))
def test_opening_and_saving_a_shipped_article_changes_nothing(key: str) -> None:
    content = content_of(article_of(SHIPPED.articles[key], SHIPPED.sources))
    assert form_content(form_with(content), key) == content


def test_a_blank_article_stays_blank() -> None:
    assert form_content(form_with(blank_content("health.new")), "health.new") == blank_content("health.new")


def source(**fields: str) -> list[dict[str, str]]:
    form = form_with(right_content(sources=[fields]))
    rows: list[dict[str, str]] = form_content(form, "health.doctor")["sources"]
    return rows


def test_a_fact_alone_brings_its_title_year_place_and_address() -> None:
    known = SHIPPED.sources[FACT]
    (filled,) = source(fact=FACT)
    assert (filled["title"], filled["year"], filled["locator"]) == (known.title, known.year, known.locator)


def test_what_is_typed_beside_a_fact_is_kept_as_typed() -> None:
    assert source(fact=FACT, title="Bulletin officiel", year="2018") == [
        {"title": "Bulletin officiel", "year": "2018", "fact": FACT}
    ]


def test_an_unknown_fact_is_kept_so_that_the_check_can_name_it() -> None:
    assert source(fact="schooling.never") == [{"fact": "schooling.never"}]


def test_an_empty_row_and_a_removed_one_are_no_sources() -> None:
    form = form_with(right_content(sources=[{"title": "Loi", "year": "2003"}, {"title": "Page", "year": "2019"}, {}]))
    form.sources[0].form.remove.data = True
    assert form_content(form, "health.doctor")["sources"] == [{"title": "Page", "year": "2019"}]
