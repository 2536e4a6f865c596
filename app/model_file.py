"""The trained model as a file: which one fits the present training data, and is it whole."""

import hashlib
import tarfile
from pathlib import Path

from app.problems import Problem
from app.settings import ROOT, Settings

_TRAINED_FROM = ("config.yml", "domain.yml", "requirements/engine.lock", "bot/data", "bot/components", "language",
                 "knowledge/content/articles", "knowledge/content/samples", "knowledge/content/requests")  # fmt: skip


def model_for(configuration: Settings) -> Path:
    """The file of the model that fits the present training data, trained or not."""
    return configuration.models / f"dalil-{training_fingerprint()[:16]}.tar.gz"


def training_fingerprint() -> str:
    """Changes with everything a model is made from."""
    digest = hashlib.sha256()
    for name in _TRAINED_FROM:
        root = ROOT / name
        files = [root] if root.is_file() else sorted(path for path in root.rglob("*") if path.suffix != ".pyc")
        for path in files:
            if path.is_file():
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def keep_hash(model: Path) -> None:
    """Remember what a model that was trained here looks like."""
    _hash_file(model).write_text(_sha256(model))


def check(model: Path) -> None:
    """Only a model that was trained here and is whole is loaded: a foreign model could run any code.

    Raises Problem otherwise.
    """
    kept = _hash_file(model)
    if not (kept.exists() and kept.read_text() == _sha256(model) and tarfile.is_tarfile(model)):
        raise Problem(f"The model file {model} is damaged or was not trained here. Delete it and start again.")


def _hash_file(model: Path) -> Path:
    return model.with_name(model.name.removesuffix(".tar.gz") + ".sha256")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
