"""Which of many labels fits a text."""

from pathlib import Path

import numpy
import pytest

from language.lessons import Lessons
from language.text_classifier import TextClassifier, learn

EXAMPLES = {
    "school": ["mon fils va à l'école", "inscrire ma fille à l'école", "بغيت نقيد ولدي فالمدرسة", "school for my son"],
    "health": ["je cherche un médecin", "hôpital gratuit", "بغيت نشوف طبيب", "I need a doctor"],
    "work": ["je cherche du travail", "trouver un emploi", "بغيت الخدمة", "I am looking for a job"],
}
TEXTS = [text for texts in EXAMPLES.values() for text in texts]
LABELS = [label for label, texts in EXAMPLES.items() for _ in texts]


@pytest.fixture(scope="module")
def classifier() -> TextClassifier:
    return learn(Lessons.read(TEXTS), LABELS)


def best(classifier: TextClassifier, text: str) -> str:
    return classifier.labels[int(classifier.votes(text).argmax())]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("inscrire mon garçon à l'école", "school"),
        ("where is the doctor", "health"),
        ("bghit nchouf tbib", "health"),
        ("je veux un emploi", "work"),
        ("my daughter wants to go to school", "school"),
        ("bghit lkhdma", "work"),
    ],
)
def test_a_text_gets_the_label_of_what_resembles_it(classifier: TextClassifier, text: str, label: str) -> None:
    assert best(classifier, text) == label


@pytest.mark.parametrize("text", ["médecin", "", "👍", "قط", "x" * 3000])
def test_every_label_gets_a_finite_vote_and_their_mean_is_nothing(classifier: TextClassifier, text: str) -> None:
    votes = classifier.votes(text)
    assert votes.shape == (len(classifier.labels),)
    assert numpy.isfinite(votes).all()
    assert abs(votes.mean()) < 1e-6


def test_two_labels_get_a_vote_each() -> None:
    two = learn(Lessons.read(TEXTS[:8]), LABELS[:8])
    assert two.votes("je cherche un médecin").shape == (2,)


def test_one_label_is_refused() -> None:
    with pytest.raises(ValueError, match="class"):
        learn(Lessons.read(TEXTS[:4]), LABELS[:4])


def test_vectors_of_an_earlier_classifier_are_taken_over(classifier: TextClassifier) -> None:
    again = learn(Lessons.read([*TEXTS, "la cantine de l'école"], classifier.vectors), [*LABELS, "school"])
    assert all(again.vectors[meaning] is vector for meaning, vector in classifier.vectors.items())
    assert again.vectors.keys() - classifier.vectors.keys() == {"la cantine de l'école"}


def test_learning_twice_gives_the_same_votes(classifier: TextClassifier) -> None:
    again = learn(Lessons.read(TEXTS), LABELS)
    numpy.testing.assert_allclose(again.votes("un docteur"), classifier.votes("un docteur"), atol=1e-3)


def test_a_kept_classifier_gives_the_same_votes(classifier: TextClassifier, tmp_path: Path) -> None:
    classifier.save(tmp_path / "classifier.npz")
    kept = TextClassifier.load(tmp_path / "classifier.npz")
    assert kept.labels == classifier.labels
    for text in ("hôpital gratuit", "bghit lkhdma", ""):
        numpy.testing.assert_allclose(kept.votes(text), classifier.votes(text), atol=1e-6)


def test_a_file_with_code_in_it_is_not_read(tmp_path: Path) -> None:
    numpy.savez(tmp_path / "classifier.npz", labels=numpy.array([object()], dtype=object))
    with pytest.raises(ValueError, match="pickle"):
        TextClassifier.load(tmp_path / "classifier.npz")


@pytest.mark.parametrize("content", [b"", b"PK", b"something else"])
def test_a_damaged_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "classifier.npz").write_bytes(content)
    with pytest.raises(ValueError):
        TextClassifier.load(tmp_path / "classifier.npz")


def test_a_classifier_of_a_part_shares_the_spelling_of_the_whole(classifier: TextClassifier, tmp_path: Path) -> None:
    lessons = Lessons.read(TEXTS)
    part = [index for index, label in enumerate(LABELS) if label != "work"]
    small = learn(lessons.part(part), [LABELS[index] for index in part])
    small.save(tmp_path / "small.npz", with_spelling=False)
    kept = TextClassifier.load(tmp_path / "small.npz", lessons.spelling)
    assert kept.labels == ["health", "school"]
    numpy.testing.assert_allclose(kept.votes("un médecin"), small.votes("un médecin"), atol=1e-6)
    with pytest.raises(ValueError, match="no classifier"):
        TextClassifier.load(tmp_path / "small.npz")
