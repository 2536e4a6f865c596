"""Only a model that was trained here and is whole is loaded: a foreign one could run any code."""

import tarfile
from pathlib import Path

import pytest

from app.model_file import check, keep_hash, model_for, training_fingerprint
from app.problems import Problem
from app.settings import Settings


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A model file as training leaves it."""
    (tmp_path / "weights").write_bytes(b"weights" * 1000)
    path = tmp_path / "dalil-0123.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        archive.add(tmp_path / "weights", "weights")
    keep_hash(path)
    return path


def test_a_whole_model_that_was_trained_here_is_accepted(model: Path) -> None:
    check(model)


def flip_a_byte(model: Path) -> None:
    raw = bytearray(model.read_bytes())
    raw[len(raw) // 2] ^= 1
    model.write_bytes(raw)


def cut_off(model: Path) -> None:
    model.write_bytes(model.read_bytes()[:-20])


def empty(model: Path) -> None:
    model.write_bytes(b"")


def lose_the_hash(model: Path) -> None:
    model.with_name("dalil-0123.sha256").unlink()


def replace_by_no_archive(model: Path) -> None:
    model.write_bytes(b"no archive")
    keep_hash(model)


@pytest.mark.parametrize("harm", [flip_a_byte, cut_off, empty, lose_the_hash, replace_by_no_archive])
def test_a_damaged_or_foreign_model_is_refused_with_a_sentence_that_says_what_to_do(model: Path, harm: object) -> None:
    assert callable(harm)
    harm(model)
    with pytest.raises(Problem, match=f"{model.name}.*damaged or was not trained here.*Delete it"):
        check(model)


def test_the_same_training_data_mean_the_same_model(tmp_path: Path) -> None:
    assert model_for(Settings(data=tmp_path)) == model_for(Settings(data=tmp_path))
    assert training_fingerprint()[:16] in model_for(Settings(data=tmp_path)).name
