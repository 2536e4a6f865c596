"""Danger is heard when the engine is down, by its signs and by what its model learned."""

import io
import tarfile
from pathlib import Path

import pytest

from app import danger_without_engine
from app.danger_without_engine import DangerWithoutEngine
from app.model_file import keep_hash
from language.danger import find_danger
from language.lessons import Lessons
from language.text_classifier import learn

EXAMPLES = {
    "danger_captive": [
        "la patronne garde la clé et part la nuit",
        "elle m'a pris mon passeport, la porte est fermée",
    ],
    "ask_": ["inscrire mon fils à l'école", "combien coûte la carte", "puis-je travailler sans papiers"],
    "find_service": ["un médecin à Rabat", "adresse d'un avocat", "où est la clinique"],
    "out_of_scope": ["qui a gagné le match", "raconte une blague", "quel temps fait-il demain"],
}
WITHOUT_A_SIGN = "la patronne part la nuit et garde la clé de la porte"


@pytest.fixture(autouse=True)
def nothing_loaded() -> None:
    danger_without_engine._classifier.cache_clear()


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A model file as the engine's training writes it."""
    labelled = [(text, kind) for kind, texts in EXAMPLES.items() for text in texts]
    learn(Lessons.read([text for text, _ in labelled]), [kind for _, kind in labelled]).save(tmp_path / "kinds.npz")
    file = tmp_path / "dalil-1.tar.gz"
    with tarfile.open(file, "w:gz") as archive:
        archive.add(tmp_path / "kinds.npz", "components/train_intent_classifier/kinds.npz")
    keep_hash(file)
    return file


def test_what_was_learned_is_heard_where_no_sign_stands(model: Path) -> None:
    assert find_danger(WITHOUT_A_SIGN) is None
    assert DangerWithoutEngine(model).kind(WITHOUT_A_SIGN) == "captive"
    assert DangerWithoutEngine(model).kind("inscrire mon fils à l'école") is None


@pytest.mark.parametrize("state", ["missing", "damaged", "foreign"])
def test_without_a_model_that_was_trained_here_the_signs_decide(model: Path, state: str) -> None:
    if state == "missing":
        model.unlink()
    elif state == "damaged":
        model.write_bytes(model.read_bytes()[:100])
    else:
        with tarfile.open(model, "w:gz") as archive:
            archive.addfile(tarfile.TarInfo("kinds.npz"), io.BytesIO())
    danger = DangerWithoutEngine(model)
    assert danger.kind("je veux mourir, je vais me tuer") == "suicide"
    assert danger.kind(WITHOUT_A_SIGN) is None
