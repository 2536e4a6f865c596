"""Trains the engine's model when what it is trained from has changed."""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import yaml

from app.problems import Problem
from app.settings import ROOT, Settings
from knowledge.load.article_file import read_article_files

ENGINE_PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
_TRAINED_FROM = ("config.yml", "domain.yml", "requirements/engine.lock", "bot/data", "bot/components", "language",
                 "knowledge/content/articles", "knowledge/content/samples")  # fmt: skip
_SPACE_NEEDED = 200 * 1024 * 1024
_LAST_LINES = 15


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


def train_if_needed(configuration: Settings) -> Path:
    """Train unless the model exists; returns its file. Raises Problem when that fails or the file is damaged."""
    model = model_for(configuration)
    if model.exists():
        _check(model)
        return model
    configuration.models.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(configuration.models).free < _SPACE_NEEDED:
        raise Problem(f"There is not enough disk space in {configuration.models}: 200 MB are needed to train.")
    _train(configuration, model)
    model.with_suffix(".sha256").write_text(_sha256(model))
    for old in configuration.models.glob("dalil-*"):
        if not old.name.startswith(model.name.removesuffix(".tar.gz")):
            old.unlink()
    return model


def engine_environment(configuration: Settings) -> dict[str, str]:
    """The environment variables of the engine's processes."""
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "DALIL_ACTIONS_URL": f"{configuration.actions_url}/webhook",
        "DALIL_TRACKER_URL": configuration.tracker_url,
        "DALIL_ENGINE_TOKEN": configuration.secret("engine-token"),
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def write_samples(folder: Path) -> Path:
    """The articles' sample questions as Rasa NLU data, so that nobody has to write them twice."""
    by_intent: dict[str, list[str]] = {}
    for file in read_article_files(ROOT / "knowledge" / "content"):
        texts = [sample for text in file.content["languages"].values() for sample in text["samples"]]
        by_intent.setdefault(f"ask_{file.content['topic']}", []).extend(" ".join(str(text).split()) for text in texts)
    nlu = [
        {"intent": intent, "examples": "".join(f"- {text}\n" for text in dict.fromkeys(texts))}
        for intent, texts in by_intent.items()
    ]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "article_samples.yml"
    path.write_text(yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True, width=10_000), encoding="utf-8")
    return path


def _train(configuration: Settings, model: Path) -> None:
    if not ENGINE_PYTHON.exists():
        raise Problem("The engine's environment .venv-rasa is missing. Run `make install`.")
    samples = write_samples(configuration.data / "training")
    name = model.name.removesuffix(".tar.gz")
    command = [str(ENGINE_PYTHON), "-m", "bot.engine.train", str(configuration.models), name, "bot/data", str(samples)]
    log = configuration.data / "training" / "training.log"
    with log.open("w", encoding="utf-8") as output:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            command, cwd=ROOT, env=engine_environment(configuration), stdout=output, stderr=subprocess.STDOUT, check=False
        )
    if done.returncode != 0 or not model.exists():
        last = "\n".join(log.read_text(encoding="utf-8").splitlines()[-_LAST_LINES:])
        raise Problem(f"Training failed (the whole output is in {log}):\n{last}")


def _check(model: Path) -> None:
    """Only a model that was trained here and is whole is loaded: a foreign model could run any code."""
    kept = model.with_suffix(".sha256")
    whole = kept.exists() and kept.read_text() == _sha256(model) and tarfile.is_tarfile(model)
    if not whole:
        raise Problem(f"The model file {model} is damaged or was not trained here. Delete it and start again.")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def say(sentence: str) -> None:
    """One plain line of progress."""
    print(sentence, flush=True, file=sys.stdout)
