"""Articles in the open API: only published ones, in the reader's language, with their sources."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from knowledge import full_text
from knowledge.models import Article, ArticleSource, ArticleText
from knowledge.models.article import STATES
from language.identify import LANGUAGES
from tests.knowledge.test_api import api_of, contents


def article(key: str, state: str = "published", languages: tuple[str, ...] = LANGUAGES, **more: object) -> Article:
    texts = [
        ArticleText(
            language=language, title=f"{key} {language}", label=key[:24], short=f"short {language}",
            answer=f"answer {language}", steps=["one", "two"], papers=[], cost="", next="ask again",
        )
        for language in languages
    ]  # fmt: skip
    values: dict[str, object] = {
        "topic": key.split(".")[0], "risk": "high", "as_of": "2019", "review_by": date(2027, 5, 31),
        "services": ["legal_aid"], "related": [], "verified_by": "Fatima",
    }  # fmt: skip
    return Article(key=key, state=state, texts=texts, **{**values, **more})


@pytest.fixture
def stored(engine: Engine) -> Iterator[Engine]:
    """An article in each state, and one without an Arabic text."""
    articles = [article(f"health.{state}", state) for state in STATES]
    articles.append(article("schooling.without_text", languages=("en", "fr"), verified_on=date(2026, 11, 1)))
    articles[-1].related = [each.key for each in articles[:-1]]
    articles[-1].sources = [
        ArticleSource(position=0, title="Circulaire 139-18", year="2018", locator="p. 2", url="https://source.example")
    ]
    with Session(engine) as session, session.begin():
        session.add_all(articles)
        full_text.index(session, full_text.ARTICLE, {each.key: [f"visa {each.key}"] for each in articles})
    yield engine


def test_only_published_articles_are_listed_and_found(stored: Engine) -> None:
    get = api_of(stored)
    published = ["health.published", "schooling.without_text"]
    assert [each["key"] for each in contents(get("/articles"))] == published
    assert sorted(each["key"] for each in contents(get("/articles", search="visa"))) == published
    for state in STATES:
        key = f"health.{state}"
        assert [each["key"] for each in contents(get("/articles", topic="health")) if each["key"] == key] == (
            [key] if state == "published" else []
        )


def test_related_articles_are_only_named_when_they_are_published(stored: Engine) -> None:
    assert api_of(stored)("/articles/schooling.without_text").json()["related"] == ["health.published"]


def test_the_list_says_what_an_article_is_about_and_where_all_of_it_is(stored: Engine) -> None:
    get = api_of(stored)
    (listed,) = contents(get("/articles", topic="schooling", lang="en"))
    assert listed == {
        "key": "schooling.without_text", "topic": "schooling", "title": "schooling.without_text en",
        "short": "short en", "language": "en", "risk": "high", "as_of": "2019", "verified_on": "2026-11-01",
        "review_by": "2027-05-31", "url": "http://dalil.example/articles/schooling.without_text?lang=en",
    }  # fmt: skip
    assert get(listed["url"]).json().items() >= listed.items()


def test_a_whole_article_has_its_text_and_its_sources(stored: Engine) -> None:
    whole = api_of(stored)("/articles/schooling.without_text", lang="fr").json()
    assert (whole["answer"], whole["steps"], whole["papers"], whole["next"]) == (
        "answer fr", ["one", "two"], [], "ask again"
    )  # fmt: skip
    assert whole["services"] == ["legal_aid"]
    assert whole["sources"] == [
        {"title": "Circulaire 139-18", "year": "2018", "locator": "p. 2", "url": "https://source.example"}
    ]
    assert "cost" not in whole and "Fatima" not in str(whole)


def test_an_article_that_nobody_verified_says_no_day(stored: Engine) -> None:
    assert "verified_on" not in api_of(stored)("/articles/health.published").json()


def test_an_article_without_a_text_in_the_wanted_language_comes_in_another_and_says_so(stored: Engine) -> None:
    get = api_of(stored)
    response = get("/articles/schooling.without_text", lang="ar")
    assert response.json()["answer"] == "answer fr"
    assert response.json()["language"] == response.headers["Content-Language"] == "fr"
    assert [each["language"] for each in contents(get("/articles", lang="ar"))] == ["ar", "fr"]


def test_articles_are_given_in_pages(stored: Engine) -> None:
    page = api_of(stored)("/articles", per_page=1, page=2).json()
    assert [each["key"] for each in page["contents"]] == ["schooling.without_text"]
    assert (page["total_items"], page["total_pages"], page["last_page"]) == (2, 2, True)


def test_many_articles_take_no_more_statements_than_a_few(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        session.add_all(article(f"health.number_{number}") for number in range(30))
    get = api_of(engine)

    def statements(per_page: int) -> int:
        counted: list[object] = []

        def count(*arguments: object) -> None:
            counted.append(arguments)

        event.listen(engine, "before_cursor_execute", count)
        assert get("/articles", per_page=per_page).json()["size"] == per_page
        event.remove(engine, "before_cursor_execute", count)
        return len(counted)

    assert statements(30) <= statements(2)
