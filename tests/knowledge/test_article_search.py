"""Which article answers a message, also while an article is too new to be learned."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge import full_text
from knowledge.article_search import ArticleIndex, ArticleRanking, Hit, Indexed, fingerprint
from knowledge.database import connect
from knowledge.load.article_file import read_article_files
from knowledge.models import Base
from tests.knowledge.samples import CONTENT

ARTICLES = [
    Indexed("schooling.enrol", "schooling", ("inscrire mon fils à l'école", "enrol my son in school", "نقيد ولدي")),
    Indexed("health.doctor", "health", ("je cherche un médecin", "I need a doctor", "بغيت نشوف طبيب")),
    Indexed("employment.job", "employment", ("je cherche du travail", "I am looking for a job", "بغيت الخدمة")),
]
QUESTIONS = sorted((Path(__file__).parents[1] / "data").glob("search_*.jsonl"))
WITHOUT_FULL_TEXT: Mapping[str, float] = {}


@pytest.fixture(scope="module")
def index() -> ArticleIndex:
    return ArticleIndex(ARTICLES)


@pytest.fixture(scope="module")
def ranking(index: ArticleIndex) -> ArticleRanking:
    return ArticleRanking(index, ARTICLES)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("où trouver un docteur", "health.doctor"),
        ("my daughter wants to go to school", "schooling.enrol"),
        ("bghit lkhdma", "employment.job"),
        ("bghit nchouf tbib", "health.doctor"),
    ],
)
def test_the_article_that_was_meant_comes_first(ranking: ArticleRanking, text: str, key: str) -> None:
    assert ranking.rank(text, WITHOUT_FULL_TEXT)[0].key == key


@pytest.mark.parametrize("text", ["un docteur", "", "👍", "قط"])
@pytest.mark.parametrize("full_text_scores", [{}, {"health.doctor": 3.5}, {"health.gone": 2.0}])
def test_all_articles_are_ranked_and_their_probabilities_are_one(
    ranking: ArticleRanking, text: str, full_text_scores: dict[str, float]
) -> None:
    hits = ranking.rank(text, full_text_scores)
    assert {(hit.key, hit.topic) for hit in hits} == {(article.key, article.topic) for article in ARTICLES}
    assert sum(hit.probability for hit in hits) == pytest.approx(1)
    assert [hit.probability for hit in hits] == sorted((hit.probability for hit in hits), reverse=True)


def probability(hits: Sequence[Hit], key: str) -> float:
    return next(hit.probability for hit in hits if hit.key == key)


def test_what_the_classifier_thinks_of_the_topic_counts(ranking: ArticleRanking) -> None:
    def of_health(topics: dict[str, float] | None) -> float:
        return probability(ranking.rank("je cherche", WITHOUT_FULL_TEXT, topics), "health.doctor")

    assert of_health({"health": 0.9}) > of_health(None) > of_health({"employment": 0.9})


def test_what_full_text_search_finds_counts(ranking: ArticleRanking) -> None:
    def of_health(scores: dict[str, float]) -> float:
        return probability(ranking.rank("je cherche", scores), "health.doctor")

    assert of_health({"health.doctor": 4.0}) > of_health({}) > of_health({"employment.job": 4.0})


def test_a_topic_the_classifier_does_not_know_can_still_win(ranking: ArticleRanking) -> None:
    hits = ranking.rank("je cherche un médecin", WITHOUT_FULL_TEXT, {"voluntary_return": 1.0})
    assert hits[0].key == "health.doctor"


def test_the_fingerprint_changes_with_any_word_and_not_with_the_order() -> None:
    before = fingerprint(ARTICLES)
    assert fingerprint(reversed(ARTICLES)) == before
    assert fingerprint(ARTICLES[:2]) != before
    assert fingerprint([*ARTICLES[:2], Indexed("employment.job", "employment", ("autre",))]) != before


def test_an_index_is_up_to_date_only_with_the_articles_it_was_learned_from(index: ArticleIndex) -> None:
    assert ArticleRanking(index, ARTICLES).is_learned
    assert ArticleRanking(index, list(reversed(ARTICLES))).is_learned
    changed = replace(ARTICLES[0], samples=(*ARTICLES[0].samples, "encore une"))
    assert not ArticleRanking(index, [changed, *ARTICLES[1:]]).is_learned
    assert not ArticleRanking(index, ARTICLES[:2]).is_learned


def test_an_article_that_is_gone_is_not_ranked_any_more(index: ArticleIndex) -> None:
    ranking = ArticleRanking(index, ARTICLES[:2])
    hits = ranking.rank("je cherche du travail", {"employment.job": 5.0})
    assert {hit.key for hit in hits} == {"schooling.enrol", "health.doctor"}
    assert len(ranking) == 2
    assert sum(hit.probability for hit in hits) == pytest.approx(1)


def test_a_changed_sample_is_found_before_it_is_learned(index: ArticleIndex) -> None:
    taught = replace(ARTICLES[1], samples=(*ARTICLES[1].samples, "opération de la hanche"))
    ranking = ArticleRanking(index, [ARTICLES[0], taught, ARTICLES[2]])
    before = ArticleRanking(index, ARTICLES).rank("une opération à la hanche", WITHOUT_FULL_TEXT)
    after = ranking.rank("une opération à la hanche", WITHOUT_FULL_TEXT)
    assert after[0].key == "health.doctor"
    assert after[0].probability > probability(before, "health.doctor")


# With articles as they are published, of which some are too new to be learned

TOPICS = ("schooling", "housing", "voluntary_return")
NEW = ("schooling.no_papers", "schooling.nursery", "housing.rent", "voluntary_return.sign_up")
Question = dict[str, str]
"""A row of tests/data/search_*.jsonl: questions that were written without sight of the articles' samples."""


