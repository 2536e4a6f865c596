"""Tries Rasa's DIETClassifier on one fold; runs inside `.venv-rasa`, where nothing of Dalil's is installed."""

import asyncio
import logging
import sys
import tarfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import yaml
from rasa.core.agent import Agent  # type: ignore[import-not-found]  # mypy runs where Rasa is not
from rasa.model_training import train_nlu  # type: ignore[import-not-found]
from rasa.utils.log_utils import configure_structlog  # type: ignore[import-not-found]

from bench.classifiers.memory import peak_memory
from bench.classifiers.trial import FoldResult, Timer, Trial, read_task, write

NAME = "Rasa's DIETClassifier"
EPOCHS = 30
PIPELINE = [
    {"name": "WhitespaceTokenizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 2, "max_ngram": 4},
    {
        "name": "DIETClassifier",
        "epochs": EPOCHS,
        "constrain_similarities": True,
        "entity_recognition": False,
        "random_seed": 0,
    },
]


def main(task_file: Path, result: Path) -> None:
    """Train, judge, write the result. Files of the training go beside it. Raises ValueError for several folds."""
    configure_structlog(logging.WARNING)  # or every message would be printed, and timed with that
    folder, task = result.parent, read_task(task_file)
    (fold,) = task.judged
    _write_project(folder, *task.learned_in(fold))
    timer = Timer.start()
    model = train_nlu(str(folder / "config.yml"), str(folder / "nlu.yml"), str(folder / "models"), "diet")
    seconds, elapsed = timer.stop()
    agent = Agent.load(model)
    asyncio.run(agent.parse_message("bonjour"))  # TensorFlow builds its graph at the first message
    given, seconds_to_read = asyncio.run(_judge(agent, [(index, task.texts[index]) for index in task.judged_in(fold)]))
    with tarfile.open(model) as kept:
        size = sum(member.size for member in kept.getmembers())
    write(Trial(NAME, {fold: FoldResult(given, seconds, elapsed, seconds_to_read, size)}, peak_memory()), result)


def _write_project(folder: Path, texts: Sequence[str], labels: Sequence[str]) -> None:
    """Configuration and examples."""
    by_label: dict[str, list[str]] = defaultdict(list)
    for text, label in zip(texts, labels, strict=True):
        if text:
            by_label[label].append(text)
    nlu = [{"intent": label, "examples": "".join(f"- {text}\n" for text in own)} for label, own in by_label.items()]
    config = {"recipe": "default.v1", "assistant_id": "bench", "language": "fr", "pipeline": PIPELINE}
    for name, content in (("nlu.yml", {"version": "3.1", "nlu": nlu}), ("config.yml", config)):
        (folder / name).write_text(yaml.safe_dump(content, allow_unicode=True, width=10_000), encoding="utf-8")


async def _judge(agent: Agent, texts: Sequence[tuple[int, str]]) -> tuple[dict[int, str], float]:
    timer = Timer.start()
    given = {index: (await agent.parse_message(text))["intent"]["name"] or "" for index, text in texts}
    return given, timer.stop()[0]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
