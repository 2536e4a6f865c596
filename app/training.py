"""Trains the engine's model when what it is trained from has changed."""

import shutil
import subprocess
from pathlib import Path
from threading import Event

import yaml

from app.environment import engine_environment
from app.model_file import check, keep_hash, model_for
from app.nlu_examples import read_examples
from app.problems import Problem
from app.settings import ROOT, Settings
from knowledge.category_search import requests
from knowledge.load.article_file import read_article_files

ENGINE_PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
_SPACE_NEEDED = 200 * 1024 * 1024
_LAST_LINES = 15


def train_if_needed(configuration: Settings, vectors: Path, vectors_kept: Event) -> Path:
    """Train unless the model exists; returns its file. Raises Problem when that fails or the file is damaged.

    `vectors` is the file with the sentence vectors of the examples, see `language.vector_file`; it may still be written
    until `vectors_kept` is set.
    """
    model = model_for(configuration)
    if model.exists():
        check(model)
        return model
    configuration.models.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(configuration.models).free < _SPACE_NEEDED:
        raise Problem(f"There is not enough disk space in {configuration.models}: 200 MB are needed to train.")
    _train(configuration, model, vectors, vectors_kept)
    keep_hash(model)
    for old in configuration.models.glob("dalil-*"):
        if not old.name.startswith(model.name.removesuffix(".tar.gz")):
            old.unlink()
    return model


def training_texts() -> list[str]:
    """Everything the engine and the article index learn from files: examples, samples and titles."""
    said = [text for texts in requests().values() for text in texts]
    for file in read_article_files(ROOT / "knowledge" / "content"):
        for text in file.content["languages"].values():
            said += [*map(str, text["samples"]), text["title"]]
    for path in (ROOT / "bot" / "data" / "nlu").rglob("*.yml"):
        said += [example.text for example in read_examples(path)]
    return said


def write_samples(folder: Path) -> Path:
    """The sample questions of articles and the requests for services as Rasa NLU data: nobody writes them twice."""
    by_intent: dict[str, list[str]] = {}
    for file in read_article_files(ROOT / "knowledge" / "content"):
        texts = [sample for text in file.content["languages"].values() for sample in text["samples"]]
        by_intent.setdefault(f"ask_{file.content['topic']}", []).extend(" ".join(str(text).split()) for text in texts)
    by_intent["find_service"] = [" ".join(text.split()) for texts in requests().values() for text in texts]
    nlu = [
        {"intent": intent, "examples": "".join(f"- {text}\n" for text in dict.fromkeys(texts))}
        for intent, texts in by_intent.items()
    ]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "knowledge.yml"
    path.write_text(yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True, width=10_000), encoding="utf-8")
    return path


def _train(configuration: Settings, model: Path, vectors: Path, vectors_kept: Event) -> None:
    if not ENGINE_PYTHON.exists():
        raise Problem("The engine's environment .venv-rasa is missing. Run `make install`.")
    samples = write_samples(configuration.data / "training")
    name = model.name.removesuffix(".tar.gz")
    command = [str(ENGINE_PYTHON), "-m", "bot.engine.train", str(configuration.models), name, "bot/data", str(samples)]
    log = configuration.data / "training" / "training.log"
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command,
            cwd=ROOT,
            env={**engine_environment(configuration), "DALIL_VECTORS": str(vectors)},
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        vectors_kept.wait()
        process.communicate()  # ends its standard input, which says that the vectors are there
    if process.returncode != 0 or not model.exists():
        last = "\n".join(log.read_text(encoding="utf-8").splitlines()[-_LAST_LINES:])
        raise Problem(f"Training failed (the whole output is in {log}):\n{last}")