class Shelf:
    """The shipped articles of some topics, with full text in a database, and questions about them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        files = [file.content for file in read_article_files(CONTENT) if file.content["topic"] in TOPICS]
        self.articles = [Indexed(each["key"], each["topic"], _samples(each)) for each in files]
        keys = {article.key for article in self.articles}
        rows = [json.loads(line) for file in QUESTIONS for line in file.read_text(encoding="utf-8").splitlines()]
        self.questions: list[Question] = [row for row in rows if row["article"] in keys]
        with Session(engine) as session, session.begin():
            full_text.index(session, full_text.ARTICLE, {each.key: each.samples for each in self.articles})

    def answered(self, ranking: ArticleRanking, questions: list[Question]) -> list[Question]:
        """The questions whose article comes first."""
        return [question for question in questions if self._first(ranking, question["text"]) == question["article"]]

    def _first(self, ranking: ArticleRanking, question: str) -> str:
        with Session(self._engine) as session:
            found = full_text.find(session, full_text.ARTICLE, question, limit=len(self.articles))
        return ranking.rank(question, {document.owner: document.score for document in found})[0].key


def _samples(article: dict[str, Any]) -> tuple[str, ...]:
    return tuple(sample for text in article["languages"].values() for sample in (*text["samples"], text["title"]))


@pytest.fixture(scope="module")
def shelf() -> Iterator[Shelf]:
    engine = connect("sqlite://")
    Base.metadata.create_all(engine)
    yield Shelf(engine)
    engine.dispose()


@pytest.fixture(scope="module")
def older(shelf: Shelf) -> ArticleIndex:
    """Learned before the new articles were there."""
    return ArticleIndex([article for article in shelf.articles if article.key not in NEW])


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_new_articles_are_found_in_every_language_before_they_are_learned(
    shelf: Shelf, older: ArticleIndex, language: str
) -> None:
    ranking = ArticleRanking(older, shelf.articles)
    asked = [each for each in shelf.questions if each["article"] in NEW and each["language"] == language]
    answered = shelf.answered(ranking, asked)
    assert not ranking.is_learned
    assert {each["article"] for each in answered} == set(NEW)
    assert len(answered) >= 0.85 * len(asked)


def test_new_articles_do_not_harm_the_older_ones(shelf: Shelf, older: ArticleIndex) -> None:
    known = [article for article in shelf.articles if article.key not in NEW]
    asked = [each for each in shelf.questions if each["article"] not in NEW]
    before = shelf.answered(ArticleRanking(older, known), asked)
    after = shelf.answered(ArticleRanking(older, shelf.articles), asked)
    assert len(before) > 0.9 * len(asked), "too few are answered for anything to be lost"
    lost = [each["text"] for each in before if each not in after]
    assert len(lost) <= 0.03 * len(asked), lost
