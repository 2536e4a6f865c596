"""Runs each trial in a process of its own, one after the other."""

import os
import subprocess
import sys
from pathlib import Path

from app.environment import engine_environment
from app.problems import Problem
from app.settings import ROOT, Settings
from app.training import ENGINE_PYTHON
from bench.classifiers.candidates import CANDIDATES
from bench.classifiers.trial import Task, Trial, read_trial, write

_LAST_LINES = 15
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
_TWO_THREADS = {
    "OMP_NUM_THREADS": "2",
    "OPENBLAS_NUM_THREADS": "2",
    "TF_INTRA_OP_PARALLELISM_THREADS": "2",
    "TF_INTER_OP_PARALLELISM_THREADS": "2",
}


def try_all(task: Task, folder: Path) -> list[Trial]:
    """Every candidate of Dalil's, on one core. Raises Problem when a process fails."""
    return [_try_candidate(name, task, folder) for name in CANDIDATES]


def try_diet(task: Task, folder: Path) -> Trial:
    """Rasa's DIETClassifier on one fold, on two cores. Raises Problem when that fails or lacks .venv-rasa."""
    if not ENGINE_PYTHON.exists():
        raise Problem("The engine's environment .venv-rasa is missing. Run `make install`.")
    environment = {**engine_environment(Settings()), **_TWO_THREADS}
    return _try([str(ENGINE_PYTHON), "-m", "bench.classifiers.try_diet"], environment, task, folder)


def _try_candidate(name: str, task: Task, folder: Path) -> Trial:
    environment = {**os.environ, **_ONE_THREAD}
    return _try([sys.executable, "-m", "bench.classifiers.try_candidate", name], environment, task, folder)


def _try(command: list[str], environment: dict[str, str], task: Task, folder: Path) -> Trial:
    task_file, result = folder / "task.json", folder / "trial.json"
    write(task, task_file)
    done = subprocess.run(  # noqa: S603 - our own modules
        [*command, str(task_file), str(result)], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise Problem("\n".join([f"{command[2]} failed:", *done.stderr.splitlines()[-_LAST_LINES:]]))
    return read_trial(result)
