"""Tries one of Dalil's candidates, in a process of its own so that its memory can be told."""

import sys
import tempfile
from pathlib import Path

from bench.classifiers.candidates import CANDIDATES
from bench.classifiers.memory import peak_memory
from bench.classifiers.trial import FoldResult, Task, Timer, Trial, give_labels, read_task, write


def try_fold(candidate: str, task: Task, fold: int) -> FoldResult:
    """Learn the other folds and judge this one."""
    timer = Timer.start()
    learned = CANDIDATES[candidate](*task.learned_in(fold))
    seconds, elapsed = timer.stop()
    given, seconds_to_read = give_labels(((index, task.texts[index]) for index in task.judged_in(fold)), learned.label)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "kept.npz"
        learned.save(file)
        return FoldResult(given, seconds, elapsed, seconds_to_read, file.stat().st_size)


def main(candidate: str, task_file: Path, result: Path) -> None:
    """Try the folds that are to be judged and write the result."""
    task = read_task(task_file)
    folds = {fold: try_fold(candidate, task, fold) for fold in task.judged}
    write(Trial(candidate, folds, peak_memory()), result)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
