"""Which article answers a message."""

import pytest

from knowledge.article_search import ArticleIndex, Indexed, fingerprint

ARTICLES = [
    Indexed("schooling.enrol", "schooling", ("inscrire mon fils à l'école", "enrol my son in school", "نقيد ولدي")),
    Indexed("health.doctor", "health", ("je cherche un médecin", "I need a doctor", "بغيت نشوف طبيب")),
    Indexed("employment.job", "employment", ("je cherche du travail", "I am looking for a job", "بغيت الخدمة")),
]


@pytest.fixture(scope="module")
def index() -> ArticleIndex:
    return ArticleIndex(ARTICLES)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("où trouver un docteur", "health.doctor"),
        ("my daughter wants to go to school", "schooling.enrol"),
        ("bghit lkhdma", "employment.job"),
        ("bghit nchouf tbib", "health.doctor"),
    ],
)
def test_the_article_that_was_meant_comes_first(index: ArticleIndex, text: str, key: str) -> None:
    assert index.rank(text)[0].key == key


@pytest.mark.parametrize("text", ["un docteur", "", "👍", "قط"])
def test_all_articles_are_ranked_and_their_probabilities_are_one(index: ArticleIndex, text: str) -> None:
    hits = index.rank(text)
    assert {(hit.key, hit.topic) for hit in hits} == {(article.key, article.topic) for article in ARTICLES}
    assert sum(hit.probability for hit in hits) == pytest.approx(1)
    assert [hit.probability for hit in hits] == sorted((hit.probability for hit in hits), reverse=True)


def test_what_the_classifier_thinks_of_the_topic_counts(index: ArticleIndex) -> None:
    def of_health(topics: dict[str, float] | None) -> float:
        return next(hit.probability for hit in index.rank("je cherche", topics) if hit.topic == "health")

    assert of_health({"health": 0.9}) > of_health(None) > of_health({"employment": 0.9})


def test_a_topic_the_classifier_does_not_know_can_still_win(index: ArticleIndex) -> None:
    assert index.rank("je cherche un médecin", {"voluntary_return": 1.0})[0].key == "health.doctor"


def test_the_fingerprint_changes_with_any_word_and_not_with_the_order() -> None:
    before = fingerprint(ARTICLES)
    assert fingerprint(reversed(ARTICLES)) == before
    assert fingerprint(ARTICLES[:2]) != before
    assert fingerprint([*ARTICLES[:2], Indexed("employment.job", "employment", ("autre",))]) != before
