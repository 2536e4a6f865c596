"""What was answered instead of what is right."""

from app.evaluation.confusion import confusions, kind_figures
from app.evaluation.share import Share
from tests.app.evaluation.samples import gold, got, question


def test_confusions_are_listed_by_how_often_they_happen_with_their_messages() -> None:
    pairs = [
        question("health.doctor", "asylum.how", id="1"),
        question("health.doctor", "health.pharmacy", id="2"),
        question("health.doctor", "asylum.how", id="3"),
        question("health.doctor", "health.doctor", id="4"),
    ]
    articles = confusions(pairs)["articles"]
    assert articles.right == Share(1, 4)
    assert articles.worst(10) == [
        ("health.doctor", "asylum.how", ["1", "3"]),
        ("health.doctor", "health.pharmacy", ["2"]),
    ]
    assert len(articles.worst(1)) == 1
    assert articles.table() == {"health.doctor": {"asylum.how": 2, "health.doctor": 1, "health.pharmacy": 1}}
    assert confusions(pairs)["topics"].table() == {"health": {"asylum": 2, "health": 2}}


def test_another_article_that_answers_the_question_is_no_confusion() -> None:
    pairs = [(gold(article="health.doctor", also=("asylum.how",)), got(article="asylum.how"))]
    assert confusions(pairs)["articles"].table() == {"health.doctor": {"health.doctor": 1}}
    assert confusions(pairs)["topics"].table() == {"health": {"health": 1}}


def test_a_question_that_got_no_article_is_confused_with_the_kind_of_its_answer() -> None:
    pairs = [(gold(article="health.doctor"), got("service"))]
    assert confusions(pairs)["articles"].worst(10) == [("health.doctor", "(service)", ["1"])]
    assert confusions(pairs)["topics"].worst(10) == [("health", "(service)", ["1"])]


def test_an_unsure_answer_counts_with_its_first_choice() -> None:
    pairs = [(gold(article="health.doctor"), got(topic="asylum", choices=["asylum.how", "health.doctor"]))]
    assert confusions(pairs)["articles"].worst(10) == [("health.doctor", "asylum.how", ["1"])]
    assert confusions(pairs)["topics"].worst(10) == [("health", "asylum", ["1"])]


def test_kinds_categories_places_and_languages_are_compared_on_their_messages() -> None:
    pairs = [
        (gold("service", "help me now", category="health", place="Fès", language="fr"), got("service", language="en")),
        (gold("smalltalk", "ok"), got("question")),
    ]
    worst = {subject: confusion.worst(10) for subject, confusion in confusions(pairs).items()}
    assert worst == {
        "kinds": [("smalltalk", "question", ["1"])],
        "service categories": [("health", "(none)", ["1"])],
        "places": [("Fès", "(none)", ["1"])],
        "languages": [("fr", "en", ["1"])],
    }


def test_each_kind_tells_how_often_it_was_recognised_and_how_often_answered_rightly() -> None:
    pairs = [(gold("service"), got("service")), (gold("service"), got()), (gold("menu"), got())]
    found = {figures.kind: (figures.found, figures.rightly) for figures in kind_figures(pairs)}
    assert found == {
        "menu": (Share(0, 1), None),
        "question": (None, Share(0, 2)),
        "service": (Share(1, 2), Share(1, 1)),
    }
