"""What the classifiers learn from."""

import pytest

from bench.classifiers.examples import Example, all_examples, label_of, sample, variety_of


@pytest.mark.parametrize(
    ("text", "variety"),
    [
        ("Où puis-je inscrire mon enfant à l'école ?", "French"),
        ("Where can I enrol my child at school?", "English"),
        ("أين أسجل طفلي في المدرسة؟", "Arabic letters"),
        ("bghit n9iyed weldi f lmdrasa", "Darija, Latin letters"),
        ("CIN ديالي", "Arabic letters"),
    ],
)
def test_a_text_shows_its_variety(text: str, variety: str) -> None:
    assert variety_of(text) == variety


@pytest.mark.parametrize(
    ("language", "variety"), [("fr", "French"), ("en", "English"), ("ar", "Darija, Latin letters"), (None, "French")]
)
def test_a_word_that_shows_no_variety_has_that_of_its_file(language: str | None, variety: str) -> None:
    assert variety_of("ok", language) == variety


def test_kinds_of_danger_are_labels_of_their_own_and_topics_stay_what_they_are() -> None:
    assert label_of("danger", {"kind": "sea"}) == "danger_sea"
    assert label_of("danger", {}) == "danger_general"
    assert label_of("ask_health", {}) == "ask_health"


def test_a_sample_is_always_the_same_has_nothing_twice_and_is_no_larger_than_what_there_is() -> None:
    examples = [Example(str(number), "greet") for number in range(100)]
    assert sample(examples, 10) == sample(examples, 10)
    assert len(set(sample(examples, 10))) == 10
    assert set(sample(examples, 1000)) == set(examples)


def test_examples_of_files_samples_of_articles_and_requests_are_all_there() -> None:
    examples = all_examples()
    labels = {example.label for example in examples}
    assert {"greet", "danger_sea", "find_service", "ask_schooling"} <= labels
    assert sum(label.startswith("ask_") for label in labels) == 23
    assert len(examples) == len({(example.text, example.label) for example in examples})
