"""The shipped articles keep the rules of docs/writing-articles.md."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median
from typing import Any

import pytest

from knowledge.categories import categories
from knowledge.load.article_file import ArticleFile, read_article_files
from knowledge.load.facts import read_sources
from knowledge.topics import topics
from tests.knowledge.numbers import numbers_in, turned_round
from tests.knowledge.samples import CONTENT

QUESTIONS = {
    "schooling": 10, "health": 12, "training": 6, "regularisation": 9, "voluntary_return": 8, "asylum": 9,
    "employment": 4, "housing": 3, "humanitarian": 3, "legal_aid": 3, "removal": 5, "civil_status": 4,
    "child_protection": 3, "violence": 2, "trafficking": 4, "work_contract_visa": 4, "self_employment": 2,
    "higher_education": 1, "language_culture": 1, "youth_leisure": 2, "non_discrimination": 1, "associations": 2,
    "scams": 2,
}  # fmt: skip
"""How many questions of each topic must be answered, 100 in all."""
LANGUAGES = ("fr", "ar", "en")
MOST_WORDS = 15
REVIEWED_WITHIN = timedelta(days=15 * 31)
ONLY_IN_ONE_LANGUAGE = {
    ("health.medicines", "ar"): Counter({"5": 1}),  # the foundation's name is given in both scripts
}
"""Numbers an article says more often in one language than in French, with the reason."""

ARTICLES: dict[str, ArticleFile] = {file.content["key"]: file for file in read_article_files(CONTENT)}
SOURCES = read_sources(CONTENT / "facts.yml")


def said(key: str, language: str) -> str:
    """All that a reader may see of an article."""
    text = ARTICLES[key].content["languages"][language]
    parts = [text["title"], text["short"], text["answer"], *text["steps"], *text["papers"], text["cost"], text["next"]]
    return "\n".join(part or "" for part in parts)


def sentences(key: str, language: str) -> Iterator[list[str]]:
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", said(key, language)):
        if words := re.findall(r"\w+(?:['’.\-]\w+)*", sentence):
            yield words


def texts(language: str) -> dict[str, dict[str, Any]]:
    return {key: file.content["languages"][language] for key, file in ARTICLES.items()}


def test_every_question_has_its_article() -> None:
    assert Counter(key.split(".")[0] for key in ARTICLES) == QUESTIONS
    assert sum(QUESTIONS.values()) == len(ARTICLES) == 100
    assert list(QUESTIONS) == list(topics()), "the menu's order"


def test_every_article_is_published() -> None:
    assert [key for key, file in ARTICLES.items() if file.content["state"] != "published"] == []


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("key", ARTICLES)
def test_the_same_numbers_phones_and_years_stand_in_each_language(key: str, language: str) -> None:
    expected = numbers_in(said(key, "fr")) + ONLY_IN_ONE_LANGUAGE.get((key, language), Counter())
    assert numbers_in(said(key, language)) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_western_digits_are_used(language: str) -> None:
    assert [key for key in ARTICLES if re.search(r"[٠-٩۰-۹]", said(key, language))] == []


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("key", ARTICLES)
def test_sentences_are_short(key: str, language: str) -> None:
    assert median(len(words) for words in sentences(key, language)) <= MOST_WORDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_fit_a_button_and_are_told_apart(language: str) -> None:
    labels = [text["label"] for text in texts(language).values()]
    assert [label for label, number in Counter(labels).items() if number > 1 or len(label) > 24] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_are_told_apart(language: str) -> None:
    assert len({text["title"] for text in texts(language).values()}) == len(ARTICLES)


@pytest.mark.parametrize("key", ARTICLES)
def test_an_article_refers_only_to_what_exists(key: str) -> None:
    content = ARTICLES[key].content
    assert set(content["related"]) <= ARTICLES.keys() - {key}
    assert set(content["facts"]) <= SOURCES.keys()
    assert set(content["services"]) <= categories().keys()
    assert 1 <= len(content["related"]) <= 3
    assert len(content["services"]) <= 3


@pytest.mark.parametrize("key", ARTICLES)
def test_an_article_rests_on_facts_with_a_source(key: str) -> None:
    facts = ARTICLES[key].content["facts"]
    assert facts
    assert len(set(facts)) == len(facts)
    assert all(SOURCES[fact].title and SOURCES[fact].year for fact in facts)


@pytest.mark.parametrize("key", [key for key, file in ARTICLES.items() if file.content["risk"] == "high"])
def test_what_could_hurt_is_reviewed_within_fifteen_months(key: str) -> None:
    review_by = date.fromisoformat(str(ARTICLES[key].content["review_by"]))
    assert review_by <= date.today() + REVIEWED_WITHIN


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ARTICLES)
def test_people_ask_it_in_many_ways(key: str, language: str) -> None:
    samples = ARTICLES[key].content["languages"][language]["samples"]
    assert len(samples) >= 14
    assert len(set(samples)) == len(samples)


def test_every_file_of_samples_belongs_to_an_article() -> None:
    files = [path for path in (CONTENT / "samples").rglob("*") if path.is_file()]
    articles = {file.path.relative_to(CONTENT / "articles") for file in ARTICLES.values()}
    assert [path for path in files if path.relative_to(CONTENT / "samples") not in articles] == []


@pytest.mark.parametrize("key", ARTICLES)
def test_phones_are_not_turned_round_in_right_to_left_text(key: str) -> None:
    assert turned_round(said(key, "ar")) == []


@pytest.mark.parametrize("key", ARTICLES)
def test_a_whole_answer_fits_one_message(key: str) -> None:
    longest = max(len(said(key, language)) for language in LANGUAGES)
    assert longest <= 4096 - 800, "sources, headings and choices need room, too"
