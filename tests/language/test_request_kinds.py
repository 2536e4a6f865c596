"""What kind of request a message is."""

import pytest

from language.lessons import Lessons
from language.request_kinds import DANGER, QUESTION, kind_of, rank_kinds, split_danger
from language.text_classifier import TextClassifier, learn

EXAMPLES = {
    "ask_": ["inscrire mon fils à l'école sans papiers", "ma fille peut aller à l'école", "how to enrol my son"],
    "find_service": ["où est le médecin à Rabat", "adresse d'un avocat à Fès", "which clinic is near me"],
    "out_of_scope": ["qui a gagné le match", "quel temps fait-il", "tell me a joke"],
    "danger_sea": ["notre bateau coule", "l'eau entre dans le zodiac", "the dinghy is sinking"],
    "danger_medical": ["il saigne beaucoup", "elle ne respire plus", "he is bleeding and cannot stand"],
}


@pytest.fixture(scope="module")
def classifier() -> TextClassifier:
    labelled = [(text, kind) for kind, texts in EXAMPLES.items() for text in texts]
    return learn(Lessons.read([text for text, _ in labelled]), [kind for _, kind in labelled], balanced=True)


@pytest.mark.parametrize(
    ("intent", "kind"),
    [("ask_health", QUESTION), ("find_service", "find_service"), ("danger", "danger_sea"), ("greet", "greet")],
)
def test_all_questions_are_one_kind_and_dangers_are_several(intent: str, kind: str) -> None:
    assert kind_of(intent, "sea") == kind


def test_the_probabilities_of_all_kinds_sum_to_one(classifier: TextClassifier) -> None:
    kinds = rank_kinds(classifier, "le bateau prend l'eau")
    assert kinds.keys() == EXAMPLES.keys()
    assert sum(kinds.values()) == pytest.approx(1)
    assert max(kinds, key=lambda kind: kinds[kind]) == "danger_sea"


def test_danger_is_as_likely_as_all_its_kinds_together(classifier: TextClassifier) -> None:
    ranked = rank_kinds(classifier, "il y a du sang dans le bateau")
    kinds, dangers = split_danger(ranked)
    assert dangers.keys() == {"sea", "medical"}
    assert kinds[DANGER] == pytest.approx(ranked["danger_sea"] + ranked["danger_medical"])
    assert sum(kinds.values()) == pytest.approx(1)
